"""Proving the summaries of households and merchants by a recount, and mending them: some at a time, to save memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import table_of
from app.logbook.party_recount import AT_ONCE
from app.logbook.party_summaries import PARTIES, SummaryTable, refresh
from app.registry.state_actions import recount_states, state_differences

SUMMARIES = tuple(party.summary for party in PARTIES)
_Row = Mapping[str, object]


def summary_differences(connection: Connection, ward_id: int) -> Iterator[str]:
    """Yield one line for each summary of a ward that differs from a recount, with the columns that differ.

    Then come the counters of the states of its households that differ from the summaries.
    """
    for party in PARTIES:
        for ids in _ids(connection, party, ward_id):
            stored = _stored(connection, party, ward_id, ids)
            counted = party.expected(connection, ward_id, _standing(connection, party, ward_id, ids), stored.keys())
            for id in ids:
                yield from _difference(party, ward_id, id, counted.get(id, {}), stored.get(id, {}))
    yield from state_differences(connection, ward_id)


def rebuild_summaries(connection: Connection, ward_id: int) -> None:
    """Recount all summaries of a ward and take away those of households and merchants that are merged or not there."""
    for party in PARTIES:
        for ids in _ids(connection, party, ward_id):
            refresh(connection, party, ward_id, ids)
    recount_states(connection, ward_id)


def _difference(party: SummaryTable, ward_id: int, id: UUID, counted: _Row, stored: _Row) -> Iterator[str]:
    names = [name for name in {**counted, **stored} if counted.get(name) != stored.get(name)]
    if names:
        both = [{name: row[name] for name in names} if row else None for row in (counted, stored)]
        yield f"{table_of(party.summary).name} ({ward_id}, {id}): counted {both[0]}, kept {both[1]}"


def _ids(connection: Connection, party: SummaryTable, ward_id: int) -> Iterator[Sequence[UUID]]:
    """Yield the ids of all that were not merged, and of all that have a summary, in their order and some at a time."""
    ward, id, *_ = table_of(party.summary).columns
    model, last = party.model, None
    while True:
        standing = sa.select(model.id).where(model.ward_id == ward_id, model.merged_into_id.is_(None))
        summarised = sa.select(id).where(ward == ward_id)
        if last is not None:
            standing, summarised = standing.where(model.id > last), summarised.where(id > last)
        firsts = (each.order_by(each.selected_columns[0]).limit(AT_ONCE).subquery() for each in (standing, summarised))
        every = sa.union(*(sa.select(first) for first in firsts)).subquery()
        ids = connection.scalars(sa.select(every).order_by(every.c[0]).limit(AT_ONCE)).all()
        if not ids:
            return
        yield ids
        last = ids[-1]


def _standing(connection: Connection, party: SummaryTable, ward_id: int, ids: Sequence[UUID]) -> Sequence[UUID]:
    model = party.model
    standing = model.ward_id == ward_id, model.id.in_(ids), model.merged_into_id.is_(None)
    return connection.scalars(sa.select(model.id).where(*standing)).all()


def _stored(connection: Connection, party: SummaryTable, ward_id: int, ids: Sequence[UUID]) -> Mapping[UUID, _Row]:
    table = table_of(party.summary)
    ward, id, *_ = table.columns
    rows = connection.execute(sa.select(table).where(ward == ward_id, id.in_(ids))).mappings()
    return {row[id.name]: dict(row) for row in rows}
