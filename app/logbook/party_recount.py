"""The summaries of households and merchants as the log makes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import table_of
from app.json_types import JsonObject
from app.logbook.models import Entry
from app.logbook.party_folding import HouseholdFold, MerchantFold, service_in_use
from app.logbook.status import Status
from app.registry.models import Household, Merchant, Party

Summaries = Mapping[UUID, Mapping[str, object]]
"""Rows of a summary by the id of the household or the merchant."""

AT_ONCE = 500
"""How many households are recounted by one statement."""

_ENTRY = table_of(Entry)
_LOGGED = (_ENTRY.c.id, _ENTRY.c.kind, _ENTRY.c.status, _ENTRY.c.happened_on, _ENTRY.c.fields)
_Fold = TypeVar("_Fold", HouseholdFold, MerchantFold)


class _Logged(NamedTuple):
    party_id: UUID
    id: UUID
    kind: str
    status: Status
    happened_on: date
    fields: JsonObject


def recounted_households(connection: Connection, ward_id: int, roots: Collection[UUID]) -> Summaries:
    """Return the summaries of households that stay, over their entries and those of all merged into them.

    A household that no entry ever named has none. ``roots`` are at most :data:`AT_ONCE`.
    """
    root_of = _roots(connection, Household, ward_id, roots)
    folds = _folded(HouseholdFold, root_of, _entries(connection, _ENTRY.c.household_id, ward_id, root_of))
    for help in _helps(connection, ward_id, root_of):
        code = service_in_use(help)
        if code is not None:
            folds[root_of[help.party_id]].done.add(code)
    return {root: fold.row(ward_id, root) for root, fold in folds.items()}


def recounted_merchants(connection: Connection, ward_id: int, roots: Collection[UUID]) -> Summaries:
    """Return the summaries of merchants that stay, as :func:`recounted_households` does."""
    root_of = _roots(connection, Merchant, ward_id, roots)
    folds = _folded(MerchantFold, root_of, _entries(connection, _ENTRY.c.merchant_id, ward_id, root_of))
    return {root: fold.row(ward_id, root) for root, fold in folds.items()}


def _roots(connection: Connection, party: Party, ward_id: int, roots: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the id that stays of each of ``roots`` and of all that were merged into them."""
    merged = sa.select(party.id, party.merged_into_id).where(
        party.ward_id == ward_id, party.merged_into_id.in_(list(roots))
    )
    return {root: root for root in roots} | {id: root for id, root in connection.execute(merged) if root is not None}


def _entries(
    connection: Connection, column: sa.Column[UUID | None], ward_id: int, ids: Collection[UUID]
) -> Iterator[_Logged]:
    query = sa.select(column, *_LOGGED).where(_ENTRY.c.ward_id == ward_id, column.in_(list(ids)))
    return (_Logged(*row) for row in connection.execute(query))


def _helps(connection: Connection, ward_id: int, household_ids: Collection[UUID]) -> Iterator[_Logged]:
    """Yield the entries that belong to a visit of some households, with the household of the visit."""
    visit = _ENTRY.alias()
    is_of_households = visit.c.ward_id == ward_id, visit.c.household_id.in_(list(household_ids))
    query = (
        sa.select(visit.c.household_id, *_LOGGED)
        .join(visit, sa.and_(visit.c.ward_id == _ENTRY.c.ward_id, visit.c.id == _ENTRY.c.visit_id))
        .where(
            _ENTRY.c.ward_id == ward_id,
            # Said once more, or SQLite would go through all that was done at visits of the ward.
            _ENTRY.c.visit_id.in_(sa.select(visit.c.id).where(*is_of_households).correlate(None)),
            *is_of_households,
            visit.c.status != Status.VOID,
            _ENTRY.c.status != Status.VOID,
        )
    )
    return (_Logged(*row) for row in connection.execute(query))


def _folded(fold: type[_Fold], root_of: Mapping[UUID, UUID], entries: Iterable[_Logged]) -> defaultdict[UUID, _Fold]:
    folds: defaultdict[UUID, _Fold] = defaultdict(fold)
    for entry in entries:
        folds[root_of[entry.party_id]].add(entry)
    return folds
