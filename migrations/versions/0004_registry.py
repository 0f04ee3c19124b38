"""Households and merchants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant, Uid

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "household",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("merged_into_id", Uid(), nullable=True),
        sa.ForeignKeyConstraint(["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_household_neighbourhood_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_household_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "id", name=op.f("pk_household")),
    )
    op.create_index("ix_household_ward_id_neighbourhood_id", "household", ["ward_id", "neighbourhood_id"], unique=False)
    op.create_table(
        "merchant",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("merged_into_id", Uid(), nullable=True),
        sa.ForeignKeyConstraint(["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_merchant_neighbourhood_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_merchant_place_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_merchant_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "id", name=op.f("pk_merchant")),
    )
    op.create_index("ix_merchant_ward_id_neighbourhood_id", "merchant", ["ward_id", "neighbourhood_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("merchant")
    op.drop_table("household")
