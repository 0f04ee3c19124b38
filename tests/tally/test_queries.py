"""What is read from the counters: the official figure, sums over months and wards, distinct households."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.tally.actions import add_to_counters, clear
from app.tally.closed_figures import counted_by_span, store_closed_figures
from app.tally.compared_months import ComparedMonths
from app.tally.delta import CounterKey, Delta
from app.tally.models import COUNTERS, ClosedFigure
from app.tally.month_figures import MonthFigures, figures_by_measure, figures_by_place, households_by_place
from app.tally.month_queries import (
    figures_by_area,
    figures_by_team,
    figures_of_team,
    figures_of_ward,
    households_by_area,
    households_of_ward,
)
from app.tally.queries import all_cells, days_of, distinct_households_of_wards
from tests.cast import AREA_1, AREA_2, AREA_B, AREA_C, TEAM_1, TEAM_2, TEAM_B, WARD_A, WARD_B, WARD_C

EVENT, MARKET = 1, 1
HOMES = [UUID(int=number) for number in range(1, 4)]
SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
YEAR = [SEPTEMBER, OCTOBER, NOVEMBER]


def _visit(
    month: str, area: int, team: int | None, home: int | None = None, *, approved: bool = False, ward: int = WARD_A
) -> tuple[CounterKey, dict[str, int], bool]:
    household = None if home is None else HOMES[home]
    day = date.fromisoformat(f"{month}-15")
    return CounterKey(ward, month, day, area, team, household, EVENT, MARKET), {"visit": 1, "visit.people": 2}, approved


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
        add_to_counters(writer().connection(), delta)
        writer().commit()
    return app


def _close(*months: str) -> None:
    """Store what closing months of ward A stores."""
    for month in months:
        store_closed_figures(writer().connection(), WARD_A, month)
    writer().commit()


def _read(query: Any) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, reader().execute(query)))


def _until(month: str, previous: str = "") -> ComparedMonths:
    return ComparedMonths(month, [each for each in YEAR if each <= month], previous)


@pytest.mark.parametrize(
    ("closed", "period", "cumulative"),
    [([], 3, 5), ([OCTOBER], 2, 4), ([SEPTEMBER, OCTOBER], 2, 3), ([NOVEMBER], 3, 5), (["2025-10"], 3, 5)],
)
def test_a_closed_month_shows_what_was_approved(
    counted: Flask, closed: list[str], period: int, cumulative: int
) -> None:
    with counted.app_context():
        _close(*closed)
        rows = _read(figures_of_ward(WARD_A, _until(OCTOBER), closed))
        assert all(type(figure) is int for row in rows for figure in row[1:])
        visits = MonthFigures(period, cumulative, approved=2, received=3, counters=2)
        twice = replace(visits + visits, counters=2)
        assert figures_by_measure(rows) == {"visit": visits, "visit.people": twice}


@pytest.mark.parametrize(("closed", "expected"), [([], (2, 4, 2)), ([OCTOBER], (1, 3, 2)), ([SEPTEMBER], (2, 3, 1))])
def test_a_teams_figures_follow_the_same_rule(
    counted: Flask, closed: list[str], expected: tuple[int, int, int]
) -> None:
    with counted.app_context():
        months = _until(OCTOBER, previous=SEPTEMBER)
        figures = figures_by_measure(_read(figures_of_team(WARD_A, months, closed, TEAM_1)))["visit"]
        assert (figures.month, figures.year_to_date, figures.previous) == expected


@pytest.mark.parametrize(("closed", "areas", "teams"), [([], (1, 2), (2, 1)), ([OCTOBER], (1, 1), (1, 1))])
def test_areas_and_teams_of_a_month(
    counted: Flask, closed: list[str], areas: tuple[int, int], teams: tuple[int, int]
) -> None:
    with counted.app_context():
        by_area = _read(figures_by_area(WARD_A, _until(OCTOBER), closed, ["visit"]))
        by_team = _read(figures_by_team(WARD_A, _until(OCTOBER), closed, ["visit"]))
    found = figures_by_place(by_area, {})
    assert (found[AREA_1]["visit"].month, found[AREA_2]["visit"].month) == areas
    # After the second area was merged into the first, that line has what both have.
    assert figures_by_place(by_area, {AREA_2: AREA_1})[AREA_1]["visit"].month == sum(areas)
    found = figures_by_place(by_team, {})
    assert (found[TEAM_1]["visit"].month, found[TEAM_2]["visit"].month) == teams


def test_distinct_households_of_many_wards_at_once(counted: Flask) -> None:
    """Each says of each ward what is asked of one."""
    with counted.app_context():
        for closed in ([], [OCTOBER]):
            of_ward = dict(_read(households_of_ward(WARD_A, _until(NOVEMBER), closed)))["year_to_date"]
            pairs = [(WARD_A, month) for month in closed]
            assert dict(_read(distinct_households_of_wards([WARD_A], YEAR, pairs))) == {WARD_A: of_ward}


def test_a_household_is_counted_once_in_a_month_wherever_it_was_met(counted: Flask) -> None:
    def of_ward(month: str, closed: list[str], areas: list[int] | None = None) -> dict[str, int]:
        return dict(_read(households_of_ward(WARD_A, _until(month), closed, areas)))

    def by_area(
        closed: list[str], stands_for: dict[int, int], areas: list[int] | None = None
    ) -> dict[int, tuple[int, int]]:
        rows = _read(households_by_area(WARD_A, _until(OCTOBER), closed, stands_for, areas))
        return {area: (each.month, each.year_to_date) for area, each in households_by_place(rows).items()}

    with counted.app_context():
        assert by_area([], {}) == {AREA_1: (1, 1), AREA_2: (2, 2)}
        # The first household was met in both areas: the ward has two, not three.
        assert of_ward(OCTOBER, []) == {"month": 2, "year_to_date": 2}
        assert of_ward(OCTOBER, [], [AREA_1]) == {"month": 1, "year_to_date": 1}
        # Unnamed visits name no household.
        assert of_ward(NOVEMBER, []) == {"month": 1, "year_to_date": 3}
        assert of_ward(NOVEMBER, [NOVEMBER]) == {"year_to_date": 2}
        assert by_area([OCTOBER], {}) == {AREA_1: (1, 1), AREA_2: (1, 1)}
        assert by_area([], {}, [AREA_2]) == {AREA_2: (2, 2)}
        # After the second area was merged into the first, that line has two as well.
        assert by_area([], {AREA_2: AREA_1}) == {AREA_1: (2, 2)}
        assert by_area([], {AREA_B: AREA_C}) == by_area([], {})


def test_a_household_whose_visits_were_all_voided_was_not_reached(counted: Flask) -> None:
    delta = Delta()
    spot, counts, approved = COUNTED[6]
    delta.add(spot, counts, approved=approved, sign=-1)
    with counted.app_context():
        add_to_counters(writer().connection(), delta)
        writer().commit()
        assert "month" not in dict(_read(households_of_ward(WARD_A, _until(NOVEMBER), [])))
        found = figures_by_place(_read(figures_by_area(WARD_A, _until(NOVEMBER), [], ["visit"])), {})
        assert (found[AREA_1]["visit"].month, found[AREA_2]["visit"].month) == (1, 0)


def test_months_and_days(counted: Flask) -> None:
    with counted.app_context():
        _close(OCTOBER)
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
        found = figures_by_measure(_read(figures_of_ward(WARD_B, _until(NOVEMBER), [])))
        visits, people = MonthFigures(1, 1, received=1, counters=1), MonthFigures(2, 2, received=2, counters=1)
        assert found == {"visit": visits, "visit.people": people}
        assert dict(_read(households_of_ward(WARD_B, _until(NOVEMBER), []))) == {"month": 1, "year_to_date": 1}


def test_clearing_leaves_nothing_of_the_ward(counted: Flask) -> None:
    def found(ward_id: int) -> list[bool]:
        return [bool(_read(all_cells(counter, ward_id))) for counter in COUNTERS]

    with counted.app_context():
        _close(OCTOBER)
        assert (found(WARD_A), found(WARD_B)) == ([True] * 6, [True] * 6)
        clear(writer(), WARD_A)
        writer().commit()
        reader().rollback()
        assert (found(WARD_A), found(WARD_B)) == ([False] * 6, [True] * 6)
        assert _read(sa.select(ClosedFigure.figure).where(ClosedFigure.ward_id == WARD_A)) == []
