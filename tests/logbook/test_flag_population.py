"""The flag of more people than there are, from populations, published figures and entries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import writer
from app.logbook.status import Action
from app.month import today
from app.places.models import Population
from tests.actions import review_entries
from tests.cast import AREA_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.logbook.flag_steps import days_ago, flags_of, set_flags
from tests.sync.steps import assert_counted

HEALTH = {"service": "health_record", "outcome": "activated"}


def _populate(app: Flask, figure: int = 10, ward_id: int = WARD_A, group: str = "residents", **known: Any) -> None:
    common: dict[str, Any] = {"ward_id": ward_id, "source": "ví dụ"}
    with app.app_context():
        writer().add(Population(**common, group=group, figure=figure, as_of=known.get("as_of", date(2025, 12, 31))))
        writer().commit()


def _publish(app: Flask, numerator: int | None, bound: Bound = Bound.EXACT, as_of: date | None = None) -> None:
    with app.app_context():
        writer().add(
            Baseline(
                ward_id=WARD_A,
                indicator_code="health_book_in_vneid",
                unit_then="ví dụ",
                numerator=numerator,
                bound=bound,
                as_of=as_of,
                source="ví dụ",
            )
        )
        writer().commit()


def _install(visitor: Visitor, app: Flask, *people: int, **fields: Any) -> list[list[str]]:
    entries = [
        make_entry("installation", **{**HEALTH, "people": each, "setting": "event", **fields}) for each in people
    ]
    visitor.sync(*entries)
    return flags_of(app, *entries)


def test_beyond_the_population_in_one_batch_and_in_many(app: Flask, ana: Visitor) -> None:
    _populate(app, 4, as_of=date(2024, 12, 31))
    _populate(app, 10)
    _populate(app, 10, WARD_B)
    assert _install(ana, app, 5, 4) == [[], []]
    assert _install(ana, app, 1) == [[]], "all ten have it now"
    assert _install(ana, app, 1, 1) == [["beyond_population"]] * 2
    assert _install(ana, app, 3, outcome="declined") == [[]]
    assert _install(ana, app, 3, service="telehealth") == [[]], "nobody knows how many adults there are"
    # The other areas and months of the ward count, too.
    assert _install(ana, app, 1, neighbourhood=AREA_2, happened_on=days_ago(6)) == [["beyond_population"]]
    set_flags(app, beyond_population={"on": True, "threshold": 150})
    assert _install(ana, app, 2, 1) == [[], ["beyond_population"]]
    set_flags(app, beyond_population={"on": False})
    assert _install(ana, app, 50) == [[]]
    assert_counted(app)


def test_beyond_the_population_counts_neither_void_entries_nor_itself(app: Flask, ana: Visitor) -> None:
    _populate(app, 10)
    entries = [make_entry("installation", **HEALTH, people=each) for each in (8, 2)]
    ana.sync(*entries)
    assert flags_of(app, *entries) == [[], []]
    ana.sync(*[edited(entry, note="sửa") for entry in entries])
    assert flags_of(app, *entries) == [[], []]
    ana.sync(entries[0], edited(edited(entries[1], people=3), people=3))
    assert flags_of(app, entries[1]) == [["beyond_population"]]
    review_entries(app, Action.VOID, edited(entries[0], note="sửa"))
    assert _install(ana, app, 7) == [[]]
    assert _install(ana, app, 1) == [["beyond_population"]]


def test_beyond_the_population_counts_on_from_what_was_published(app: Flask, ana: Visitor) -> None:
    _populate(app, 10)
    _publish(app, 2, as_of=date(2024, 1, 31))
    _publish(app, 9, as_of=today().replace(day=1) - timedelta(days=1))
    assert _install(ana, app, 5, happened_on=days_ago(40)) == [["late"]], "the published figure has it in it"
    assert _install(ana, app, 1, 1) == [[], ["beyond_population"]]


@pytest.mark.parametrize(("numerator", "bound"), [(None, Bound.EXACT), (9, Bound.MORE_THAN), (9, Bound.LESS_THAN)])
def test_beyond_the_population_is_not_raised_without_a_known_start(
    app: Flask, ana: Visitor, numerator: int | None, bound: Bound
) -> None:
    assert _install(ana, app, 500) == [[]]
    _publish(app, numerator, bound)
    _populate(app, 10)
    assert _install(ana, app, 500) == [[]]
