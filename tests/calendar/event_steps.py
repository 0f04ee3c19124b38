"""An event with a moved date and one that is called off, and what was logged at it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask

from app.events.models import EventDate
from app.month import now
from tests.actions import add_rows, log_entries
from tests.cast import MARKET_A
from tests.client import Visitor
from tests.events.event_rows import make_event
from tests.factories import make_entry

EVENT, OTHER = 31, 32
FIRST, MOVED, CALLED_OFF, NO_DATE = date(2026, 9, 6), date(2026, 9, 13), date(2026, 9, 20), date(2026, 9, 8)
HELD_ON = date(2026, 9, 14)


def add_events(app: Flask) -> None:
    """Let an event be held on the Sundays of September, of which one is moved and one called off."""
    changed: dict[str, Any] = {"event_id": EVENT, "changed_at": now()}
    add_rows(
        app,
        make_event(EVENT, first_day=FIRST, last_day=date(2026, 9, 27), expected=40, place_id=MARKET_A),
        make_event(OTHER, title="Ra quân"),
    )
    add_rows(
        app,
        EventDate(**changed, day=MOVED, moved_to=HELD_ON, reason="mưa"),
        EventDate(**changed, day=CALLED_OFF, is_called_off=True, reason="bão"),
    )


def log_at_events(visitor: Visitor) -> list[dict[str, Any]]:
    """Log on a date of the event 3 + 5 + 20 + 1 people, on the moved one 7, on a day that is none 2; and for others."""

    def entry(kind: str, on: date, event: int | None = EVENT, **fields: Any) -> dict[str, Any]:
        return {**make_entry(kind, happened_on=on.isoformat(), event=event, **fields), "form": 2}

    return log_entries(
        visitor,
        entry("visit", FIRST, people=3),
        entry("installation", FIRST, people=5),
        entry("training", FIRST, attendees=20),
        entry("merchant", FIRST),
        entry("visit", HELD_ON, people=7),
        entry("visit", NO_DATE, people=2),
        entry("visit", FIRST, OTHER, people=11),
        entry("visit", FIRST, None, people=13),
    )
