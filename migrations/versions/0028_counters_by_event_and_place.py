"""Counters by event and day, and by place and month; the latter with the merchants of before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

# PostgreSQL leaves room on each page, and SQLite keeps the rows in the tree of their key: as the other counters.
_STORAGE = {"postgresql_with": {"fillfactor": 70}, "sqlite_with_rowid": False}
_AT_ONCE = 1000
_ENTRY = sa.table(
    "entry",
    *map(sa.column, ("ward_id", "kind", "status", "month", "place_id")),
    sa.column("fields", sa.JSON),
)
_PLACE_MONTH = sa.table(
    "place_month", *map(sa.column, ("ward_id", "month", "place_id", "measure", "total", "approved"))
)


def upgrade() -> None:
    """Add the tables, and count the merchants of each place."""
    _add_counter(
        "event_day",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
    )
    _add_counter(
        "place_month",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("place_id", sa.Integer(), autoincrement=False, nullable=False),
    )
    _count_places()


def _add_counter(name: str, *keys: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        *keys,
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("approved", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", *(key.name for key in keys), "measure", name=op.f(f"pk_{name}")),
        **_STORAGE,
    )


def _count_places() -> None:
    """Count the merchants of each place, the only entries that named one; void ones count nothing."""
    connection = op.get_bind()
    columns = _ENTRY.c.ward_id, _ENTRY.c.month, _ENTRY.c.place_id, _ENTRY.c.status, _ENTRY.c.fields
    named = sa.select(*columns).where(
        _ENTRY.c.kind == "merchant", _ENTRY.c.place_id.is_not(None), _ENTRY.c.status != "void"
    )
    cells: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0])
    for ward_id, month, place_id, status, fields in connection.execute(
        named, execution_options={"yield_per": _AT_ONCE}
    ):
        for measure in _measures(fields):
            cell = cells[ward_id, month, place_id, measure]
            cell[0] += 1
            cell[1] += status == "approved"
    names = "ward_id", "month", "place_id", "measure", "total", "approved"
    rows = [dict(zip(names, (*key, *sums), strict=True)) for key, sums in sorted(cells.items())]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(sa.insert(_PLACE_MONTH), rows[start : start + _AT_ONCE])


def _measures(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a merchant counts once each, as its kind does at this step."""
    of_type = f"merchant.type.{fields.get('business_type')}"
    yield from ("merchant", of_type)
    yield from (f"merchant.{method}" for method in fields.get("methods") or ())
    yield from (f"merchant.{name}" for name in ("in_use", "e_invoice", "e_contract") if fields.get(name))
    if fields.get("qr_valid") is True:
        yield "merchant.qr_valid"
    if fields.get("e_contract"):
        yield f"{of_type}.e_contract"
    if fields.get("marketplaces"):
        yield "merchant.marketplace"


def downgrade() -> None:
    """Take the tables back."""
    for name in ("place_month", "event_day"):
        op.drop_table(name)
