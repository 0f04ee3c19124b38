"""What two transactions write at the same moment about one household stands in its summary.

In PostgreSQL neither sees what the other has not committed yet; SQLite has one writer at a time.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from flask import Flask

from app.logbook.status import Action
from tests.actions import log_entries, review_entries
from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.interleaving import interleaved
from tests.logbook.summary_steps import summary_of

READ_BY_NEW = "WITH "
READ_BY_CHANGE = "SELECT entry.household_id"


@pytest.fixture
def leo(app: Flask) -> Visitor:
    return Visitor(app, "leo")


def _done(app: Flask, home: dict[str, str]) -> Any:
    summary = summary_of(app, home)
    return summary and summary["done"]


@pytest.mark.parametrize("first", ["visit", "help"])
def test_a_help_and_its_visit_at_once_count_together(app: Flask, ana: Visitor, leo: Visitor, first: str) -> None:
    home = household()
    visit = make_entry(household=home)
    help = make_entry("installation", visit=visit["id"], service="vneid_2", outcome="activated")
    one, other = (visit, help) if first == "visit" else (help, visit)
    with interleaved(app, READ_BY_NEW, partial(log_entries, leo, other)) as others:
        log_entries(ana, one)
    others[0].result()
    assert _done(app, home) == ["vneid_2"]


@pytest.mark.parametrize("first", ["visit", "void"])
def test_a_help_that_becomes_void_while_its_visit_comes_does_not_count(app: Flask, ana: Visitor, first: str) -> None:
    home = household()
    visit = make_entry(household=home)
    [help] = log_entries(ana, make_entry("installation", visit=visit["id"], service="vneid_2", outcome="activated"))
    come, void = partial(log_entries, ana, visit), partial(review_entries, app, Action.VOID, help)
    if first == "visit":
        with interleaved(app, READ_BY_NEW, void) as others:
            come()
    else:
        with interleaved(app, READ_BY_CHANGE, come) as others:
            void()
    others[0].result()
    assert _done(app, home) == []


@pytest.mark.parametrize("first", ["visit", "edit"])
def test_a_help_that_moves_from_one_coming_visit_to_another_counts_there(
    app: Flask, ana: Visitor, leo: Visitor, first: str
) -> None:
    homes = household("Số 1"), household("Số 2")
    visits = [make_entry(household=home) for home in homes]
    help = make_entry("installation", visit=visits[0]["id"], service="vneid_2", outcome="activated")
    log_entries(ana, help)
    come = partial(log_entries, leo, *visits)
    move = partial(log_entries, ana, edited(help, visit=visits[1]["id"]))
    one, other, statement = (come, move, READ_BY_NEW) if first == "visit" else (move, come, READ_BY_CHANGE)
    with interleaved(app, statement, other) as others:
        one()
    others[0].result()
    assert [_done(app, home) for home in homes] == [[], ["vneid_2"]]
