"""Adding households and merchants: the first entry that names one sets its label and its area."""

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


def add_households(
    connection: Connection, ward_id: int, parties: Mapping[UUID, NamedParty], now: datetime
) -> Mapping[UUID, int]:
    """Add the new households; return the area of each of ``parties`` that was stored before."""
    if not parties:
        return {}
    known = {row.id: row.neighbourhood_id for row in connection.execute(*areas_of_households(ward_id, parties))}
    new = [parties[id] for id in sorted(parties.keys() - known.keys())]
    insert_ignore(connection, Household, [_row(ward_id, party, now) | {"label": party.label} for party in new])
    return known


def add_merchants(connection: Connection, ward_id: int, parties: Mapping[UUID, NamedParty], now: datetime) -> None:
    """Add the new merchants."""
    rows = [
        _row(ward_id, parties[id], now) | {"name": parties[id].label, "place_id": parties[id].place_id}
        for id in sorted(parties)
    ]
    insert_ignore(connection, Merchant, rows)


def _row(ward_id: int, party: NamedParty, now: datetime) -> dict[str, Any]:
    return {
        "ward_id": ward_id,
        "id": party.id,
        "neighbourhood_id": party.neighbourhood_id,
        "folded": fold(party.label),
        "created_at": now,
    }
