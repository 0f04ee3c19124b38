"""What was returned, by time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_RETURNS = "ix_review_event_ward_id_at"
_IS_RETURN = sa.text("action = 'return'")


def upgrade() -> None:
    """Index the returns."""
    op.create_index(
        _RETURNS,
        "review_event",
        ["ward_id", "at"],
        unique=False,
        sqlite_where=_IS_RETURN,
        postgresql_where=_IS_RETURN,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index(_RETURNS, "review_event")
