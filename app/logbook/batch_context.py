"""A batch of entries of one ward, with its sender and moment, and what is stored under its ids already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.catalogue.snapshot import FedIndicator
from app.logbook.entry_rows import EntryRow
from app.logbook.flag_checks import Point
from app.logbook.flags import Setting
from app.logbook.nearby import Nearby, ReadNearby, read_nearby
from app.logbook.stored_entries import stored_entries
from app.periods import Periods
from app.places.queries import unordered_areas_of_ward
from app.places.ward_places import WardArea

ward_parameter: sa.BindParameter[int] = sa.bindparam("ward")


@dataclass(frozen=True)
class BatchContext:
    """A batch of entries of a ward: the ward's flags and periods, the author, and the clocks of server and phone."""

    connection: Connection
    ward_id: int
    settings: Mapping[str, Setting]
    member_id: int
    now: datetime
    clock_ahead: timedelta | None
    centroids: Mapping[int, Point]
    ended_areas: Mapping[int, date]
    """The last day of each area that has one and was not merged into another one."""

    indicators: Sequence[FedIndicator]
    """The indicators that entries add to; none where the ward has no population."""

    periods: Periods
    given: Sequence[EntryRow]
    keeps_event: Collection[UUID]
    """The entries that do not speak of an event: an edit keeps the one that is stored."""

    has_earlier_help: bool
    """Whether something is stored that was done at a visit which only comes now, or is edited now."""

    read_nearby: ReadNearby = read_nearby

    @cached_property
    def stored(self) -> Mapping[UUID, EntryRow]:
        """The entries that are stored under the ids of the batch, read once when they are needed."""
        return stored_entries(self.connection, [self.ward_id], [entry.id for entry in self.given])

    @cached_property
    def edited(self) -> Mapping[UUID, EntryRow]:
        """The stored entries where any of the batch may be an edit."""
        return self.stored if any(entry.revision > 1 for entry in self.given) else {}

    @cached_property
    def entries(self) -> Sequence[EntryRow]:
        """The entries of the batch; an edit is of work that was recorded when it was first written down."""
        edited = self.edited
        return [
            replace(entry, recorded_at=edited[entry.id].recorded_at) if entry.id in edited else entry
            for entry in self.given
        ]

    @cached_property
    def nearby(self) -> Nearby:
        """What the entries are compared with, read once when it is needed."""
        return self.read_nearby(self.connection, self.ward_id, self.member_id, self.entries, self.settings)

    @cached_property
    def areas(self) -> Sequence[WardArea]:
        """All areas of the ward, read once where a household was first met in another area than the entry names."""
        return unordered_areas_of_ward(self.connection, self.ward_id)
