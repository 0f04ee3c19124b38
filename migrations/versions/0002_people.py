"""Users, memberships, devices and failures to sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant, Uid

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("phone", name=op.f("uq_user_phone")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "leader",
                "coordinator",
                "viewer",
                "province",
                "admin",
                name="role",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("province_id", sa.Integer(), nullable=True),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(role = 'admin' AND ward_id IS NULL AND province_id IS NULL) OR (role = 'province' AND province_id IS NOT NULL AND ward_id IS NULL) OR (role IN ('coordinator', 'viewer') AND ward_id IS NOT NULL) OR (role IN ('member', 'leader') AND ward_id IS NOT NULL AND team_id IS NOT NULL)",
            name=op.f("ck_membership_role_has_its_place"),
        ),
        sa.ForeignKeyConstraint(["province_id"], ["province.id"], name=op.f("fk_membership_province_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_membership_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_user_id", "membership", ["user_id"], unique=False)
    op.create_index("ix_membership_ward_id_team_id", "membership", ["ward_id", "team_id"], unique=False)
    op.create_index(
        "uq_membership_current",
        "membership",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "device",
        sa.Column("id", Uid(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_device_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    op.create_index("ix_device_user_id", "device", ["user_id"], unique=False)
    op.create_table(
        "sign_in_failure",
        sa.Column("id", Uid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index("ix_sign_in_failure_at", "sign_in_failure", ["at"], unique=False)
    op.create_index("ix_sign_in_failure_key_at", "sign_in_failure", ["key", "at"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("sign_in_failure")
    op.drop_table("device")
    op.drop_table("membership")
    op.drop_table("user")
