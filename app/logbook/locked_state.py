"""What stands in the database when new entries are written: read by one statement, and locked by it.

A household or a merchant may be merged at the same moment, and a visit corrected or voided: the statement locks their
rows, shared with others who only add, and so knows what they are until the transaction ends. Who writes these rows
afterwards locks them alone in the same place: a lock that grows could wait for another one that does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import Uid, table_of
from app.json_types import JsonObject
from app.list_parameters import in_list
from app.logbook.batch_context import ward_parameter
from app.logbook.entry_rows import EntryRow
from app.logbook.kinds import KINDS
from app.logbook.models import Entry, MonthLock
from app.logbook.status import Status
from app.periods import CALENDAR, Periods
from app.places.models import Ward
from app.places.ward_settings import WardSettings
from app.registry.models import Household, Merchant

_ENTRY, _HOUSEHOLD, _MERCHANT, _WARD = map(table_of, (Entry, Household, Merchant, Ward))

_Part = sa.Select[str, UUID, UUID, int, str, JsonObject]


@dataclass(frozen=True, slots=True)
class LockedParties:
    """Stored households or merchants: the id that stays for each of some, and the area of those that are locked."""

    root_of: dict[UUID, UUID] = field(default_factory=dict)
    area_of: dict[UUID, int] = field(default_factory=dict)

    def add(self, id: UUID, root_id: UUID, area: int) -> None:
        """Note one that is locked, or new."""
        self.root_of[id], self.area_of[id] = root_id, area

    def areas(self, ids: Iterable[UUID]) -> Iterator[int]:
        """Yield the areas of some; one that is not there, as after tampering, has none."""
        return (self.area_of[id] for id in ids if id in self.area_of)


@dataclass(slots=True)
class LockedState:
    """What stands of a ward, as far as some entries depend on it.

    ``ids`` are those of entries that are stored already, in any ward of their sender, and ``closed`` the months that
    are; ``periods`` are the ward's where months were looked up. ``visits`` gives the household of each visit that was
    named; ``services`` are those that earlier entries brought into use on visits that come only now, with the
    household.
    """

    ids: set[UUID] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    periods: Periods = CALENDAR
    households: LockedParties = field(default_factory=LockedParties)
    merchants: LockedParties = field(default_factory=LockedParties)
    visits: dict[UUID, UUID] = field(default_factory=dict)
    services: list[tuple[UUID, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What else is looked up: ``ids`` of entries in some ``wards``, and which ``months`` of the ward are closed."""

    ids: Collection[UUID] = ()
    wards: Collection[int] = ()
    months: Collection[str] = ()


def read_locked_state(
    connection: Connection,
    ward_id: int,
    entries: Sequence[EntryRow],
    lookup: Lookup | None = None,
    *,
    alone: bool = False,
    into: LockedState | None = None,
) -> LockedState:
    """Read and lock what some new entries of a ward name, and read what ``lookup`` asks for besides.

    ``alone`` is for those who then change the rows of the households: they share the locks with nobody. What is found
    is added to what was read ``into`` before.
    """
    locked, lookup = into or LockedState(), lookup or Lookup()
    of_visits = {entry.id: entry.household_id for entry in entries if entry.household_id and not is_void(entry)}
    lists: dict[str, Sequence[object]] = {
        "ids": sorted(lookup.ids),
        "months": sorted(lookup.months),
        "households": sorted({entry.household_id for entry in entries if entry.household_id}),
        "merchants": sorted({entry.merchant_id for entry in entries if entry.merchant_id}),
        "visits": sorted({entry.visit_id for entry in entries if entry.visit_id and not is_void(entry)}),
        "new_visits": sorted(of_visits),
    }
    parts = tuple(name for name, items in lists.items() if items)
    if parts:
        values = {"ward": ward_id, "wards": sorted(lookup.wards)} | {name: lists[name] for name in parts}
        _take_in(locked, connection.execute(_reading(parts, alone), values), of_visits)
    _lock_others_that_stay(connection, ward_id, _HOUSEHOLD, locked.households)
    _lock_others_that_stay(connection, ward_id, _MERCHANT, locked.merchants)
    return locked


def _take_in(
    locked: LockedState,
    rows: Iterable[tuple[str, UUID, UUID, int, str, JsonObject]],
    of_visits: Mapping[UUID, UUID],
) -> None:
    """Note what was read; ``of_visits`` are the households of the visits that come only now."""
    for part, id, other, area, text, fields in rows:
        match part:
            case "ids":
                locked.ids.add(id)
            case "months":
                locked.closed.add(text)
            case "periods":
                locked.periods = WardSettings.parse({"periods": fields}).periods
            case "households":
                locked.households.add(id, other, area)
            case "merchants":
                locked.merchants.add(id, other, area)
            case "visits":
                locked.visits[id] = other
            case "new_visits" if (code := KINDS[text].service_in_use(fields)) is not None:
                locked.services.append((of_visits[id], code))


def _lock_others_that_stay(connection: Connection, ward_id: int, table: sa.Table, parties: LockedParties) -> None:
    """Lock those that stay by a merge that was stored while the first statement waited."""
    ids = sorted(set(parties.root_of.values()) - parties.root_of.keys())
    if ids:
        query = sa.select(table.c.id, table.c.neighbourhood_id).where(table.c.ward_id == ward_id, table.c.id.in_(ids))
        for id, area in connection.execute(query.order_by(table.c.id).with_for_update(read=True)):
            parties.area_of[id] = area


def is_void(entry: EntryRow) -> bool:
    """Return whether an entry counts nothing."""
    return entry.status == Status.VOID


@cache
def _reading(parts: Sequence[str], alone: bool) -> sa.CompoundSelect[str, UUID, UUID, int, str, JsonObject]:
    """Return the statement that reads those ``parts`` that a batch has."""
    selects = []
    households = _named_households(alone) if "households" in parts else []
    if "ids" in parts:
        is_stored = in_list(_ENTRY.c.ward_id, "wards"), in_list(_ENTRY.c.id, "ids")
        selects.append(_part("ids", id=_ENTRY.c.id).where(*is_stored))
    if "months" in parts:
        of_ward = MonthLock.ward_id == ward_parameter, in_list(MonthLock.month, "months")
        selects.append(
            _part("months", text=table_of(MonthLock).c.month).where(*of_ward, MonthLock.closed_at.is_not(None))
        )
        selects.append(_part("periods", fields=_WARD.c.settings["periods"]).where(_WARD.c.id == ward_parameter))
    if "visits" in parts:
        visits = _locked_visits()
        is_known = visits.c.household_id.is_not(None), visits.c.status != Status.VOID
        selects.append(_part("visits", id=visits.c.id, other=visits.c.household_id).where(*is_known))
        households.append(_HOUSEHOLD.c.id.in_(sa.select(visits.c.household_id).where(*is_known)))
    if households:
        selects.append(_locked("households", _HOUSEHOLD, households, alone))
    if "merchants" in parts:
        selects.append(_locked("merchants", _MERCHANT, [in_list(_MERCHANT.c.id, "merchants")]))
    if "new_visits" in parts:
        is_help = _ENTRY.c.ward_id == ward_parameter, in_list(_ENTRY.c.visit_id, "new_visits")
        help = _part("new_visits", id=_ENTRY.c.visit_id, text=_ENTRY.c.kind, fields=_ENTRY.c.fields)
        selects.append(help.where(*is_help, _ENTRY.c.status != Status.VOID))
    return sa.union_all(*selects)


def _locked_visits() -> sa.CTE:
    return (
        sa.select(_ENTRY.c.id, _ENTRY.c.household_id, _ENTRY.c.status)
        .where(_ENTRY.c.ward_id == ward_parameter, in_list(_ENTRY.c.id, "visits"))
        .order_by(_ENTRY.c.id)
        .with_for_update(read=True)
        .cte("visits")
    )


def _named_households(alone: bool) -> list[sa.ColumnElement[bool]]:
    """Return conditions of the households that entries name, and of those that stay for them where they change."""
    is_named = in_list(_HOUSEHOLD.c.id, "households")
    roots = sa.select(_HOUSEHOLD.c.merged_into_id).where(
        _HOUSEHOLD.c.ward_id == ward_parameter, is_named, _HOUSEHOLD.c.merged_into_id.is_not(None)
    )
    return [is_named, _HOUSEHOLD.c.id.in_(roots)] if alone else [is_named]


def _locked(part: str, table: sa.Table, conditions: Sequence[sa.ColumnElement[bool]], alone: bool = False) -> _Part:
    """Select the households or merchants of any of ``conditions``, and those that they were merged into, with the id
    that stays of each; nobody changes them until the transaction ends.
    """
    # For a condition that holds an OR, SQLite would go through all of the ward.
    of_each = sa.select(table.c.id, table.c.merged_into_id).where(table.c.ward_id == ward_parameter)
    named = sa.union_all(*(of_each.where(each) for each in conditions)).cte(f"named_{table.name}")
    staying = sa.select(named.c.merged_into_id).where(named.c.merged_into_id.is_not(None))
    ids = sa.union_all(sa.select(named.c.id), staying)
    query = (
        sa.select(table.c.id, table.c.merged_into_id, table.c.neighbourhood_id)
        .where(table.c.ward_id == ward_parameter, table.c.id.in_(ids))
        # In one order, so that two transactions never wait for each other crosswise.
        .order_by(table.c.id)
    )
    locked = query.with_for_update(key_share=True) if alone else query.with_for_update(read=True)
    rows = locked.cte(f"locked_{table.name}")
    stays = sa.func.coalesce(rows.c.merged_into_id, rows.c.id, type_=Uid())
    return _part(part, id=rows.c.id, other=stays, area=rows.c.neighbourhood_id)


_NO_ID, _NO_AREA = sa.cast(sa.null(), Uid()), sa.cast(sa.null(), sa.Integer())
_NO_TEXT = sa.cast(sa.null(), sa.String())
_NO_FIELDS: sa.ColumnElement[JsonObject] = sa.cast(sa.null(), _ENTRY.c.fields.type)


def _part(
    part: str,
    *,
    id: sa.ColumnElement[UUID] | sa.ColumnElement[UUID | None] = _NO_ID,
    other: sa.ColumnElement[UUID] | sa.ColumnElement[UUID | None] = _NO_ID,
    area: sa.ColumnElement[int] = _NO_AREA,
    text: sa.ColumnElement[str] = _NO_TEXT,
    fields: sa.ColumnElement[JsonObject] = _NO_FIELDS,
) -> _Part:
    """Select one part: its name, and of the other columns those that it has."""
    named = id.label("id"), other.label("other"), area.label("area"), text.label("text"), fields.label("fields")
    return sa.select(sa.literal(part), *named)
