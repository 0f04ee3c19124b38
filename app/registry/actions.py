"""Adding households and merchants: the first entry that names one sets its label and its area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from app.database import insert_ignore
from app.registry.models import Household, Merchant
from app.registry.named_party import NamedParty
from app.text import fold


def add_households(connection: Connection, ward_id: int, parties: Mapping[UUID, NamedParty], now: datetime) -> None:
    """Add the new households."""
    rows = [_row(ward_id, parties[id], now) | {"label": parties[id].label} for id in sorted(parties)]
    insert_ignore(connection, Household, rows)


def add_merchants(connection: Connection, ward_id: int, parties: Mapping[UUID, NamedParty], now: datetime) -> None:
    """Add the new merchants."""
    rows = [
        _row(ward_id, parties[id], now) | {"name": parties[id].label, "place_id": parties[id].place_id}
        for id in sorted(parties)
    ]
    insert_ignore(connection, Merchant, rows)


def _row(ward_id: int, party: NamedParty, now: datetime) -> dict[str, object]:
    return {
        "ward_id": ward_id,
        "id": party.id,
        "neighbourhood_id": party.neighbourhood_id,
        "folded": fold(party.label),
        "created_at": now,
    }
