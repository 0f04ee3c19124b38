"""Decisions of reviewers, to be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant, Uid

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "decision",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_decision_actor_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_decision_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_ward_id_actor_id_at", "decision", ["ward_id", "actor_id", "at"], unique=False)


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("decision")
