"""What neighbours call two households, sent by two phones at the same moment: no batch waits for the other for ever."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.registry.models import Household
from tests.actions import log_entries
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.interleaving import interleaved
from tests.logbook.race_steps import reading
from tests.logbook.summary_steps import summary_of


@pytest.fixture
def errors(app: Flask) -> Iterator[list[str]]:
    """What the database refused; a transaction that it broke off is tried once more, so nobody else notices."""
    refused: list[str] = []
    with app.app_context():
        engine = db.get_engine()

    def note(context: sa.engine.ExceptionContext) -> None:
        refused.append(str(context.original_exception))

    sa.event.listen(engine, "handle_error", note)
    yield refused
    sa.event.remove(engine, "handle_error", note)


@pytest.mark.parametrize("statement", ["INSERT INTO entry (", "UPDATE household SET", "WITH "])
@pytest.mark.parametrize("crosswise", [True, False])
def test_names_beside_addresses_that_cross_each_other_do_not_wait_for_ever(
    app: Flask, ana: Visitor, errors: list[str], statement: str, crosswise: bool
) -> None:
    leo = Visitor(app, "leo")
    homes = [household("Số 1"), household("Số 2")]
    log_entries(ana, *(make_entry(household=home) for home in homes))

    def naming(name: str, number: int) -> list[dict[str, Any]]:
        named = [{**home, "called": name} if place == number else home for place, home in enumerate(homes)]
        return [make_entry(household=home) | {"form": 2} for home in named]

    other = partial(log_entries, leo, *naming("bà Lan", int(crosswise)))
    with interleaved(app, statement, other) as others:
        log_entries(ana, *naming("ông Tư", 0))
    others[0].result()
    assert errors == []
    with reading(app) as connection:
        called = connection.scalars(sa.select(Household.called).order_by(Household.label)).all()
    # Of one household it is the name that came last, which is that of either.
    assert called in ([["ông Tư", "bà Lan"]] if crosswise else [["ông Tư", ""], ["bà Lan", ""]])
    assert [summary["visits"] for home in homes if (summary := summary_of(app, home))] == [3, 3]
