"""The sender and the moment of a batch of entries, and the entries that are stored under its ids already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.catalogue.snapshot import FedIndicator
from app.database import table_of
from app.logbook.flag_checks import Point
from app.logbook.flags import Setting
from app.logbook.models import Entry

_ENTRY = table_of(Entry)
ward_parameter: sa.BindParameter[Any] = sa.bindparam("ward")


def in_parameter(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """Return the condition that ``column`` is in the list that the parameter ``name`` will hold."""
    return column.in_(sa.bindparam(name, expanding=True))


_BEFORE = sa.select(
    _ENTRY.c.id,
    _ENTRY.c.recorded_at,
    _ENTRY.c.received_at,
    _ENTRY.c.kind,
    _ENTRY.c.month,
    _ENTRY.c.status,
    _ENTRY.c.fields,
).where(_ENTRY.c.ward_id == ward_parameter, in_parameter(_ENTRY.c.id, "ids"))


@dataclass(frozen=True, slots=True)
class BatchContext:
    """The ward of a batch with its settings, the author, and the clocks of server and phone."""

    ward_id: int
    settings: Mapping[str, Setting]
    member_id: int
    now: datetime
    clock_ahead: timedelta | None
    centroids: Mapping[int, Point]
    indicators: Sequence[FedIndicator]
    """The indicators that entries add to; none where the ward has no population."""


def stored_under(connection: Connection, context: BatchContext, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Return the entries that are stored under some ids, by id."""
    ids = list(ids)
    return {row.id: row for row in connection.execute(_BEFORE, {"ward": context.ward_id, "ids": ids})} if ids else {}
