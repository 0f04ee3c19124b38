"""Indexes by which lists of entries are read in their order, and a person's late ones found, however long the log."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_OF_MEMBER, _LIST = ["ward_id", "member_id", "happened_on"], ["ward_id", "month", "happened_on", "id"]
_PARTIAL = {
    ("ward_id", "month"): sa.text("status IN ('returned', 'void')"),
    ("ward_id", "member_id"): sa.text("status = 'returned'"),
}


def upgrade() -> None:
    """Make one index wider and three anew."""
    _replace(_OF_MEMBER, [*_OF_MEMBER, "received_at"])
    op.create_index(_named(_LIST), "entry", _LIST)
    for columns, condition in _PARTIAL.items():
        op.create_index(_named(columns), "entry", [*columns], sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Take them away, and make the one narrower."""
    for columns in (*_PARTIAL, _LIST):
        op.drop_index(_named(columns), "entry")
    _replace([*_OF_MEMBER, "received_at"], _OF_MEMBER)


def _replace(before: list[str], after: list[str]) -> None:
    op.drop_index(_named(before), "entry")
    op.create_index(_named(after), "entry", after)


def _named(columns: Sequence[str]) -> str:
    return f"ix_entry_{'_'.join(columns)}"
