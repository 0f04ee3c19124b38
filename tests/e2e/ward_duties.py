"""Who is on duty in the ward of the browser tests: at an event of team 2 on each day, all day long."""

from __future__ import annotations

from datetime import date, time, timedelta

from flask import Flask

from app.events.models import Duty, DutyAnswer, EventDate, PlannedDay
from app.month import Month, now, today
from tests.actions import add_rows
from tests.cast import ANA, BRUNO, CARLA, LEO, TEAM_1, TEAM_2, WARD_A
from tests.events.rows import event_of_team, event_row, shift_row

EVENT = 900
MORNING, AFTERNOON = 1, 2
CALLED_OFF = today() + timedelta(days=2)


def date_page(day: date) -> str:
    """Return the address of the event's page of a day."""
    return f"/calendar/{EVENT}/{day.isoformat()}"


def add_duties(app: Flask) -> None:
    """Add the event with two shifts, those who are asked for them, and days that a leader ticked."""
    times = {"starts_at": time(0), "ends_at": time(23, 59)}
    title = "Ngày không viết, không nhập hồ sơ"
    add_rows(app, event_row(EVENT, title=title, first_day=date(2026, 1, 1), rule="FREQ=DAILY", **times))
    add_rows(
        app,
        event_of_team(EVENT, TEAM_2),
        shift_row(EVENT, MORNING, starts_at=time(0), ends_at=time(12), needed=3),
        shift_row(EVENT, AFTERNOON, starts_at=time(12), ends_at=time(23, 59), needed=2),
        EventDate(event_id=EVENT, day=CALLED_OFF, is_called_off=True, reason="Bão số 12", changed_at=now()),
        PlannedDay(ward_id=WARD_A, team_id=TEAM_1, day=Month.of(today()).first, note="Chợ phiên", made_at=now()),
    )
    tomorrow = today() + timedelta(days=1)
    add_rows(
        app,
        _duty(today(), MORNING, BRUNO),
        _duty(today(), MORNING, CARLA, answer=DutyAnswer.YES, is_present=True),
        _duty(today(), MORNING, LEO, answer=DutyAnswer.NO),
        _duty(today(), AFTERNOON, LEO, answer=DutyAnswer.YES, is_present=False),
        _duty(tomorrow, MORNING, BRUNO),
        _duty(tomorrow, AFTERNOON, BRUNO, answer=DutyAnswer.YES),
        _duty(tomorrow, MORNING, ANA),
        _duty(CALLED_OFF, MORNING, BRUNO),
    )


def _duty(day: date, shift: int, member_id: int, **columns: object) -> Duty:
    key = {"ward_id": WARD_A, "event_id": EVENT, "day": day, "shift": shift, "member_id": member_id}
    return Duty(**key, asked_at=now(), **columns)
