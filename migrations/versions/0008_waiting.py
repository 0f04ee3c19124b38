"""What waits for review: since when, whether it carries a flag, and the middle of each area."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


_WAITING = sa.text("waiting_since IS NOT NULL")
_AREA = "ix_entry_ward_id_month_neighbourhood_id"
_HOUSEHOLD = f"{_AREA}_household_id"
_QUEUE = "ix_entry_ward_id_status_is_clear_waiting_since_id"


def upgrade() -> None:
    """Add the columns, fill them from what is stored, and let the command line act in a history."""
    op.add_column("entry", sa.Column("is_clear", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("entry", sa.Column("waiting_since", Instant(), nullable=True))
    op.execute("UPDATE entry SET is_clear = (CAST(flags AS TEXT) = '[]')")
    op.execute("UPDATE entry SET waiting_since = received_at WHERE status = 'submitted'")
    op.execute(
        "UPDATE entry SET waiting_since = (SELECT max(at) FROM review_event WHERE review_event.ward_id = entry.ward_id"
        " AND review_event.entry_id = entry.id AND action = 'return') WHERE status = 'returned'"
    )
    op.execute(
        "UPDATE entry SET waiting_since = NULL WHERE EXISTS (SELECT 1 FROM month_lock WHERE closed_at IS NOT NULL"
        " AND month_lock.ward_id = entry.ward_id AND month_lock.month = entry.month)"
    )
    op.drop_index(_AREA, "entry")
    op.create_index(_HOUSEHOLD, "entry", ["ward_id", "month", "neighbourhood_id", "household_id"], unique=False)
    op.create_index(
        _QUEUE,
        "entry",
        ["ward_id", "status", "is_clear", "waiting_since", "id"],
        unique=False,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    with op.batch_alter_table("review_event", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.alter_column("actor_id", existing_type=sa.Integer(), nullable=True)
    op.add_column("neighbourhood", sa.Column("latitude", sa.Double(), nullable=True))
    op.add_column("neighbourhood", sa.Column("longitude", sa.Double(), nullable=True))
    op.create_index("ix_photo_ward_id_sent_digest", "photo", ["ward_id", "sent_digest"], unique=False)


def downgrade() -> None:
    """Take it all back. What the command line did in a history is lost with it."""
    op.drop_index("ix_photo_ward_id_sent_digest", "photo")
    op.drop_column("neighbourhood", "longitude")
    op.drop_column("neighbourhood", "latitude")
    op.execute("DELETE FROM review_event WHERE actor_id IS NULL")
    with op.batch_alter_table("review_event", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.alter_column("actor_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index(_QUEUE, "entry")
    op.drop_index(_HOUSEHOLD, "entry")
    op.create_index(_AREA, "entry", ["ward_id", "month", "neighbourhood_id"], unique=False)
    op.drop_column("entry", "waiting_since")
    op.drop_column("entry", "is_clear")
