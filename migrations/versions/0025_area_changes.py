"""What becomes of areas that are merged or split, with what taking a change back needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_OF_SPLITS = ("split_from_id", "remainder_id")


def upgrade() -> None:
    """Add the columns of parts, and the table of changes."""
    with op.batch_alter_table("neighbourhood") as area:
        for name in _OF_SPLITS:
            area.add_column(sa.Column(name, sa.Integer(), nullable=True))
            area.create_foreign_key(f"fk_neighbourhood_{name}", "neighbourhood", [name], ["id"])
    op.add_column("target", sa.Column("before_merge", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "area_change",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_area_change_made_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_area_change_undone_by_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_area_change_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "number", name=op.f("pk_area_change")),
    )


def downgrade() -> None:
    """Take them back. Merged areas stay merged; the parts of one that was split stay areas."""
    op.drop_table("area_change")
    op.drop_column("target", "before_merge")
    with op.batch_alter_table("neighbourhood") as area:
        for name in _OF_SPLITS:
            area.drop_constraint(f"fk_neighbourhood_{name}", type_="foreignkey")
            area.drop_column(name)
