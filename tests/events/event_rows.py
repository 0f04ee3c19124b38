"""Rows of events, for tests that need some."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from app.events.models import Event
from app.month import now
from tests.cast import WARD_A


def make_event(id: int, **columns: Any) -> Event:
    """Return an event of ward A on every Sunday from 2020 on, with ``columns`` over the usual ones."""
    usual: dict[str, Any] = {
        "ward_id": WARD_A,
        "type_code": "sunday",
        "title": "Ngày Chủ nhật gần Dân",
        "first_day": date(2020, 1, 5),
        "rule": "FREQ=WEEKLY;BYDAY=SU",
        "starts_at": time(7, 30),
        "ends_at": time(11, 0),
        "made_at": now(),
    }
    return Event(id=id, **usual | columns)
