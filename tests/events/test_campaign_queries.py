"""Which campaigns are held on some days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Flask

from app.database import reader
from app.events.campaign_queries import campaign_days, campaigns_between
from app.events.models import Campaign, CampaignArea
from app.month import ZONE, now
from tests.actions import add_rows
from tests.cast import AREA_1, AREA_2, WARD_A, WARD_B

FIRST, LAST = date(2026, 11, 10), date(2026, 11, 20)
DAY = timedelta(days=1)


def campaign(id: int, ended_at: datetime | None = None, ward: int = WARD_A, first: date = FIRST) -> Campaign:
    return Campaign(
        id=id, ward_id=ward, name=f"Đợt {id}", first_day=first, last_day=LAST, made_at=now(), ended_at=ended_at
    )


def held(app: Flask, since: date, until: date) -> list[int]:
    with app.app_context():
        return [each.id for each in campaigns_between(reader(), WARD_A, since, until)]


def test_campaigns_are_held_from_their_first_day_to_their_last(app: Flask) -> None:
    add_rows(app, campaign(1), campaign(2, ward=WARD_B), campaign(3, first=FIRST - DAY))
    assert held(app, FIRST - 9 * DAY, FIRST - 2 * DAY) == []
    assert held(app, FIRST - 9 * DAY, FIRST - DAY) == [3]
    assert held(app, FIRST - DAY, FIRST) == [3, 1]
    assert held(app, LAST, LAST) == [3, 1]
    assert held(app, LAST + DAY, LAST + 9 * DAY) == []


def test_campaign_that_was_called_off_is_not_held(app: Flask) -> None:
    """One that was ended on its way counts up to the day that it was given for its last one."""
    midnight = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=ZONE)
    add_rows(app, campaign(1, midnight - timedelta(seconds=1)), campaign(2, midnight))
    assert held(app, FIRST, LAST) == [2]
    with app.app_context():
        assert [(each.id, each.is_called_off) for each in campaign_days(reader(), WARD_A)] == [(2, False), (1, True)]


def test_campaign_names_its_areas(app: Flask) -> None:
    add_rows(app, campaign(1), campaign(2))
    add_rows(app, *(CampaignArea(campaign_id=1, neighbourhood_id=area) for area in (AREA_1, AREA_2)))
    with app.app_context():
        areas = {each.id: each.areas for each in campaigns_between(reader(), WARD_A, FIRST, LAST)}
    assert areas == {1: {AREA_1, AREA_2}, 2: frozenset()}
