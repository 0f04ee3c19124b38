"""What phones know of the days ahead: the dates of events, their reader's duties, and campaigns."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask

from app.events.models import (
    Campaign,
    CampaignArea,
    DutyAnswer,
    EventDate,
    EventShift,
    EventTeam,
)
from app.month import now, today
from app.places.models import Neighbourhood
from tests.actions import add_rows
from tests.cast import AREA_1, AREA_2, BRUNO, MARKET_A, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.house.test_query_counts import statements_for
from tests.sync.tag_changes import TOMORROW, duty, event

PATH = "/api/v1/bootstrap?form=2"
FIRST, LAST = today() - timedelta(days=7), today() + timedelta(days=14)
MOST_STATEMENTS = 21


def _events(visitor: Visitor) -> Any:
    return visitor.get(PATH).json["events"]


def _campaign(id: int, first: date, last: date, **values: Any) -> Campaign:
    return Campaign(id=id, ward_id=WARD_A, name=f"Đợt {id}", first_day=first, last_day=last, made_at=now(), **values)


def test_an_event_of_tomorrow_says_what_a_phone_shows_and_logs(app: Flask, ana: Visitor) -> None:
    add_rows(
        app,
        event(1, type_code="near_people", title="Ngày Chủ nhật gần Dân", place_id=MARKET_A, expected=80),
        EventTeam(event_id=1, team_id=TEAM_1),
        EventShift(event_id=1, number=1, starts_at=time(9), ends_at=time(11), needed=2),
        EventShift(event_id=1, number=2, starts_at=time(7, 30), ends_at=time(9), needed=2),
        duty(1, shift=1, answer=DutyAnswer.YES, is_present=True),
        duty(1, shift=2),
        duty(1, BRUNO),
    )
    assert _events(ana) == [
        {
            "id": 1,
            "day": TOMORROW.isoformat(),
            "on": TOMORROW.isoformat(),
            "from": "07:30",
            "to": "11:00",
            "type": "near_people",
            "title": "Ngày Chủ nhật gần Dân",
            "place": MARKET_A,
            "venue": "",
            "expected": 80,
            "called_off": False,
            "reason": "",
            "is_team": True,
            "duties": [
                {"shift": 2, "from": "07:30", "to": "09:00", "answer": None, "present": None},
                {"shift": 1, "from": "09:00", "to": "11:00", "answer": "yes", "present": True},
            ],
        }
    ]
    assert _events(Visitor(app, "bruno"))[0]["is_team"] is False
    assert len(_events(Visitor(app, "bruno"))[0]["duties"]) == 1
    assert _events(Visitor(app, "bo")) == []


@pytest.mark.one_engine
def test_who_takes_part(app: Flask) -> None:
    add_rows(app, event(1), event(2), EventTeam(event_id=2, team_id=TEAM_1), EventTeam(event_id=2, team_id=TEAM_2))
    add_rows(app, event(3), EventTeam(event_id=3, team_id=TEAM_2))
    seen = {name: [each["is_team"] for each in _events(Visitor(app, name))] for name in ("ana", "bruno", "carla")}
    assert seen == {"ana": [True, True, False], "bruno": [True, True, True], "carla": [True, False, False]}


def test_dates_come_as_they_are_held_from_a_week_ago_for_two_weeks(app: Flask, ana: Visitor) -> None:
    daily = {"rule": "FREQ=DAILY", "first_day": today() - timedelta(days=40)}
    add_rows(app, event(1, **daily), event(2, **daily, last_day=FIRST + timedelta(days=1), starts_at=time(7)))
    moved, off = today() + timedelta(days=3), today() + timedelta(days=5)
    add_rows(
        app,
        EventDate(event_id=1, day=moved, moved_to=LAST + timedelta(days=1), reason="mưa", changed_at=now()),
        EventDate(event_id=1, day=off, is_called_off=True, reason="bầu cử", changed_at=now()),
    )
    events = _events(ana)
    next_day = FIRST + timedelta(days=1)
    assert [(each["on"], each["id"]) for each in events[:4]] == [
        (FIRST.isoformat(), 2),
        (FIRST.isoformat(), 1),
        (next_day.isoformat(), 2),
        (next_day.isoformat(), 1),
    ]
    assert [each["on"] for each in events if each["id"] == 1] == [
        day.isoformat() for number in range(22) if (day := FIRST + timedelta(days=number)) != moved
    ]
    assert [(each["on"], each["reason"]) for each in events if each["called_off"]] == [(off.isoformat(), "bầu cử")]


@pytest.mark.one_engine
def test_phones_know_the_names_of_events_that_entries_of_sixty_days_name(app: Flask, ana: Visitor) -> None:
    days = {"listed": FIRST, "over": FIRST - timedelta(days=1), "last": today() - timedelta(days=60)}
    add_rows(app, *(event(id, first_day=day, title=title) for id, (title, day) in enumerate(days.items(), start=1)))
    add_rows(
        app,
        event(4, first_day=today() - timedelta(days=61)),
        event(5, title="ended", ended_at=now() - timedelta(days=1)),
        event(6, first_day=FIRST - timedelta(days=1), ward_id=WARD_B),
    )
    lists = ana.get(PATH).json
    assert [each["title"] for each in lists["events"]] == ["listed"]
    assert lists["unlisted"]["events"] == [
        {"id": 2, "name": "over"},
        {"id": 3, "name": "last"},
        {"id": 5, "name": "ended"},
    ]
    assert "events" not in ana.get("/api/v1/bootstrap").json["unlisted"]


def test_a_date_that_was_moved_here_brings_its_duties(app: Flask, ana: Visitor) -> None:
    """Its name is a day long past, and its event would be over."""
    named = today() - timedelta(days=30)
    add_rows(
        app,
        event(1, first_day=named, starts_at=time(7)),
        EventDate(event_id=1, day=named, moved_to=LAST, starts_at=time(8), reason="mưa bão", changed_at=now()),
        EventShift(event_id=1, number=1, starts_at=time(8), ends_at=time(9), needed=1),
        duty(1, day=named),
    )
    (found,) = _events(ana)
    assert (found["day"], found["on"], found["from"]) == (named.isoformat(), LAST.isoformat(), "08:00")
    assert (found["reason"], len(found["duties"])) == ("mưa bão", 1)
    assert (found["duties"][0]["from"], found["duties"][0]["to"]) == ("09:00", "10:00"), "an hour later, as the date is"


def test_campaigns_that_are_on_or_begin_soon(app: Flask, ana: Visitor) -> None:
    yesterday = today() - timedelta(days=1)
    merged = Neighbourhood(id=60, ward_id=WARD_A, name="Phố cũ", valid_to=yesterday, merged_into_id=AREA_1)
    add_rows(app, merged)
    add_rows(
        app,
        _campaign(1, today(), today()),
        _campaign(2, yesterday, LAST),
        _campaign(3, LAST, LAST + timedelta(days=30)),
        _campaign(4, yesterday, yesterday),
        _campaign(5, LAST + timedelta(days=1), LAST + timedelta(days=30)),
        _campaign(6, TOMORROW, LAST, ended_at=now()),
        Campaign(id=7, ward_id=WARD_B, name="Nơi khác", first_day=today(), last_day=today(), made_at=now()),
        *(CampaignArea(campaign_id=2, neighbourhood_id=area) for area in (AREA_2, AREA_1, 60)),
    )
    campaigns = ana.get(PATH).json["campaigns"]
    assert [(each["id"], each["areas"]) for each in campaigns] == [(2, [AREA_1, AREA_2]), (1, []), (3, [])]
    dates = {"from": yesterday.isoformat(), "to": LAST.isoformat()}
    assert campaigns[0] == {"id": 2, "name": "Đợt 2", **dates, "areas": [AREA_1, AREA_2]}


def test_old_phones_get_none_of_it_and_it_costs_few_statements(app: Flask, ana: Visitor) -> None:
    assert (ana.get(PATH).json["events"], ana.get(PATH).json["campaigns"]) == ([], [])
    add_rows(app, *(event(number, rule="FREQ=DAILY") for number in range(1, 5)))
    add_rows(app, EventShift(event_id=1, number=1, starts_at=time(8), ends_at=time(9), needed=1), duty(1))
    add_rows(app, _campaign(1, today(), today()))
    assert not {"events", "campaigns"} & ana.get("/api/v1/bootstrap").json.keys()
    statements = statements_for(app, lambda: ana.get(PATH))
    assert len(statements) <= MOST_STATEMENTS, len(statements)
