"""What is read from the counters: the official figure, sums over months and wards, distinct households."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.database import reader, writer
from app.tally.actions import add_to_counters, clear
from app.tally.delta import CounterKey, Delta
from app.tally.models import COUNTERS
from app.tally.queries import (
    all_cells,
    area_measures,
    counted_by_span,
    days_of,
    distinct_households,
    distinct_households_by_area,
    distinct_households_by_month,
    distinct_households_of_ward,
    distinct_households_of_wards,
    distinct_households_since,
    one_team,
    team_measures,
    ward_measures,
)
from tests.cast import AREA_1, AREA_2, AREA_B, AREA_C, TEAM_1, TEAM_2, TEAM_B, WARD_A, WARD_B, WARD_C

HOMES = [UUID(int=number) for number in range(1, 4)]
SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
YEAR = [SEPTEMBER, OCTOBER, NOVEMBER]


def _visit(
    month: str, area: int, team: int | None, home: int | None = None, *, approved: bool = False, ward: int = WARD_A
) -> tuple[CounterKey, dict[str, int], bool]:
    household = None if home is None else HOMES[home]
    day = date.fromisoformat(f"{month}-15")
    return CounterKey(ward, month, day, area, team, household), {"visit": 1, "visit.people": 2}, approved


COUNTED = (
    _visit(SEPTEMBER, AREA_1, TEAM_1, 0, approved=True),
    _visit(SEPTEMBER, AREA_1, TEAM_1, 0),
    _visit(OCTOBER, AREA_1, TEAM_1, 0, approved=True),
    _visit(OCTOBER, AREA_2, TEAM_1, 0),
    _visit(OCTOBER, AREA_2, TEAM_2, 1, approved=True),
    _visit(NOVEMBER, AREA_1, None),
    _visit(NOVEMBER, AREA_2, TEAM_2, 2),
    _visit(NOVEMBER, AREA_B, TEAM_B, 0, ward=WARD_B),
    _visit(OCTOBER, AREA_C, None, ward=WARD_C),
    _visit(NOVEMBER, AREA_C, None, approved=True, ward=WARD_C),
)


@pytest.fixture
def counted(app: Flask) -> Flask:
    """Return an app whose counters hold :data:`COUNTED`."""
    delta = Delta()
    for spot, counts, approved in COUNTED:
        delta.add(spot, counts, approved=approved)
    with app.app_context():
        add_to_counters(writer(), delta)
        writer().commit()
    return app


def _read(query: Any) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, reader().execute(query)))


@pytest.mark.parametrize(
    ("closed", "period", "cumulative"),
    [([], 3, 5), ([OCTOBER], 2, 4), ([SEPTEMBER, OCTOBER], 2, 3), ([NOVEMBER], 3, 5), (["2025-10"], 3, 5)],
)
def test_a_closed_month_shows_what_was_approved(
    counted: Flask, closed: list[str], period: int, cumulative: int
) -> None:
    with counted.app_context():
        rows = _read(ward_measures(WARD_A, [SEPTEMBER, OCTOBER], closed))
        assert rows == [
            ("visit", period, 2, cumulative),
            ("visit.people", 2 * period, 4, 2 * cumulative),
        ]
        assert all(type(figure) is int for row in rows for figure in row[1:])


@pytest.mark.parametrize(("closed", "expected"), [([], (2, 1, 4)), ([OCTOBER], (1, 1, 3))])
def test_a_teams_figures_follow_the_same_rule(
    counted: Flask, closed: list[str], expected: tuple[int, int, int]
) -> None:
    with counted.app_context():
        (visit, _) = _read(one_team(WARD_A, TEAM_1, [SEPTEMBER, OCTOBER], closed))
        assert visit == ("visit", *expected)


@pytest.mark.parametrize(
    ("closed", "areas", "teams"),
    [
        (False, [(AREA_1, "visit", 1), (AREA_2, "visit", 2)], [(TEAM_1, "visit", 2), (TEAM_2, "visit", 1)]),
        (True, [(AREA_1, "visit", 1), (AREA_2, "visit", 1)], [(TEAM_1, "visit", 1), (TEAM_2, "visit", 1)]),
    ],
)
def test_areas_and_teams_of_a_month(counted: Flask, closed: bool, areas: Any, teams: Any) -> None:
    with counted.app_context():
        assert _read(area_measures(WARD_A, OCTOBER, closed, ["visit"])) == areas
        assert _read(team_measures(WARD_A, OCTOBER, closed, ["visit"])) == teams


def test_distinct_households_of_many_places_at_once(counted: Flask) -> None:
    """Each says of each place what is asked of one."""
    with counted.app_context():
        of_ward = reader().scalar(distinct_households_since(WARD_A, YEAR, []))
        assert dict(_read(distinct_households_of_wards([WARD_A], YEAR, []))) == {WARD_A: of_ward}
        approved = reader().scalar(distinct_households_since(WARD_A, YEAR, [OCTOBER]))
        assert dict(_read(distinct_households_of_wards([WARD_A], YEAR, [(WARD_A, OCTOBER)]))) == {WARD_A: approved}
        by_month = dict(_read(distinct_households_by_month(WARD_A, [SEPTEMBER, OCTOBER], [])))
        assert by_month == {SEPTEMBER: 1, OCTOBER: 2}
        assert dict(_read(distinct_households_by_month(WARD_A, [OCTOBER], [], [AREA_1]))) == {OCTOBER: 1}
        # One household was met in both areas: after a merge it is one there too, in whatever month.
        merged = dict(_read(distinct_households_by_area(WARD_A, [OCTOBER], [], {AREA_2: AREA_1})))
        assert merged == {AREA_1: 2}


def test_a_household_is_counted_once_in_a_month_wherever_it_was_met(counted: Flask) -> None:
    with counted.app_context():
        by_area = _read(distinct_households(WARD_A, OCTOBER, False))
        assert by_area == [(AREA_1, 1), (AREA_2, 2)]
        # The first household was met in both areas: the ward has two, not three.
        assert reader().scalar(distinct_households_of_ward(WARD_A, OCTOBER, False)) == 2
        assert reader().scalar(distinct_households_of_ward(WARD_A, SEPTEMBER, False)) == 1
        # Unnamed visits name no household.
        assert reader().scalar(distinct_households_of_ward(WARD_A, NOVEMBER, False)) == 1
        assert reader().scalar(distinct_households_of_ward(WARD_A, NOVEMBER, True)) == 0
        assert _read(distinct_households(WARD_A, OCTOBER, True)) == [(AREA_1, 1), (AREA_2, 1)]
        # After the second area was merged into the first, that line has two as well.
        assert _read(distinct_households(WARD_A, OCTOBER, False, {AREA_2: AREA_1})) == [(AREA_1, 2)]
        assert _read(distinct_households(WARD_A, OCTOBER, False, {AREA_B: AREA_C})) == by_area


def test_a_household_whose_visits_were_all_voided_was_not_reached(counted: Flask) -> None:
    delta = Delta()
    spot, counts, approved = COUNTED[6]
    delta.add(spot, counts, approved=approved, sign=-1)
    with counted.app_context():
        add_to_counters(writer(), delta)
        writer().commit()
        assert reader().scalar(distinct_households_of_ward(WARD_A, NOVEMBER, False)) == 0
        assert _read(area_measures(WARD_A, NOVEMBER, False, ["visit"])) == [(AREA_1, "visit", 1), (AREA_2, "visit", 0)]


def test_months_and_days(counted: Flask) -> None:
    with counted.app_context():
        assert _read(counted_by_span(WARD_A, ["visit"], YEAR, [OCTOBER])) == [
            (SEPTEMBER, "visit", 2),
            (OCTOBER, "visit", 2),
            (NOVEMBER, "visit", 2),
        ]
        assert _read(counted_by_span(WARD_A, ["visit"], [SEPTEMBER, NOVEMBER], [OCTOBER])) == [
            (SEPTEMBER, "visit", 2),
            (NOVEMBER, "visit", 4),
        ]
        assert _read(counted_by_span(WARD_A, ["visit"], [OCTOBER], [OCTOBER])) == [(OCTOBER, "visit", 4)]
        days = days_of(WARD_A, date(2026, 10, 15), date(2026, 11, 14), ["visit"])
        assert _read(days) == [(date(2026, 10, 15), "visit", 3)]


def test_another_wards_rows_stay_out(counted: Flask) -> None:
    with counted.app_context():
        assert _read(ward_measures(WARD_B, YEAR, [])) == [("visit", 1, 0, 1), ("visit.people", 2, 0, 2)]
        assert reader().scalar(distinct_households_of_ward(WARD_B, NOVEMBER, False)) == 1


def test_clearing_leaves_nothing_of_the_ward(counted: Flask) -> None:
    def found(ward_id: int) -> list[bool]:
        return [bool(_read(all_cells(counter, ward_id))) for counter in COUNTERS]

    with counted.app_context():
        assert (found(WARD_A), found(WARD_B)) == ([True] * 4, [True] * 4)
        clear(writer(), WARD_A)
        writer().commit()
        reader().rollback()
        assert (found(WARD_A), found(WARD_B)) == ([False] * 4, [True] * 4)
