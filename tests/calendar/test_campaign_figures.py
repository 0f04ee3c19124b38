"""What counts for a campaign: its days, its areas as the ward changes, and what is official."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.calendar.campaign_document import campaign_document, campaign_text
from app.calendar.campaign_report import CampaignReport, campaign_report
from app.database import reader
from app.events.models import Campaign, CampaignArea, CampaignTarget
from app.logbook.status import Action
from app.month import Month, now
from app.places.models import Neighbourhood, Team, TeamArea, Ward
from app.places.queries import teams_of_ward
from tests.actions import add_rows, close_ward_month, log_entries, review_entries
from tests.cast import AREA_1, AREA_2, TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor
from tests.events.rows import campaign_row
from tests.factories import make_entry

pytestmark = pytest.mark.usefixtures("no_flags")
FIRST, LAST, DAY = date(2025, 3, 10), date(2025, 3, 20), timedelta(days=1)
NEW = 1000
PEOPLE = "Lượt người được giúp tại hộ"


def on(day: date, people: int, area: int = AREA_1) -> dict[str, Any]:
    return make_entry(happened_on=day.isoformat(), people=people, neighbourhood=area)


def report_of(app: Flask, team_id: int | None = None) -> CampaignReport:
    with app.test_request_context("/?lang=vi"):
        session = reader()
        team = next((each for each in teams_of_ward(session, WARD_A) if each.id == team_id), None)
        return campaign_report(session, session.get_one(Ward, WARD_A), session.get_one(Campaign, 1), now(), team)


def people_of(report: CampaignReport) -> int:
    return sum(row.figure for row in report.rows if row.code == "visit.people")


@pytest.fixture
def held(app: Flask) -> Flask:
    """Return an app with a campaign of eleven days in area 1."""
    add_rows(app, campaign_row(1, first_day=FIRST, last_day=LAST))
    add_rows(app, CampaignArea(campaign_id=1, neighbourhood_id=AREA_1))
    return app


def test_entries_count_by_their_day_and_area(held: Flask, ana: Visitor) -> None:
    """Edges of the days count, days beside them and other areas do not, and neither does what is void."""
    entries = [on(FIRST - DAY, 1), on(FIRST, 2), on(LAST, 4), on(LAST + DAY, 8), on(FIRST, 16, AREA_2), on(FIRST, 32)]
    log_entries(ana, *entries)
    review_entries(held, Action.VOID, entries[-1], reason="trial")
    report = report_of(held)
    assert people_of(report) == 2 + 4
    assert {row.team.id: row.entries for row in report.teams} == {TEAM_1: 2}
    assert not report.is_final


def test_campaign_without_areas_is_of_the_whole_ward(app: Flask, ana: Visitor) -> None:
    """A team that logged nothing stands among the others; one that ended before does not."""
    add_rows(app, campaign_row(1, first_day=FIRST, last_day=LAST))
    add_rows(
        app,
        Team(id=NEW, ward_id=WARD_A, name="Tổ 10"),
        Team(id=NEW + 1, ward_id=WARD_A, name="Tổ 9"),
        Team(id=NEW + 2, ward_id=WARD_A, name="Tổ 8", valid_to=FIRST - DAY),
    )
    log_entries(ana, on(FIRST, 2), on(FIRST, 16, AREA_2))
    report = report_of(app)
    assert people_of(report) == 18
    assert [row.team.name for row in report.teams] == ["Tổ 1", "Tổ 2", "Tổ 9", "Tổ 10"], "by name, never by figures"
    assert [team.name for team in report.counts.without_entries] == ["Tổ 2", "Tổ 9", "Tổ 10"]


def test_merged_area_goes_on_in_its_successor(held: Flask, ana: Visitor) -> None:
    """What the successor had before the merge is not of the campaign."""
    log_entries(ana, on(FIRST, 1), on(FIRST, 2, AREA_2), on(FIRST + 5 * DAY, 4, AREA_2))
    add_rows(held, Neighbourhood(id=AREA_1, ward_id=WARD_A, name="Phố 1", valid_to=FIRST, merged_into_id=AREA_2))
    assert people_of(report_of(held)) == 1 + 4


def test_parts_of_a_split_area_count(held: Flask, ana: Visitor) -> None:
    add_rows(held, Neighbourhood(id=NEW, ward_id=WARD_A, name="Phố 1A", valid_from=FIRST + DAY, split_from_id=AREA_1))
    add_rows(held, TeamArea(team_id=TEAM_2, neighbourhood_id=NEW))
    log_entries(ana, on(FIRST, 1), on(FIRST + DAY, 2, NEW), on(FIRST + DAY, 4, AREA_2))
    report = report_of(held)
    assert people_of(report) == 1 + 2
    assert [row.team.id for row in report.teams] == [TEAM_1, TEAM_2], "whose area is a part takes part"


def test_team_that_ended_on_the_way_keeps_its_figures(held: Flask, ana: Visitor) -> None:
    log_entries(ana, on(FIRST, 2))
    add_rows(held, Team(id=TEAM_1, ward_id=WARD_A, name="Tổ 1", valid_to=FIRST))
    report = report_of(held)
    assert [(row.team.id, row.entries) for row in report.teams] == [(TEAM_1, 1)]


def test_closed_periods_count_what_was_approved(held: Flask, ana: Visitor) -> None:
    entries = [on(FIRST, 1), on(LAST, 2)]
    log_entries(ana, *entries)
    review_entries(held, Action.APPROVE, entries[0])
    close_ward_month(held, Month(2025, 3))
    report = report_of(held)
    assert (people_of(report), report.is_final) == (1, True)


def test_targets_of_teams_are_beside_their_own_figures(held: Flask, ana: Visitor) -> None:
    log_entries(ana, on(FIRST, 2), on(LAST, 4))
    add_rows(
        held,
        CampaignTarget(id=1, campaign_id=1, team_id=TEAM_1, measure="visit.people", figure=12),
        CampaignTarget(id=2, campaign_id=1, team_id=TEAM_2, measure="visit.people", figure=8),
        CampaignTarget(id=3, campaign_id=1, team_id=None, measure="service.field_feedback", figure=9),
    )
    with held.test_request_context("/?lang=vi"):
        report = report_of(held)
        progress = {row.code: str(row.progress) for row in report.rows if row.progress}
        assert progress == {"visit.people": "6/20 (30,0%)", "service.field_feedback": "0/9 (0,0%)"}
        own = {row.team.id: {code: str(each) for code, each in row.progress.items()} for row in report.teams}
        assert own == {TEAM_1: {"visit.people": "6/12 (50,0%)"}}
        of_team = report_of(held, TEAM_1)
        assert [str(row.progress) for row in of_team.rows if row.progress] == ["6/12 (50,0%)"]
        text = campaign_text(report)
        assert f"• {PEOPLE}: 6/20 (30,0%)" in text.splitlines()
        assert text.startswith("Kết quả đợt cao điểm “Đợt 1”, từ ngày 10/03/2025 đến ngày 20/03/2025")
        rows = campaign_document(report).annexes[1].rows
        assert [row.cells[1:] for row in rows] == [["Tổ 1", 2, "6/12 (50,0%)"]]


def test_figures_follow_a_change_of_days(held: Flask, ana: Visitor) -> None:
    log_entries(ana, on(FIRST, 2), on(LAST + DAY, 8))
    add_rows(held, campaign_row(1, first_day=FIRST + DAY, last_day=LAST + DAY))
    assert people_of(report_of(held)) == 8
