"""Photos of entries, and their bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant, Uid

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "photo",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", Uid(), nullable=False),
        sa.Column("entry_id", Uid(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sent_digest", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["user.id"], name=op.f("fk_photo_member_id")),
        sa.ForeignKeyConstraint(
            ["ward_id", "entry_id"], ["entry.ward_id", "entry.id"], name=op.f("fk_photo_ward_id_entry_id")
        ),
        sa.PrimaryKeyConstraint("ward_id", "id", name=op.f("pk_photo")),
    )
    op.create_index("ix_photo_ward_id_entry_id", "photo", ["ward_id", "entry_id"], unique=False)
    op.create_table(
        "photo_content",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("photo_id", Uid(), nullable=False),
        sa.Column("preview", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ward_id", "photo_id"], ["photo.ward_id", "photo.id"], name=op.f("fk_photo_content_ward_id_photo_id")
        ),
        sa.PrimaryKeyConstraint("ward_id", "photo_id", name=op.f("pk_photo_content")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("photo_content")
    op.drop_table("photo")
