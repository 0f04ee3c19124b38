"""Entries, companions, history and the month rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant, Uid

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entry",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "status",
            sa.Enum("submitted", "approved", "returned", "void", name="status", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("household_id", Uid(), nullable=True),
        sa.Column("merchant_id", Uid(), nullable=True),
        sa.Column("service_code", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("accuracy", sa.Integer(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["user.id"], name=op.f("fk_entry_member_id")),
        sa.ForeignKeyConstraint(["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_entry_neighbourhood_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_entry_team_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_entry_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "id", name=op.f("pk_entry")),
    )
    op.create_index(
        "ix_entry_ward_id_member_id_happened_on", "entry", ["ward_id", "member_id", "happened_on"], unique=False
    )
    op.create_index(
        "ix_entry_ward_id_month_neighbourhood_id", "entry", ["ward_id", "month", "neighbourhood_id"], unique=False
    )
    op.create_index(
        "ix_entry_ward_id_team_id_happened_on", "entry", ["ward_id", "team_id", "happened_on"], unique=False
    )
    op.create_table(
        "companion",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", Uid(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["user.id"], name=op.f("fk_companion_member_id")),
        sa.PrimaryKeyConstraint("ward_id", "entry_id", "member_id", name=op.f("pk_companion")),
    )
    op.create_index(
        "ix_companion_ward_id_member_id_month", "companion", ["ward_id", "member_id", "month"], unique=False
    )
    op.create_table(
        "review_event",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", Uid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "record",
                "edit",
                "withdraw",
                "return",
                "approve",
                "void",
                "restore",
                name="action",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("submitted", "approved", "returned", "void", name="status", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_review_event_actor_id")),
        sa.PrimaryKeyConstraint("ward_id", "entry_id", "number", name=op.f("pk_review_event")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "month_lock",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_month_lock_closed_by_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_month_lock_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "month", name=op.f("pk_month_lock")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("month_lock")
    op.drop_table("review_event")
    op.drop_table("companion")
    op.drop_table("entry")
