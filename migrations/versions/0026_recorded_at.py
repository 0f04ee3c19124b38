"""An index of a member's entries by when they were recorded: how many were at once is asked of every batch."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_NAME = "ix_entry_ward_id_member_id_recorded_at"


def upgrade() -> None:
    """Make the index."""
    op.create_index(_NAME, "entry", ["ward_id", "member_id", "recorded_at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index(_NAME, "entry")
