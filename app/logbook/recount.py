"""Counting everything anew, to prove the counters or to mend them."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import table_of
from app.logbook.counting import count
from app.logbook.queries import counted_entries
from app.tally.actions import apply, clear
from app.tally.delta import Delta
from app.tally.models import COUNTERS
from app.tally.queries import all_cells

_AT_ONCE = 2000


def recounted(session: Session) -> Delta:
    """Return what the counters should hold, from the entries alone."""
    delta = Delta()
    result = session.connection().execute(counted_entries(), execution_options={"yield_per": _AT_ONCE})
    for row in result.mappings():
        count(delta, dict(row))
    return delta


def differences(session: Session) -> Iterator[str]:
    """Yield one line for each counter that differs from a recount."""
    expected = recounted(session)
    for counter in COUNTERS:
        table = table_of(counter)
        keys = [column.name for column in table.primary_key.columns]
        kept = {
            tuple(row[key] for key in keys): (row["total"], row["approved"])
            for row in session.connection().execute(all_cells(counter)).mappings()
        }
        counted = {key: (total, approved) for key, total, approved in expected.rows(counter)}
        for key in sorted(kept.keys() | counted.keys()):
            if kept.get(key, (0, 0)) != counted.get(key, (0, 0)):
                yield f"{table.name} {key}: counted {counted.get(key, (0, 0))}, kept {kept.get(key, (0, 0))}"


def rebuild(session: Session) -> None:
    """Replace the counters by a recount. Nobody writes entries meanwhile, or theirs would be lost to it."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE entry IN SHARE MODE"))
    delta = recounted(session)
    clear(session)
    apply(session, delta)
