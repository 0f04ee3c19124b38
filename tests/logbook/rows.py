"""Rows of entries as they are stored, for tests of rules that need no database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app.logbook.entry_rows import EntryRow
from app.logbook.status import Status


def make_row(**columns: Any) -> EntryRow:
    """Return the row of a visit of ward 1, with ``columns`` over the usual ones."""
    usual: dict[str, Any] = {
        "ward_id": 1,
        "kind": "visit",
        "status": Status.SUBMITTED,
        "month": "2026-10",
        "happened_on": date(2026, 10, 20),
        "neighbourhood_id": 1,
        "fields": {},
        "id": UUID("0199a000-0000-7000-8000-0000000000aa"),
        "revision": 1,
        "digest": "a",
        "moves": 1,
        "form": 1,
        "member_id": 7,
        "received_at": datetime(2026, 10, 20, tzinfo=UTC),
        "note": "",
        "flags": [],
    }
    empty = (
        "team_id",
        "household_id",
        "merchant_id",
        "place_id",
        "event_id",
        "visit_id",
        "service_code",
        "recorded_at",
        "waiting_since",
        "count_in",
    )
    return EntryRow(**dict.fromkeys((*empty, "latitude", "longitude", "accuracy")) | usual | columns)
