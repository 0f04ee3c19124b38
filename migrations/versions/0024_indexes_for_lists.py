"""Indexes by which lists of entries are read in their order, and a person's late ones found, however long the log."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_REPLACED = {
    ("ward_id", "month", "neighbourhood_id", "household_id"): (
        "ward_id",
        "month",
        "happened_on",
        "id",
        "neighbourhood_id",
    ),
    ("ward_id", "member_id", "happened_on"): ("ward_id", "member_id", "happened_on", "received_at"),
}
_PARTIAL = {
    ("ward_id", "month"): sa.text("status IN ('returned', 'void')"),
    ("ward_id", "member_id"): sa.text("status = 'returned'"),
}


def upgrade() -> None:
    """Make two indexes in the place of others, and two small ones."""
    for before, after in _REPLACED.items():
        _replace(before, after)
    for columns, condition in _PARTIAL.items():
        op.create_index(_named(columns), "entry", [*columns], sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Make those of before again."""
    for columns in _PARTIAL:
        op.drop_index(_named(columns), "entry")
    for before, after in _REPLACED.items():
        _replace(after, before)


def _replace(before: Sequence[str], after: Sequence[str]) -> None:
    op.drop_index(_named(before), "entry")
    op.create_index(_named(after), "entry", [*after])


def _named(columns: Sequence[str]) -> str:
    return f"ix_entry_{'_'.join(columns)}"
