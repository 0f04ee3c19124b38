"""Imports of lists, and figures that the teams did not make."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, the columns of published figures, and say of no household that it stands in a list."""
    _create_imports()
    _create_figures()
    with op.batch_alter_table("baseline") as table:
        table.add_column(sa.Column("entered_at", Instant(), nullable=True))
        table.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("ended_at", Instant(), nullable=True))
        table.add_column(sa.Column("is_preferred", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key(op.f("fk_baseline_entered_by_id"), "user", ["entered_by_id"], ["id"])
    for party in ("household", "merchant"):
        op.add_column(party, sa.Column("is_listed", sa.Boolean(), nullable=False, server_default=sa.false()))


def _create_imports() -> None:
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("given_by", sa.String(length=300), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("next_part", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("applied_at", Instant(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_import_ward_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user.id"], name=op.f("fk_import_uploaded_by_id")),
        sa.ForeignKeyConstraint(["applied_by_id"], ["user.id"], name=op.f("fk_import_applied_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_import_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    op.create_index("ix_import_ward_id_id", "import", ["ward_id", "id"])
    op.create_table(
        "import_part",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_import_part_import_id")),
        sa.PrimaryKeyConstraint("ward_id", "import_id", "type", "number", name=op.f("pk_import_part")),
        sqlite_with_rowid=False,
    )


def _create_figures() -> None:
    op.create_table(
        "opening_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("this_year", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("this_year >= 0", name=op.f("ck_opening_figure_this_year_not_negative")),
        sa.CheckConstraint("before >= 0", name=op.f("ck_opening_figure_before_not_negative")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_opening_figure_ward_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_opening_figure_entered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_figure")),
        sa.UniqueConstraint("ward_id", "measure", name=op.f("uq_opening_figure_ward_id_measure")),
    )
    op.create_table(
        "office_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("office", sa.String(length=16), nullable=False),
        sa.Column("indicator_code", sa.String(length=40), nullable=False),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.Column("of_all", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("figure >= 0", name=op.f("ck_office_figure_figure_not_negative")),
        sa.CheckConstraint("of_all > 0", name=op.f("ck_office_figure_of_all_positive")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_office_figure_ward_id")),
        sa.ForeignKeyConstraint(["indicator_code"], ["indicator.code"], name=op.f("fk_office_figure_indicator_code")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_office_figure_entered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_figure")),
        sa.UniqueConstraint(
            "ward_id",
            "month",
            "office",
            "indicator_code",
            name=op.f("uq_office_figure_ward_id_month_office_indicator_code"),
        ),
    )


def downgrade() -> None:
    """Drop the tables and the columns."""
    for party in ("household", "merchant"):
        op.drop_column(party, "is_listed")
    with op.batch_alter_table("baseline") as table:
        table.drop_constraint(op.f("fk_baseline_entered_by_id"), type_="foreignkey")
        for column in ("is_preferred", "ended_at", "entered_by_id", "entered_at"):
            table.drop_column(column)
    for name in ("office_figure", "opening_figure", "import_part", "import"):
        op.drop_table(name)
