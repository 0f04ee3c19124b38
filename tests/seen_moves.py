"""The number of moves of an entry that a reviewer saw, which each decision sends back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.models import ReviewEvent


def seen_moves(session: Session, ward_id: int, entries: Iterable[Mapping[str, Any]]) -> dict[UUID, int]:
    """Return how many moves each of ``entries`` had when the ward last had it at the revision that was sent.

    An entry that the ward never had at this revision has none.
    """
    return {UUID(entry["id"]): _moves_at(session, ward_id, UUID(entry["id"]), entry["revision"]) for entry in entries}


def _moves_at(session: Session, ward_id: int, id: UUID, revision: int) -> int:
    query = sa.select(sa.func.max(ReviewEvent.number)).where(
        ReviewEvent.ward_id == ward_id, ReviewEvent.entry_id == id, ReviewEvent.revision == revision
    )
    return session.scalar(query) or 0
