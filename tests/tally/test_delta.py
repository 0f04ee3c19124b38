"""A sum of changes, before anything is written."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.tally.delta import CounterKey, Delta
from app.tally.models import COUNTERS, AreaMonth, EventDay, HouseholdMonth, PlaceMonth, TeamMonth, WardDay

DAY = date(2026, 11, 22)
HOME = UUID(int=5)


def _key(**other: Any) -> CounterKey:
    common: dict[str, Any] = {
        "ward_id": 1,
        "month": "2026-11",
        "day": DAY,
        "neighbourhood_id": 2,
        "team_id": 3,
        "household_id": HOME,
        "event_id": 6,
        "place_id": 7,
    }
    return CounterKey(**common | other)


def _rows(delta: Delta) -> dict[Any, list[Any]]:
    return {counter: list(delta.rows(counter)) for counter in COUNTERS}


def test_an_entry_is_counted_by_area_team_day_household_event_and_place() -> None:
    delta = Delta()
    delta.add(_key(), {"visit": 1, "visit.people": 4}, approved=False)
    assert _rows(delta) == {
        AreaMonth: [((1, "2026-11", 2, "visit"), 1, 0), ((1, "2026-11", 2, "visit.people"), 4, 0)],
        TeamMonth: [((1, "2026-11", 3, "visit"), 1, 0), ((1, "2026-11", 3, "visit.people"), 4, 0)],
        WardDay: [((1, DAY, "visit"), 1, 0), ((1, DAY, "visit.people"), 4, 0)],
        HouseholdMonth: [((1, "2026-11", HOME, 2), 1, 0)],
        EventDay: [((1, 6, DAY, "visit"), 1, 0), ((1, 6, DAY, "visit.people"), 4, 0)],
        PlaceMonth: [((1, "2026-11", 7, "visit"), 1, 0), ((1, "2026-11", 7, "visit.people"), 4, 0)],
    }


def test_what_an_entry_does_not_name_has_no_line() -> None:
    delta = Delta()
    nothing = dict.fromkeys(("team_id", "household_id", "event_id", "place_id"))
    delta.add(_key(**nothing), {"visit": 1}, approved=True)
    rows = _rows(delta)
    assert rows[AreaMonth] == [((1, "2026-11", 2, "visit"), 1, 1)]
    assert [rows[counter] for counter in (TeamMonth, HouseholdMonth, EventDay, PlaceMonth)] == [[]] * 4


def test_the_month_may_be_another_than_the_days() -> None:
    delta = Delta()
    delta.add(_key(month="2026-12"), {"visit": 1}, approved=False)
    assert next(delta.rows(AreaMonth))[0][1] == "2026-12"
    assert next(delta.rows(PlaceMonth))[0][1] == "2026-12"
    assert next(delta.rows(WardDay))[0][1] == DAY
    assert next(delta.rows(EventDay))[0][2] == DAY


def test_approving_moves_one_column_only() -> None:
    delta = Delta()
    delta.add(_key(), {"visit": 1}, approved=False, sign=-1)
    delta.add(_key(), {"visit": 1}, approved=True)
    assert [row[1:] for rows in _rows(delta).values() for row in rows] == [(0, 1)] * 6


spots = st.builds(
    _key,
    ward_id=st.integers(1, 2),
    month=st.sampled_from(["2026-10", "2026-11"]),
    neighbourhood_id=st.integers(1, 3),
    team_id=st.none() | st.integers(1, 2),
    household_id=st.none() | st.builds(UUID, int=st.integers(1, 3)),
    event_id=st.none() | st.integers(1, 2),
    place_id=st.none() | st.integers(1, 2),
)
measures = st.dictionaries(st.sampled_from(["visit", "visit.people", "training"]), st.integers(1, 9), min_size=1)
additions = st.lists(st.tuples(spots, measures, st.booleans()))


@given(additions)
def test_counts_that_are_added_and_taken_away_leave_nothing_to_write(done: list[Any]) -> None:
    delta = Delta()
    for key, counts, approved in done:
        delta.add(key, counts, approved=approved)
    for key, counts, approved in reversed(done):
        delta.add(key, counts, approved=approved, sign=-1)
    assert not any(_rows(delta).values())


@given(additions)
def test_rows_come_sorted_and_each_key_once(done: list[Any]) -> None:
    delta = Delta()
    for key, counts, approved in done:
        delta.add(key, counts, approved=approved)
    for rows in _rows(delta).values():
        keys = [key for key, _, _ in rows]
        assert keys == sorted(set(keys))
    for counter in (AreaMonth, WardDay):
        assert sum(total for _, total, _ in delta.rows(counter)) == sum(sum(c.values()) for _, c, _ in done)
        assert sum(sure for _, _, sure in delta.rows(counter)) == sum(sum(c.values()) for _, c, a in done if a)
