"""The flag of a household that was logged before: by others, in other areas and months, in one batch or many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import reader, writer
from app.logbook.status import Action
from app.month import local_day, now, today
from app.places.models import Neighbourhood
from app.registry.models import Household
from tests.actions import review_entries
from tests.cast import AREA_1, AREA_2, AREA_B
from tests.client import Visitor
from tests.conftest import ENGINES, Databases, dispose, make_app
from tests.factories import edited, household, make_entry
from tests.logbook.flag_steps import days_ago, flags_of, set_flags
from tests.sync.steps import assert_counted


def test_a_household_again_in_one_batch_by_others_and_later(app: Flask, visitor: Any) -> None:
    ana, bruno, home = visitor("ana"), visitor("bruno"), household()
    first, second, other = (make_entry(household=home), make_entry(household=home), make_entry(household=household()))
    ana.sync(first, second, other, make_entry(household=None))
    assert flags_of(app, first, second, other) == [[], ["household_again"], []]
    # Somebody else's phone, long after the day: seven days are asked about, the eighth is not.
    within, beyond = (make_entry(household=home, happened_on=days_ago(days)) for days in (7, 8))
    bruno.sync(within)
    bruno.sync(beyond)
    assert flags_of(app, within) == [["household_again"]]
    assert flags_of(app, beyond) == [["household_again", "late"]], "the day after was logged, on the seventh"
    alone = make_entry(household=other["fields"]["household"], happened_on=days_ago(8))
    bruno.sync(alone)
    assert flags_of(app, alone) == [["late"]]
    assert_counted(app)


def test_a_household_again_with_other_days_or_turned_off(app: Flask, ana: Visitor) -> None:
    home = household()
    set_flags(app, household_again={"on": True, "threshold": 1})
    ana.sync(make_entry(household=home))
    near, far = (make_entry(household=home, happened_on=days_ago(days)) for days in (1, 3))
    ana.sync(far, near)
    assert flags_of(app, near, far) == [["household_again"], []]
    set_flags(app, household_again={"on": False})
    silent = make_entry(household=home)
    ana.sync(silent)
    assert flags_of(app, silent) == [[]]


def test_a_household_again_knows_no_void_entry_no_other_ward_and_not_itself(app: Flask, visitor: Any) -> None:
    ana, home = visitor("ana"), household()
    elsewhere = make_entry(household=home, neighbourhood=AREA_B)
    visitor("bo").sync(elsewhere)
    void = make_entry(household=home)
    ana.sync(void)
    review_entries(app, Action.VOID, void)
    entry = make_entry(household=home)
    ana.sync(entry)
    assert flags_of(app, entry) == [[]]
    ana.sync(edited(entry, people=3))
    assert flags_of(app, entry) == [[]], "an edit is no second visit"
    ana.sync(entry, edited(edited(entry, people=4), people=5))
    assert flags_of(app, entry) == [[]], "nor is what the phone sends twice"
    later = make_entry(household=home)
    ana.sync(edited(edited(edited(entry), people=1), withdrawn=True), later)
    assert flags_of(app, later) == [[]], "what is withdrawn in the same batch is no visit any more"
    moved = make_entry(household=household())
    ana.sync(moved)
    again = make_entry(household=home)
    ana.sync(edited(moved, household=home), again)
    assert flags_of(app, moved, again) == [["household_again"]] * 2


def test_a_household_of_an_area_that_was_merged_is_at_home_in_the_new_one(app: Flask, ana: Visitor) -> None:
    set_flags(app, household_again={"on": False})
    home = household()
    first = make_entry(household=home, neighbourhood=AREA_2)
    ana.sync(first)
    again = make_entry(household=home)
    ana.sync(again)
    assert flags_of(app, again) == [["household_elsewhere"]]
    with app.app_context():
        merged = sa.update(Neighbourhood).where(Neighbourhood.id == AREA_2).values(merged_into_id=AREA_1)
        writer().execute(merged)
        writer().commit()
    after, before = make_entry(household=home), make_entry(household=home, neighbourhood=AREA_2)
    ana.sync(after)
    ana.sync(before)
    assert flags_of(app, after, before) == [[], []]


def test_household_of_two_areas_in_one_batch_is_elsewhere_in_the_second(app: Flask, ana: Visitor) -> None:
    set_flags(app, household_again={"on": False})
    home = household()
    taken_back = make_entry(household=home, neighbourhood=AREA_2, withdrawn=True)
    first, other = make_entry(household=home), make_entry(household=home, neighbourhood=AREA_2)
    ana.sync(taken_back, first, other)
    assert flags_of(app, taken_back, first, other) == [[], [], ["household_elsewhere"]]
    set_flags(app, household_again={"on": False}, household_elsewhere={"on": False})
    unasked = make_entry(household=home, neighbourhood=AREA_2)
    ana.sync(unasked)
    assert flags_of(app, unasked) == [[]]
    with app.app_context():
        areas = reader().execute(sa.select(Household.neighbourhood_id)).all()
    assert [tuple(row) for row in areas] == [(AREA_1,)]


def test_a_household_again_across_areas_and_months(app: Flask, ana: Visitor) -> None:
    set_flags(app, household_elsewhere={"on": False}, late={"on": False})
    home = household()
    # Counted in a later month than it happened in, and met in another neighbourhood.
    last_of_month = today().replace(day=1) - timedelta(days=1)
    first = make_entry(
        household=home,
        happened_on=last_of_month.isoformat(),
        count_in=today().isoformat()[:7],
        neighbourhood=AREA_2,
    )
    ana.sync(first)
    again = make_entry(household=home, happened_on=(last_of_month - timedelta(days=3)).isoformat())
    ana.sync(again)
    next_day = make_entry(household=home, happened_on=(last_of_month + timedelta(days=1)).isoformat())
    ana.sync(next_day)
    assert flags_of(app, first, again, next_day) == [[], ["household_again"], ["household_again"]]


Step = tuple[int, int, int]
"""An entry of a household, so many days ago, recorded so many minutes before the last one may be."""

_hours = count(1)


def _expected(steps: Sequence[Step]) -> list[list[str]]:
    """Return, from the rules alone, what entries raise that come in one after another."""
    flags = []
    for number, (home, days, minutes) in enumerate(steps):
        before = steps[:number]
        again = any(other == home and abs(ago - days) <= 2 for other, ago, _ in before)
        rush = sum(0 <= earlier - minutes <= 10 for _, _, earlier in before) >= 3
        flags.append([code for code, raised in (("household_again", again), ("in_a_rush", rush)) if raised])
    return flags


def _send(app: Flask, visitor: Visitor, steps: Sequence[Step], cuts: Sequence[bool]) -> list[list[str]]:
    """Send entries, with a cut between batches where one is wished for; return their flags."""
    homes = [household() for _ in range(3)]
    # In whole seconds, so that what is exactly ten minutes before stays so in either database.
    start = now().replace(microsecond=0) - timedelta(hours=next(_hours))
    last_day = local_day(start - timedelta(minutes=15))
    entries = [
        {
            **make_entry(household=homes[home], happened_on=(last_day - timedelta(days=days)).isoformat()),
            "recorded_at": (start - timedelta(minutes=minutes)).isoformat(),
        }
        for home, days, minutes in steps
    ]
    batch: list[Any] = []
    for entry, cut in zip(entries, cuts, strict=False):
        batch.append(entry)
        if cut:
            visitor.sync(*batch)
            batch = []
    visitor.sync(*batch)
    return flags_of(app, *entries)


@pytest.mark.parametrize("engine", ENGINES)
def test_flags_do_not_depend_on_how_entries_are_split_into_batches(databases: Databases, engine: str) -> None:
    """How much a phone sends at once must not decide what the coordinator is asked to look at."""
    app = make_app(databases.fresh(engine))
    set_flags(app, late={"on": False}, household_again={"threshold": 2}, in_a_rush={"threshold": 4})
    ana = Visitor(app, "ana")
    # A rush is looked for in what is said of the last week.
    step = st.tuples(st.integers(0, 2), st.integers(0, 7), st.integers(0, 15))

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(st.lists(step, min_size=2, max_size=8), st.lists(st.booleans(), min_size=8, max_size=8))
    def check(steps: list[Step], cuts: list[bool]) -> None:
        assert _send(app, ana, steps, cuts) == _expected(steps)

    try:
        check()
    finally:
        dispose(app)
