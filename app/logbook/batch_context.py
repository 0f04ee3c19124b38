"""A batch of entries of one ward, with its sender and moment, and what is stored under its ids already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.catalogue.snapshot import FedIndicator
from app.logbook.entry_rows import EntryRow
from app.logbook.flag_checks import Point
from app.logbook.flags import Setting
from app.logbook.stored_entries import stored_entries
from app.places.queries import successors
from app.registry.roots import KnownHousehold, known_households

T = TypeVar("T")
ward_parameter: sa.BindParameter[int] = sa.bindparam("ward")


def in_parameter(column: sa.SQLColumnExpression[T], name: str) -> sa.ColumnElement[bool]:
    """Return the condition that ``column`` is in the list that the parameter ``name`` will hold."""
    return column.in_(sa.bindparam(name, expanding=True))


@dataclass(frozen=True)
class BatchContext:
    """A batch of entries of a ward: the ward's settings, the author, and the clocks of server and phone."""

    connection: Connection
    ward_id: int
    settings: Mapping[str, Setting]
    member_id: int
    now: datetime
    clock_ahead: timedelta | None
    centroids: Mapping[int, Point]
    indicators: Sequence[FedIndicator]
    """The indicators that entries add to; none where the ward has no population."""

    entries: Sequence[EntryRow]
    has_earlier_help: bool
    """Whether something is stored that was done at a visit which only comes now, or is edited now."""

    @cached_property
    def stored(self) -> Mapping[UUID, EntryRow]:
        """The entries that are stored under the ids of the batch, read once when they are needed."""
        return stored_entries(self.connection, [self.ward_id], [entry.id for entry in self.entries])

    @cached_property
    def _known_households(self) -> Sequence[KnownHousehold]:
        ids = {entry.household_id for entry in self.entries if entry.household_id is not None}
        return known_households(self.connection, self.ward_id, sorted(ids))

    @cached_property
    def areas_of_households(self) -> Mapping[UUID, int]:
        """The neighbourhood in which each household that the batch names was first met, of those that are stored.

        Of one that was merged it is that of the household that stays.
        """
        return {known.id: known.area for known in self._known_households}

    @cached_property
    def roots(self) -> Mapping[UUID, UUID]:
        """The household that stays for each that the batch names, and for all that were merged into the same."""
        of_twins = {known.twin: known.root_id for known in self._known_households if known.twin is not None}
        return of_twins | {known.id: known.root_id for known in self._known_households}

    @cached_property
    def successors(self) -> Mapping[int, int]:
        """The area that stands today for each one that was merged."""
        return successors(self.connection, self.ward_id)
