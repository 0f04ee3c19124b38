"""Entries as rows: as they come from a phone, and with all columns of their table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from app.json_types import JsonObject, Messages
from app.logbook.known_periods import NO_RULES, KnownPeriods
from app.logbook.status import WAITING, Status
from app.registry.named_party import NamedParty


@dataclass(frozen=True, slots=True)
class Envelope:
    """An entry whose id, kind and revision can be worked with, as its author sent it; ``errors`` are about the rest.

    ``if_submitted`` asks that a stored entry be left as it is unless it is submitted.
    """

    id: UUID
    kind: str
    revision: int
    digest: str
    form: int
    recorded_at: datetime | None
    fields: JsonObject
    errors: Messages
    if_submitted: bool = False

    @property
    def withdrawn(self) -> bool:
        """Whether the author takes the entry back."""
        return self.fields.get("withdrawn") is True


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """The columns of an entry that its counts depend on."""

    ward_id: int
    kind: str
    status: Status
    month: str
    happened_on: date
    neighbourhood_id: int
    team_id: int | None
    household_id: UUID | None
    place_id: int | None
    event_id: int | None
    fields: JsonObject


@dataclass(frozen=True, slots=True)
class EntryRow(CountedEntry):
    """An entry with the columns of its table, which :class:`app.logbook.models.Entry` explains."""

    id: UUID
    revision: int
    digest: str
    moves: int
    form: int
    member_id: int
    recorded_at: datetime | None
    received_at: datetime
    merchant_id: UUID | None
    visit_id: UUID | None
    service_code: str | None
    note: str
    latitude: float | None
    longitude: float | None
    accuracy: int | None
    flags: Sequence[str]
    waiting_since: datetime | None
    count_in: str | None

    @property
    def is_clear(self) -> bool:
        """Whether it carries no flag; a column too."""
        return not self.flags

    def moved(self, status: Status, at: datetime) -> EntryRow:
        """Return the entry as it is after one more line of its history, in ``status`` since ``at``."""
        return replace(self, status=status, moves=self.moves + 1, waiting_since=start_of_wait(status, at))


COUNTED_COLUMNS = tuple(field.name for field in fields(CountedEntry))
READ_COLUMNS = tuple(field.name for field in fields(EntryRow))
"""The columns that are read, in the order in which they make an :class:`EntryRow`."""

WRITTEN_COLUMNS = (*READ_COLUMNS, "is_clear")


def start_of_wait(status: Status, at: datetime) -> datetime | None:
    """Return since when an entry that comes to ``status`` waits, ``None`` where it waits for nobody."""
    return at if status in WAITING else None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry as it came, with the row that it makes as a new entry, and the household and merchant that it names.

    There is no ``entry`` where there are ``errors``. ``not_given`` are the fields of later forms that it does not speak
    of. ``periods`` are those of the ward by which its own was found. ``called`` is what the neighbours call its
    household, empty for nothing, ``None`` where it does not say. A household may be left out that is known to be
    stored; of another one ``first_area`` is where it is first met, as far as the flags of the entry know. With
    ``if_submitted`` it changes nothing that was returned: its author has not read why.
    """

    id: UUID
    kind: str
    revision: int
    digest: str
    withdrawn: bool
    errors: Messages
    entry: EntryRow | None = None
    household: NamedParty | None = None
    merchant: NamedParty | None = None
    companions: Sequence[int] = ()
    first_area: int | None = None
    not_given: Sequence[str] = ()
    periods: KnownPeriods = NO_RULES
    called: str | None = None
    if_submitted: bool = False
