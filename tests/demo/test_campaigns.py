"""The campaigns of the articles' wards in the demonstration: their days, areas and targets, and what was reached."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.calendar.campaign_report import CampaignReport, campaign_report
from app.database import reader
from app.demo.days import morning
from app.events.models import Campaign
from tests.demo.steps import LAST, coordinator_of, ward_named


def _reports(ward: str) -> list[CampaignReport]:
    """Return the reports of a ward's campaigns, in the order of their first days."""
    found = ward_named(ward)
    campaigns = reader().scalars(sa.select(Campaign).where(Campaign.ward_id == found.id).order_by(Campaign.first_day))
    return [campaign_report(reader(), found, each, morning(LAST)) for each in campaigns]


@pytest.mark.parametrize(
    ("ward", "teams", "areas"), [("Phường An Khê", 90, 24), ("Phường Quảng Thắng", 8, 4), ("Phường Lam Sơn", 6, None)]
)
def test_one_campaign_is_over_and_one_is_on_in_some_areas(
    demonstration: Flask, ward: str, teams: int, areas: int | None
) -> None:
    with demonstration.test_request_context("/?lang=vi"):
        over, *current = _reports(ward)
        assert over.days.last < LAST
        assert (len(over.areas), len(over.teams)) == (0, teams)
        assert [(len(each.areas), len(each.teams)) for each in current] == ([(areas, areas)] if areas else [])
        assert all(each.days.first <= LAST <= each.days.last for each in current)
        for report in (over, *current):
            assert all(row.progress for row in report.teams), "each team has a target"
            done = {row.code: row.progress.done for row in report.rows if row.progress}
            assert done["visit"] > 0


def test_an_khe_reaches_the_part_of_the_accounts_that_were_printed(demonstration: Flask) -> None:
    with demonstration.test_request_context("/?lang=vi"):
        over = _reports("Phường An Khê")[0]
        (accounts,) = (row for row in over.rows if row.code == "service.vneid_2")
        assert accounts.progress is not None
        assert accounts.progress.target == round(8000 * 14 / 213), "8,000 in the 213 days up to the end of July 2024"
        assert abs(accounts.figure - accounts.progress.target) <= 0.2 * accounts.progress.target


def test_coordinator_sees_them_in_the_list(demonstration: Flask) -> None:
    page = coordinator_of(demonstration, "Phường Quảng Thắng").get("/campaigns/?lang=vi").text
    assert page.index("Đợt cao điểm hồ sơ sức khỏe điện tử") < page.index(
        "Ra quân kích hoạt VNeID, tài khoản dịch vụ công"
    )
