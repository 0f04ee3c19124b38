"""When an entry was recorded, in the index of a member's days: how many were at once is asked of every batch."""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_BEFORE = ("ward_id", "member_id", "happened_on", "received_at")
_AFTER = (*_BEFORE, "recorded_at")


def upgrade() -> None:
    """Make the index wider."""
    _replace(_BEFORE, _AFTER)


def downgrade() -> None:
    """Make that of before again."""
    _replace(_AFTER, _BEFORE)


def _replace(before: Sequence[str], after: Sequence[str]) -> None:
    op.drop_index(f"ix_entry_{'_'.join(before)}", "entry")
    op.create_index(f"ix_entry_{'_'.join(after)}", "entry", [*after])
