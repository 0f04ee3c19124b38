"""The figures of the quick report: they add up, they equal the month's, and they are official where they can be."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.figure_models import OpeningFigure
from app.logbook.kinds import HEADLINES
from app.logbook.status import Action
from app.month import Month, now, today
from app.places.models import Team
from app.reports.quick_content import QuickReport
from app.targets.models import Target
from tests.actions import add_rows, close_ward_month, log_entries, review_entries, set_periods
from tests.cast import AREA_2, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.overview.steps import page_of
from tests.reports.quick_steps import figures_of, in_days, quick_of
from tests.reports.test_period_boundaries import DECEMBER, JANUARY, MIDDLE, PEOPLE, YEAR

pytestmark = pytest.mark.usefixtures("no_flags")
MARCH, FIRST_ID = Month(2025, 3), 1000
HELPED = "Lượt người được giúp tại hộ"
DAY = timedelta(days=1)


def on(day: date, kind: str = "visit", **fields: Any) -> dict[str, Any]:
    return make_entry(kind, happened_on=day.isoformat(), **fields)


@pytest.fixture
def worked(app: Flask, ana: Visitor) -> Flask:
    """Return an app in which two teams worked in March 2025 and just before and after it."""
    days = [MARCH.first - DAY, MARCH.first, MARCH.first + 9 * DAY, MARCH.last, MARCH.last + DAY]
    log_entries(ana, *(on(day, people=1 << number) for number, day in enumerate(days)))
    log_entries(ana, on(days[1], "training", attendees=20), on(days[2], "installation", people=3))
    log_entries(ana, voided := on(days[2], people=45))
    bruno = Visitor(app, "bruno")
    log_entries(bruno, on(days[2], people=40, neighbourhood=AREA_2), on(days[3], "merchant", neighbourhood=AREA_2))
    review_entries(app, Action.VOID, voided, reason="trial")
    return app


def headlines_of_page(visitor: Visitor, month: Month, path: str = "/overview/") -> dict[str, int]:
    page = page_of(visitor, path, month=month)
    totals = {str(headline.label): page.total(headline.measure) for headline in HEADLINES}
    return {name: int(figure) for name, figure in totals.items() if figure}


def headline_figures(report: QuickReport) -> dict[str, int]:
    return {row.name: row.in_days for row in report.rows if row.is_headline and row.in_days}


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_whole_month_is_the_figures_of_the_month(worked: Flask, carla: Visitor, is_closed: bool) -> None:
    """In a closed month what was not approved counts neither here nor there."""
    if is_closed:
        close_ward_month(worked, MARCH)
    with worked.test_request_context("/?lang=vi"):
        expected = headlines_of_page(carla, MARCH)
        of_team = headlines_of_page(carla, MARCH, f"/overview/?team={TEAM_1}")
    whole = quick_of(worked, MARCH.first, MARCH.last)
    assert headline_figures(whole) == expected
    assert whole.document.is_provisional is not is_closed
    team = quick_of(worked, MARCH.first, MARCH.last, team=TEAM_1)
    assert headline_figures(team) == of_team
    if not is_closed:
        assert (expected[HELPED], of_team[HELPED]) == (2 + 4 + 8 + 40, 2 + 4 + 8)


def test_figures_of_the_year_begin_with_its_first_period(app: Flask, ana: Visitor) -> None:
    """The days reach over the end of the year; with periods from the 15th its first one begins in December."""
    log_entries(ana, *(on(day, people=people) for day, people in PEOPLE.items()))
    first, last = date(YEAR - 1, 12, 14), date(YEAR, 1, 14)
    for team in (None, TEAM_1):
        assert figures_of(quick_of(app, first, last, team=team))[HELPED] == (1 + 2 + 4 + 8 + 16, 8 + 16)
    set_periods(app, MIDDLE)
    for team in (None, TEAM_1):
        report = quick_of(app, first, last, team=team)
        assert figures_of(report)[HELPED] == (1 + 2 + 4 + 8 + 16, 2 + 4 + 8 + 16)
    assert report.document.annexes[0].columns[4].heading == f"Lũy kế từ 15/12/{YEAR - 1}"
    assert any(f"từ ngày 15/12/{YEAR - 1}" in note for note in report.document.annexes[0].notes)


def test_days_in_closed_periods_count_what_was_approved(app: Flask, ana: Visitor) -> None:
    """Some of the days are closed: these are approved ones, and the state names the period that is open."""
    entries = [on(day, people=people) for day, people in PEOPLE.items()]
    log_entries(ana, *entries)
    review_entries(app, Action.APPROVE, entries[2], entries[3])
    close_ward_month(app, DECEMBER)
    for team in (None, TEAM_1):
        report = quick_of(app, DECEMBER.first, JANUARY.last, team=team)
        assert figures_of(report)[HELPED] == (4 + 8 + 16 + 32, 8 + 16 + 32)
        assert report.document.state.endswith(f"chưa chốt: 01/{YEAR}")
    assert quick_of(app, DECEMBER.first, DECEMBER.last).document.state.endswith("chỉ gồm số đã duyệt")


def test_late_entry_stands_on_its_day(app: Flask, ana: Visitor) -> None:
    """The report of the month has it in the period in which it counts; a note says so."""
    close_ward_month(app, DECEMBER)
    log_entries(ana, late := on(DECEMBER.last, people=5, count_in=str(JANUARY)))
    assert in_days(quick_of(app, DECEMBER.first, DECEMBER.last)) == {}
    review_entries(app, Action.APPROVE, late)
    report = quick_of(app, DECEMBER.first, DECEMBER.last)
    assert in_days(report)[HELPED] == 5
    assert any("sau khi kỳ đã chốt" in note for note in report.document.annexes[0].notes)


def test_targets_of_the_month_and_of_the_year_stand_beside_each_other(worked: Flask) -> None:
    common: dict[str, Any] = {"ward_id": WARD_A, "year": 2025}
    add_rows(
        worked,
        Target(id=FIRST_ID, measure="visit.people", month=str(MARCH), figure=40, **common),
        Target(id=FIRST_ID + 1, measure="visit.people", figure=1000, **common),
        Target(id=FIRST_ID + 2, measure="visit.people", figure=50, team_id=TEAM_1, **common),
        Target(id=FIRST_ID + 3, measure="service.field_feedback", figure=9, **common),
        Target(id=FIRST_ID + 4, measure="households", figure=9, **common),
    )
    report = quick_of(worked, MARCH.first + DAY, MARCH.first + 10 * DAY)
    rows = {row.name: row for row in report.rows}
    with worked.test_request_context("/?lang=vi"):
        assert str(rows[HELPED].of_month) == "46/40 (115,0%)", "from the first of the month, not of the days"
        assert str(rows[HELPED].of_year) == "47/1.000 (4,7%)"
        assert str(rows["Phản ánh hiện trường"].of_year) == "0/9 (0,0%)", "what was never counted is shown, too"
    assert any("Số hộ khác nhau" in note for note in report.document.annexes[0].notes)
    (of_team,) = (row for row in quick_of(worked, MARCH.first, MARCH.last, team=TEAM_1).rows if row.of_year)
    assert (of_team.name, of_team.of_year and of_team.of_year.target, of_team.of_month) == (HELPED, 50, None)


def test_openings_are_in_sums_of_the_year_alone(worked: Flask) -> None:
    add_rows(
        worked,
        OpeningFigure(
            id=FIRST_ID,
            ward_id=WARD_A,
            measure="visit.people",
            this_year=1000,
            before=None,
            as_of=date(2025, 2, 20),
            source="ví dụ",
            entered_at=now(),
        ),
    )
    assert figures_of(quick_of(worked, MARCH.first, MARCH.last))[HELPED] == (54, 1055)
    assert figures_of(quick_of(worked, MARCH.first, MARCH.last, team=TEAM_1))[HELPED] == (14, 15)


def test_teams_without_entries_are_those_that_exist(worked: Flask) -> None:
    first, last = MARCH.first, MARCH.first + 8 * DAY
    add_rows(
        worked,
        Team(id=FIRST_ID, ward_id=WARD_A, name="Tổ 10", valid_to=last),
        Team(id=FIRST_ID + 1, ward_id=WARD_A, name="Tổ 9", valid_to=last - DAY),
        Team(id=FIRST_ID + 2, ward_id=WARD_A, name="Tổ 8", valid_from=last),
        Team(id=FIRST_ID + 3, ward_id=WARD_A, name="Tổ 7", valid_from=last + DAY),
    )
    report = quick_of(worked, first, last)
    assert [team.name for team in report.without_entries] == ["Tổ 2", "Tổ 8", "Tổ 10"]
    assert report.teams == 4
    assert report.document.annexes[0].notes[0] == "Tổ chưa ghi việc nào (3 trong 4 tổ): Tổ 2, Tổ 8, Tổ 10."
    both = quick_of(worked, MARCH.first + 9 * DAY, MARCH.first + 9 * DAY)
    assert [team.name for team in both.without_entries] == ["Tổ 7", "Tổ 8"], "who was here on that day"
    assert quick_of(worked, first, last, team=TEAM_1).teams == 0


def test_day_before_the_log_began_has_nothing(app: Flask, ana: Visitor) -> None:
    assert quick_of(app, MARCH.first, MARCH.last).rows == [], "a ward that logged nothing yet"
    log_entries(ana, on(MARCH.first + 5 * DAY, people=7))
    assert in_days(quick_of(app, MARCH.first, MARCH.first + 4 * DAY)) == {}
    report = quick_of(app, MARCH.first, MARCH.last)
    assert in_days(report)[HELPED] == 7
    assert any("06/03/2025" in note for note in report.document.annexes[0].notes), "sums count from the log's first day"


def test_days_to_come_are_not_in_the_figures(app: Flask, ana: Visitor) -> None:
    log_entries(ana, on(today(), people=7))
    report = quick_of(app, today(), today() + 3 * DAY)
    assert in_days(report)[HELPED] == 7
    assert report.document.as_of == today()
    assert report.document.is_provisional


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 70), min_size=2, max_size=5, unique=True))
def test_sums_of_adjacent_days_are_the_whole(spread: Flask, cuts: list[int]) -> None:
    """January is closed, February and March are open: however the days are cut, nothing is lost or counted twice."""
    begin = date(2025, 1, 10)
    edges = [begin + number * DAY for number in sorted(cuts)]
    for team in (None, TEAM_1):
        whole = in_days(quick_of(spread, edges[0], edges[-1] - DAY, team=team))
        parts: dict[str, int] = {}
        for first, after in itertools.pairwise(edges):
            for name, figure in in_days(quick_of(spread, first, after - DAY, team=team)).items():
                parts[name] = parts.get(name, 0) + figure
        assert parts == whole


@pytest.fixture
def spread(app: Flask, ana: Visitor) -> Flask:
    """Return an app with work of every fifth day or so of three months, of which the first one is closed."""
    begin = date(2025, 1, 10)
    kinds = ("visit", "installation", "training", "merchant")
    entries = [on(begin + 5 * number * DAY, kinds[number % len(kinds)]) for number in range(14)]
    log_entries(ana, *entries)
    log_entries(Visitor(app, "bruno"), *(on(begin + number * DAY, neighbourhood=AREA_2) for number in range(0, 70, 9)))
    review_entries(app, Action.APPROVE, entries[0], entries[3])
    close_ward_month(app, Month(2025, 1))
    return app
