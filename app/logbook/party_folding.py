"""What the entries of a household or a merchant say of it, put together: pure, so the order does not matter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from app.json_types import JsonObject
from app.logbook.kinds import KINDS
from app.logbook.status import Status

Moment = tuple[date, UUID]
"""The day and the id of an entry. Of two entries of one day the later id is the later entry."""


class LoggedEntry(Protocol):
    """An entry, as far as it is folded into a summary."""

    @property
    def id(self) -> UUID:
        """The id."""

    @property
    def kind(self) -> str:
        """The code of its kind."""

    @property
    def status(self) -> Status:
        """The status; a void entry says nothing."""

    @property
    def happened_on(self) -> date:
        """The day of the work."""

    @property
    def fields(self) -> JsonObject:
        """What is particular to its kind."""


def service_in_use(entry: LoggedEntry) -> str | None:
    """Return the code of the service that people use since ``entry``, if any."""
    return None if entry.status == Status.VOID else KINDS[entry.kind].service_in_use(entry.fields)


@dataclass(slots=True)
class HouseholdFold:
    """The columns of :class:`app.registry.models.HouseholdSummary`, as some entries make them."""

    visits: int = 0
    done: set[str] = field(default_factory=set)
    _last: Moment | None = None
    _met: str | None = None
    _met_on: date | None = None
    _needs_help: bool = False
    _state_at: Moment | None = None
    _state: JsonObject | None = None

    @property
    def has_state(self) -> bool:
        """Whether any of the entries brought a state."""
        return self._state is not None

    def add(self, entry: LoggedEntry) -> None:
        """Add an entry that names the household."""
        if entry.status == Status.VOID:
            return
        self.visits += 1
        visit = KINDS[entry.kind].home_visit(entry.fields)
        if visit is None:
            return
        at = entry.happened_on, entry.id
        if self._last is None or at > self._last:
            self._last, self._met, self._needs_help = at, visit.met, visit.needs_help
        if visit.is_met and (self._met_on is None or entry.happened_on > self._met_on):
            self._met_on = entry.happened_on
        if visit.state is not None and (self._state_at is None or at > self._state_at):
            self._state_at, self._state = at, visit.state

    def row(self, ward_id: int, household_id: UUID) -> dict[str, object]:
        """Return the row of the summary."""
        last_on, last_entry_id = self._last or (None, None)
        state_on, state_entry_id = self._state_at or (None, None)
        return {
            "ward_id": ward_id,
            "household_id": household_id,
            "visits": self.visits,
            "last_on": last_on,
            "last_entry_id": last_entry_id,
            "last_met": self._met,
            "met_on": self._met_on,
            "needs_help_at_home": self._needs_help,
            "state_on": state_on,
            "state_entry_id": state_entry_id,
            "state": self._state,
            "done": sorted(self.done),
        }


@dataclass(slots=True)
class MerchantFold:
    """The columns of :class:`app.registry.models.MerchantSummary`, as some entries make them."""

    entries: int = 0
    _last: Moment | None = None
    _qr_valid: bool | None = None
    _in_use: bool | None = None

    def add(self, entry: LoggedEntry) -> None:
        """Add an entry that names the merchant."""
        if entry.status == Status.VOID:
            return
        self.entries += 1
        state = KINDS[entry.kind].merchant_state(entry.fields)
        at = entry.happened_on, entry.id
        if state is not None and (self._last is None or at > self._last):
            self._last, self._qr_valid, self._in_use = at, state.qr_valid, state.in_use

    def row(self, ward_id: int, merchant_id: UUID) -> dict[str, object]:
        """Return the row of the summary."""
        last_on, last_entry_id = self._last or (None, None)
        return {
            "ward_id": ward_id,
            "merchant_id": merchant_id,
            "entries": self.entries,
            "last_on": last_on,
            "last_entry_id": last_entry_id,
            "qr_valid": self._qr_valid,
            "in_use": self._in_use,
        }
