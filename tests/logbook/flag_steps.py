"""Steps of the tests of flags: days and moments before now, the settings of a ward, and the flags of entries."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask

from app.database import writer
from app.month import ZONE, now, today
from app.places.models import Ward
from tests.cast import AT_ANY_HOUR, WARD_A
from tests.sync.steps import stored

DAY = date(2026, 10, 20)


def moment(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


CENTROID = (16.060, 108.200)
NORTH = 0.1 / 111.2
"""So many degrees are 100 metres to the north."""


def days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


def minutes_ago(minutes: float) -> str:
    return (now() - timedelta(minutes=minutes)).isoformat()


def set_flags(app: Flask, ward_id: int = WARD_A, location: bool = False, **flags: Any) -> None:
    """Give a ward its settings; the rest of its flags stand as by default, but for the hour of the test."""
    with app.app_context():
        settings = {"location": location, "flags": {**AT_ANY_HOUR["flags"], **flags}}
        writer().get_one(Ward, ward_id).stored_settings = settings
        writer().commit()


def flags_of(app: Flask, *entries: Any, ward_id: int = WARD_A) -> list[list[str]]:
    """Return the flags of entries, each of which says so in its second column, too."""
    rows = [stored(app, entry, ward_id) for entry in entries]
    for row in rows:
        assert row["is_clear"] is (not row["flags"])
    return [row["flags"] for row in rows]
