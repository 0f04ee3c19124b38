"""Recounting all entries, to verify what is kept of them or to rebuild it: ward by ward, to save memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Base, table_of
from app.logbook.counting import count
from app.logbook.models import Entry
from app.logbook.queries import counted_entries
from app.logbook.summary_recount import SUMMARIES, rebuild_summaries, summary_differences
from app.tally.actions import add_to_counters, clear
from app.tally.delta import Delta
from app.tally.models import COUNTERS
from app.tally.queries import all_cells


def recounted(session: Session, ward_id: int) -> Delta:
    """Return the counters of a ward as its entries make them."""
    delta = Delta()
    for entry in counted_entries(session.connection(), ward_id):
        count(delta, entry)
    return delta


def differences(session: Session) -> Iterator[str]:
    """Yield one line for each counter that differs from a recount: counter by counter, in the order of their keys.

    Then come the summaries of households and merchants that differ, ward by ward.

    ``session`` sees one snapshot. A ward that differs is recounted once more for each counter.
    """
    wards = _wards(session)
    differing = [ward_id for ward_id in wards if any(_differences_in(session, ward_id, COUNTERS))]
    for counter in COUNTERS:
        for ward_id in differing:
            yield from _differences_in(session, ward_id, [counter])
    for ward_id in wards:
        yield from summary_differences(session.connection(), ward_id)


def _differences_in(session: Session, ward_id: int, counters: Sequence[type[Base]]) -> Iterator[str]:
    expected = recounted(session, ward_id)
    for counter in counters:
        table = table_of(counter)
        keys = [column.name for column in table.primary_key.columns]
        stored = {
            tuple(row[key] for key in keys): (row["total"], row["approved"])
            for row in session.connection().execute(all_cells(counter, ward_id)).mappings()
        }
        counted = {key: (total, approved) for key, total, approved in expected.rows(counter)}
        for key in sorted(stored.keys() | counted.keys()):
            if stored.get(key, (0, 0)) != counted.get(key, (0, 0)):
                yield f"{table.name} {key}: counted {counted.get(key, (0, 0))}, kept {stored.get(key, (0, 0))}"


def _wards(session: Session) -> Sequence[int]:
    """Return every ward that has entries, counters or summaries, also one that is not there, in order."""
    named: Sequence[type[Base]] = (Entry, *COUNTERS, *SUMMARIES)
    found = sa.union(*(sa.select(table_of(each).c.ward_id).distinct() for each in named))
    return sorted(session.connection().scalars(found))


def rebuild(session: Session) -> None:
    """Replace the counters and the summaries by a recount.

    Nobody writes entries meanwhile, or theirs would be lost to it.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE entry IN SHARE MODE"))
    for ward_id in _wards(session):
        delta = recounted(session, ward_id)
        clear(session, ward_id)
        add_to_counters(session, delta)
        rebuild_summaries(connection, ward_id)
