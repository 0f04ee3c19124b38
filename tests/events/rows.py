"""Rows of events, on one Sunday unless a test says otherwise."""

from __future__ import annotations

from datetime import date, time

from app.events.models import Campaign, Event, EventShift, EventTeam
from app.month import now
from tests.cast import WARD_A

SUNDAY = date(2026, 12, 6)


def event_row(id: int, **columns: object) -> Event:
    """Return an event of ward A and all its teams; any column may be given another value."""
    usual = {
        "id": id,
        "ward_id": WARD_A,
        "type_code": "near_people",
        "title": "Ngày Chủ nhật gần Dân",
        "venue": "Nhà văn hóa phố 1",
        "first_day": SUNDAY,
        "last_day": None,
        "rule": "",
        "starts_at": time(7, 30),
        "ends_at": time(11),
        "made_at": now(),
    }
    return Event(**{**usual, **columns})


def shift_row(event_id: int, number: int = 1, **columns: object) -> EventShift:
    """Return a shift of an event, from 7:30 to 9:00 unless another time is given."""
    usual = {"event_id": event_id, "number": number, "starts_at": time(7, 30), "ends_at": time(9), "needed": 2}
    return EventShift(**{**usual, **columns})


def event_of_team(event_id: int, team_id: int) -> EventTeam:
    """Return that a team takes part in an event."""
    return EventTeam(event_id=event_id, team_id=team_id)


def campaign_row(id: int, **columns: object) -> Campaign:
    """Return a campaign of ward A on the days around that Sunday; any column may be given another value."""
    usual = {
        "id": id,
        "ward_id": WARD_A,
        "name": f"Đợt {id}",
        "first_day": date(2026, 12, 1),
        "last_day": date(2026, 12, 20),
        "made_at": now(),
    }
    return Campaign(**{**usual, **columns})
