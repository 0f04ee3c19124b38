"""Invitations: links by which people set a password themselves, once and in time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("used_at IS NULL AND withdrawn_at IS NULL")
_INDEXES = ("ix_invitation_ward_id", "ix_invitation_user_id")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("province_id", sa.Integer(), nullable=True),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.CheckConstraint("purpose <> 'join' OR role IS NOT NULL", name=op.f("ck_invitation_join_has_a_role")),
        sa.CheckConstraint("purpose <> 'reset' OR user_id IS NOT NULL", name=op.f("ck_invitation_reset_has_a_user")),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_invitation_province_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_invitation_ward_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_invitation_team_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_invitation_user_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["user.id"], name=op.f("fk_invitation_invited_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(
        "ix_invitation_ward_id", "invitation", ["ward_id"], sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN
    )
    op.create_index("ix_invitation_user_id", "invitation", ["user_id"])


def downgrade() -> None:
    """Take it back."""
    for name in _INDEXES:
        op.drop_index(name, "invitation")
    op.drop_table("invitation")
