"""Recounting all entries, to verify what is kept of them or to rebuild it: month by month, to save memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Base, table_of
from app.logbook.counting import count
from app.logbook.models import Entry
from app.logbook.queries import closed_months, counted_entries
from app.logbook.summary_recount import SUMMARIES, rebuild_summaries, summary_differences
from app.tally.actions import add_to_counters, clear
from app.tally.closed_figures import closed_figure_differences, store_closed_figures
from app.tally.delta import Delta
from app.tally.models import COUNTERS, MONTHLY, ClosedFigure
from app.tally.queries import all_cells


def differences(session: Session) -> Iterator[str]:
    """Yield one line for each counter that differs from a recount: counter by counter, in the order of their keys.

    Then come the summaries of households and merchants that differ, and the figures of closed months, ward by ward.

    ``session`` sees one snapshot. A ward that differs is recounted once more for each counter.
    """
    wards = _wards(session)
    differing = [ward_id for ward_id in wards if any(_differences_in(session, ward_id, COUNTERS))]
    for counter in COUNTERS:
        for ward_id in differing:
            yield from _differences_in(session, ward_id, [counter])
    for ward_id in wards:
        yield from summary_differences(session.connection(), ward_id)
        closed = session.scalars(closed_months(ward_id)).all()
        yield from closed_figure_differences(session.connection(), ward_id, closed)


def _differences_in(session: Session, ward_id: int, counters: Collection[type[Base]]) -> Iterator[str]:
    """Yield a line for each of some counters of a ward that differs. Only the days are remembered over the months."""
    recounted = Delta()
    for month in _months(session, ward_id):
        _count_month(session, recounted, ward_id, month)
        for counter in MONTHLY:
            if counter in counters:
                yield from _compared(session, recounted, counter, ward_id, month)
        recounted.forget_months()
    for counter in counters:
        if counter not in MONTHLY:
            yield from _compared(session, recounted, counter, ward_id)


def _count_month(session: Session, delta: Delta, ward_id: int, month: str) -> None:
    for entry in counted_entries(session.connection(), ward_id, month):
        count(delta, entry)


def _compared(
    session: Session, recounted: Delta, counter: type[Base], ward_id: int, month: str | None = None
) -> Iterator[str]:
    """Yield a line for each cell of a counter that is kept in another way than it was counted."""
    table = table_of(counter)
    keys = [column.name for column in table.primary_key.columns]
    cells = session.connection().execute(all_cells(counter, ward_id, month)).mappings()
    stored = {tuple(row[key] for key in keys): (row["total"], row["approved"]) for row in cells}
    counted = {key: (total, approved) for key, total, approved in recounted.rows(counter)}
    for key in sorted(stored.keys() | counted.keys()):
        if stored.get(key, (0, 0)) != counted.get(key, (0, 0)):
            yield f"{table.name} {key}: counted {counted.get(key, (0, 0))}, kept {stored.get(key, (0, 0))}"


def _wards(session: Session) -> Sequence[int]:
    """Return every ward that has entries, counters or summaries, also one that is not there, in order."""
    named: Sequence[type[Base]] = (Entry, *COUNTERS, ClosedFigure, *SUMMARIES)
    found = sa.union(*(sa.select(table_of(each).c.ward_id).distinct() for each in named))
    return sorted(session.connection().scalars(found))


def _months(session: Session, ward_id: int) -> Sequence[str]:
    """Return every month of a ward that has entries or counters, in order."""
    named: Sequence[type[Base]] = (Entry, *MONTHLY)
    tables = map(table_of, named)
    found = sa.union(*(sa.select(table.c.month).where(table.c.ward_id == ward_id).distinct() for table in tables))
    return sorted(session.connection().scalars(found))


def rebuild(session: Session) -> None:
    """Replace the counters and the summaries by a recount.

    Nobody writes entries meanwhile, or theirs would be lost to it.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE entry IN SHARE MODE"))
    for ward_id in _wards(session):
        clear(session, ward_id)
        for month in _months(session, ward_id):
            delta = Delta()
            _count_month(session, delta, ward_id, month)
            add_to_counters(connection, delta)
        for month in session.scalars(closed_months(ward_id)).all():
            store_closed_figures(connection, ward_id, month)
        rebuild_summaries(connection, ward_id)
