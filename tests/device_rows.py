"""Rows of devices that the tests of the database write and read."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from app.database import (
    reader,
)
from app.people.models import Device
from tests.cast import ANA

AT = datetime(2026, 10, 31, 18, 30, 0, 123000, tzinfo=UTC)


def make_device(id: UUID, at: datetime = AT) -> Device:
    return Device(id=id, user_id=ANA, label="Android", created_at=at, last_seen_at=at)


def read_device(id: UUID) -> Device | None:
    reader().rollback()
    return reader().get(Device, id)
