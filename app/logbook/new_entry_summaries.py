"""Adding to summaries what new entries say of households and merchants: three statements for a batch, or four.

The counters of states follow where a visit brought one.

A household or a merchant may be merged at the same moment, and a visit corrected or voided: the first statement locks
their rows, shared with others who only add, and so knows what they are until the transaction ends. Who writes these
rows afterwards locks them alone in the same place: a lock that grows could wait for another one that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import LostRaceError, Uid, table_of
from app.json_types import JsonObject
from app.logbook.batch_context import in_parameter, ward_parameter
from app.logbook.entry_rows import EntryRow
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.party_folding import HouseholdFold, MerchantFold, service_in_use
from app.logbook.status import Status
from app.registry.actions import touch_areas_of
from app.registry.models import Household, Merchant
from app.registry.state_actions import count_states
from app.registry.summary_actions import add_to_households, add_to_merchants

_ENTRY = table_of(Entry)
_VISIT, _HELP, _HOUSEHOLD, _MERCHANT = "known visit", "help", "household", "merchant"


def summarise_new(connection: Connection, ward_id: int, entries: Sequence[EntryRow], *, alone: bool = False) -> None:
    """Add what new entries of a ward say to the summaries; they are stored already.

    ``alone`` is for those who then change the rows of the households: they share the locks with nobody. Raises
    :class:`LostRaceError` where a household or a merchant was taken back with the list that it came in with.
    """
    named = _read_named(connection, ward_id, entries, alone)
    refuse_missing(entries, named.households.keys(), named.merchants.keys())
    households: defaultdict[UUID, HouseholdFold] = defaultdict(HouseholdFold)
    merchants: defaultdict[UUID, MerchantFold] = defaultdict(MerchantFold)
    for entry in entries:
        if entry.household_id in named.households:
            households[named.households[entry.household_id]].add(entry)
        if entry.merchant_id in named.merchants:
            merchants[named.merchants[entry.merchant_id]].add(entry)
    for household_id, code in (*named.services, *_services_of(entries, named.visits)):
        if household_id in named.households:
            households[named.households[household_id]].done.add(code)
    add_to_households(connection, [households[id].row(ward_id, id) for id in sorted(households)])
    add_to_merchants(connection, [merchants[id].row(ward_id, id) for id in sorted(merchants)])
    count_states(connection, ward_id, [id for id, fold in households.items() if fold.has_state])
    touch_areas_of(connection, ward_id, {Household: households.keys(), Merchant: merchants.keys()})


def refuse_missing(entries: Iterable[EntryRow], households: Collection[UUID], merchants: Collection[UUID]) -> None:
    """Raise :class:`LostRaceError` where entries name other households or merchants than those that are there.

    They were there when the entries were read, or were added with them. The transaction that is tried once more adds
    them again. Void entries need none.
    """
    for entry in entries:
        if _is_void(entry):
            continue
        is_there = entry.household_id is None or entry.household_id in households
        if not is_there or (entry.merchant_id is not None and entry.merchant_id not in merchants):
            raise LostRaceError


def _services_of(entries: Sequence[EntryRow], visits: Mapping[UUID, UUID]) -> list[tuple[UUID, str]]:
    """Return the household of the visit and the service, for each entry that says that one is in use there."""
    return [
        (household_id, code)
        for entry in entries
        if entry.visit_id is not None
        and (household_id := visits.get(entry.visit_id)) is not None
        and (code := service_in_use(entry)) is not None
    ]


@dataclass(frozen=True, slots=True)
class _Named:
    """What some entries name: the id that stays of each household and merchant, and what belongs to visits.

    ``visits`` gives the household of each visit that was named; ``services`` are those that earlier entries brought
    into use on visits that came only now, with the household.
    """

    households: dict[UUID, UUID] = field(default_factory=dict)
    merchants: dict[UUID, UUID] = field(default_factory=dict)
    visits: dict[UUID, UUID] = field(default_factory=dict)
    services: list[tuple[UUID, str]] = field(default_factory=list)


def _read_named(connection: Connection, ward_id: int, entries: Sequence[EntryRow], alone: bool) -> _Named:
    named = _Named()
    of_visits = {entry.id: entry.household_id for entry in entries if entry.household_id and not _is_void(entry)}
    ids = {
        "households": sorted({entry.household_id for entry in entries if entry.household_id}),
        "merchants": sorted({entry.merchant_id for entry in entries if entry.merchant_id}),
        "visits": sorted({entry.visit_id for entry in entries if entry.visit_id and not _is_void(entry)}),
        "new_visits": sorted(of_visits),
    }
    parts = tuple(name for name, of_name in ids.items() if of_name)
    if not parts:
        return named
    rows = connection.execute(_named_by(parts, alone), {"ward": ward_id} | {name: ids[name] for name in parts})
    for what, id, other, kind, fields in rows:
        if what == _HOUSEHOLD:
            named.households[id] = other
        elif what == _MERCHANT:
            named.merchants[id] = other
        elif what == _VISIT:
            named.visits[id] = other
        elif (code := KINDS[kind].service_in_use(fields)) is not None:
            named.services.append((of_visits[id], code))
    _lock_others_that_stay(connection, Household, ward_id, named.households)
    _lock_others_that_stay(connection, Merchant, ward_id, named.merchants)
    return named


def _lock_others_that_stay(
    connection: Connection, party: type[Household | Merchant], ward_id: int, root_of: Mapping[UUID, UUID]
) -> None:
    """Lock those that stay by a merge that was stored while the first statement waited."""
    ids = sorted(set(root_of.values()) - root_of.keys())
    if ids:
        query = sa.select(party.id).where(party.ward_id == ward_id, party.id.in_(ids)).order_by(party.id)
        connection.execute(query.with_for_update(read=True))


def _is_void(entry: EntryRow) -> bool:
    return entry.status == Status.VOID


@cache
def _named_by(parts: Sequence[str], alone: bool) -> sa.CompoundSelect[str, UUID, UUID, str, JsonObject]:
    """Return the statement that reads what entries name: those of its ``parts`` that a batch has."""
    selects = []
    households = _households(alone) if "households" in parts else sa.false()
    if "visits" in parts:
        visits = (
            sa.select(_ENTRY.c.id, _ENTRY.c.household_id, _ENTRY.c.status)
            .where(_ENTRY.c.ward_id == ward_parameter, in_parameter(_ENTRY.c.id, "visits"))
            .order_by(_ENTRY.c.id)
            .with_for_update(read=True)
            .cte("visits")
        )
        is_known = visits.c.household_id.is_not(None), visits.c.status != Status.VOID
        selects.append(_part(_VISIT, visits.c.id, visits.c.household_id).where(*is_known))
        named = table_of(Household).c.id.in_(sa.select(visits.c.household_id).where(*is_known))
        households = sa.or_(households, named) if "households" in parts else named
    if {"households", "visits"}.intersection(parts):
        selects.append(_locked(_HOUSEHOLD, table_of(Household), households, alone))
    if "merchants" in parts:
        merchant = table_of(Merchant)
        selects.append(_locked(_MERCHANT, merchant, in_parameter(merchant.c.id, "merchants")))
    if "new_visits" in parts:
        help = sa.select(
            sa.literal(_HELP), _ENTRY.c.visit_id, sa.cast(sa.null(), Uid()), _ENTRY.c.kind, _ENTRY.c.fields
        )
        is_of_visit = in_parameter(_ENTRY.c.visit_id, "new_visits")
        selects.append(help.where(_ENTRY.c.ward_id == ward_parameter, is_of_visit, _ENTRY.c.status != Status.VOID))
    return sa.union_all(*selects)


def _households(alone: bool) -> sa.ColumnElement[bool]:
    """Return the condition of the households that entries name, with those that stay for them where they change."""
    household = table_of(Household)
    is_named = in_parameter(household.c.id, "households")
    roots = sa.select(household.c.merged_into_id).where(
        household.c.ward_id == ward_parameter, is_named, household.c.merged_into_id.is_not(None)
    )
    return sa.or_(is_named, household.c.id.in_(roots)) if alone else is_named


def _locked(
    what: str, table: sa.Table, condition: sa.ColumnElement[bool], alone: bool = False
) -> sa.Select[str, UUID, UUID, str, JsonObject]:
    """Select the households or merchants of a condition, and those that they were merged into, with the id that stays
    of each; nobody changes them until the transaction ends.
    """
    is_named = table.c.ward_id == ward_parameter, condition
    named = sa.select(table.c.id, table.c.merged_into_id).where(*is_named).cte(f"named_{table.name}")
    staying = sa.select(named.c.merged_into_id).where(named.c.merged_into_id.is_not(None))
    ids = sa.union_all(sa.select(named.c.id), staying)
    query = (
        sa.select(table.c.id, table.c.merged_into_id)
        .where(table.c.ward_id == ward_parameter, table.c.id.in_(ids))
        # In one order, so that two transactions never wait for each other crosswise.
        .order_by(table.c.id)
    )
    locked = query.with_for_update(key_share=True) if alone else query.with_for_update(read=True)
    rows = locked.cte(f"locked_{table.name}")
    return _part(what, rows.c.id, sa.func.coalesce(rows.c.merged_into_id, rows.c.id, type_=Uid()))


def _part(
    what: str, id: sa.ColumnElement[UUID], other: sa.ColumnElement[UUID]
) -> sa.Select[str, UUID, UUID, str, JsonObject]:
    kind = sa.cast(sa.null(), sa.String())
    return sa.select(sa.literal(what), id, other, kind.label("kind"), sa.cast(sa.null(), sa.JSON()).label("fields"))
