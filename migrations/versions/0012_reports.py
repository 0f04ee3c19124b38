"""The words of a month's report, and a ward's own template of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_WORDS = (
    "organisation",
    "models",
    "feedback",
    "strengths",
    "difficulties",
    "causes",
    "next_tasks",
    "proposals",
)


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "month_words",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(length=4000), nullable=False) for name in _WORDS),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["saved_by_id"], ["user.id"], name=op.f("fk_month_words_saved_by_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_month_words_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "month", "team_id", name=op.f("pk_month_words")),
    )
    op.create_table(
        "report_template",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user.id"], name=op.f("fk_report_template_uploaded_by_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_report_template_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", name=op.f("pk_report_template")),
    )


def downgrade() -> None:
    """Drop the two tables."""
    op.drop_table("report_template")
    op.drop_table("month_words")
