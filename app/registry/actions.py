"""Entering doors into the registry: the first entry that names one sets its label and its area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Connection

from app.database import insert_ignore
from app.registry.models import Household, Merchant
from app.registry.queries import areas_of_households
from app.text import fold


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A household or merchant as an entry names it."""

    id: UUID
    label: str
    neighbourhood_id: int
    place_id: int | None = None


def enter_households(
    connection: Connection, ward_id: int, doors: Mapping[UUID, NamedParty], now: datetime
) -> Mapping[UUID, int]:
    """Add the households that are new; return the area in which each of ``doors`` was known before."""
    if not doors:
        return {}
    known = {row.id: row.neighbourhood_id for row in connection.execute(*areas_of_households(ward_id, doors))}
    new = [doors[id] for id in sorted(doors.keys() - known.keys())]
    insert_ignore(connection, Household, [_row(ward_id, door, now) | {"label": door.label} for door in new])
    return known


def enter_merchants(connection: Connection, ward_id: int, doors: Mapping[UUID, NamedParty], now: datetime) -> None:
    """Add the merchants that are new."""
    rows = [
        _row(ward_id, doors[id], now) | {"name": doors[id].label, "place_id": doors[id].place_id}
        for id in sorted(doors)
    ]
    insert_ignore(connection, Merchant, rows)


def _row(ward_id: int, door: NamedParty, now: datetime) -> dict[str, Any]:
    return {
        "ward_id": ward_id,
        "id": door.id,
        "neighbourhood_id": door.neighbourhood_id,
        "folded": fold(door.label),
        "created_at": now,
    }
