"""The link by which an empty database gets its first ward and its first account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "start_link",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_start_link_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_link")),
    )


def downgrade() -> None:
    """Take it back: the next start makes another link."""
    op.drop_table("start_link")
