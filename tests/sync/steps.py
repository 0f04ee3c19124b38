"""What tests do beside sending: look into the log and the counters, review entries, close months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import reader, table_of, writer
from app.logbook.models import Companion, Entry, ReviewEvent
from app.logbook.month_actions import reopen_month
from app.logbook.recount import differences
from app.tally.models import AreaMonth, TeamMonth, WardDay
from tests.cast import WARD_A

Sent = Mapping[str, Any]
"""An entry as a phone sends it."""


def outcome(receipt: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a receipt says: outcome and code."""
    return receipt["outcome"], receipt["code"]


def find(app: Flask, entry: Sent, ward_id: int = WARD_A) -> dict[str, Any] | None:
    """Return the row of an entry, if there is one."""
    table = table_of(Entry)
    with app.app_context():
        query = sa.select(table).where(table.c.ward_id == ward_id, table.c.id == UUID(entry["id"]))
        row = reader().execute(query).mappings().first()
        return dict(row) if row else None


def stored(app: Flask, entry: Sent, ward_id: int = WARD_A) -> dict[str, Any]:
    """Return the row of an entry that has to be there."""
    row = find(app, entry, ward_id)
    assert row is not None
    return row


def number_of_entries(app: Flask) -> int:
    """Return how many entries there are in all wards."""
    with app.app_context():
        return reader().scalars(sa.select(sa.func.count()).select_from(Entry)).one()


def history(app: Flask, entry: Sent, ward_id: int = WARD_A) -> list[ReviewEvent]:
    """Return the history of an entry, from its first line on."""
    with app.app_context():
        query = sa.select(ReviewEvent).where(ReviewEvent.ward_id == ward_id, ReviewEvent.entry_id == UUID(entry["id"]))
        return list(reader().scalars(query.order_by(ReviewEvent.number)))


def companions(app: Flask, entry: Sent) -> set[int]:
    """Return who is credited for having come along."""
    with app.app_context():
        return set(
            reader().scalars(sa.select(Companion.member_id).where(Companion.entry_id == UUID(entry["id"]))).all()
        )


def reopen(app: Flask, month: Any) -> None:
    """Open a month of ward A again."""
    with app.app_context():
        assert reopen_month(writer(), WARD_A, str(month))
        writer().commit()


Cells = dict[tuple[Any, ...], tuple[int, int]]


def cells(app: Flask, counter: Any) -> Cells:
    """Return (total, approved) of every cell of a counter that counts something."""
    table = table_of(counter)
    keys = [column.name for column in table.primary_key.columns]
    with app.app_context():
        counts = sa.or_(table.c.total != 0, table.c.approved != 0)
        rows = reader().execute(sa.select(table).where(counts)).mappings()
        return {tuple(row[key] for key in keys): (row["total"], row["approved"]) for row in rows}


def totals(app: Flask, counter: Any = AreaMonth) -> dict[str, int]:
    """Return the total of each measure over all cells of a counter."""
    sums: dict[str, int] = {}
    for key, (total, _) in cells(app, counter).items():
        sums[key[-1]] = sums.get(key[-1], 0) + total
    return {measure: total for measure, total in sums.items() if total}


def assert_counted(app: Flask) -> None:
    """Assert that the counters equal a recount, and that all three grains tell the same."""
    with app.app_context():
        assert list(differences(reader())) == []
    assert totals(app, AreaMonth) == totals(app, WardDay)
    by_team = totals(app, TeamMonth)
    assert all(by_team[measure] <= total for measure, total in totals(app).items() if measure in by_team)
