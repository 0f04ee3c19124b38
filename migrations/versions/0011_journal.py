"""The journal of who did what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


_REFUSAL = "the journal is only added to"


def upgrade() -> None:
    """Make the table, and let the database itself refuse to change or remove a line."""
    op.create_table(
        "journal_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_journal_line_actor_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_journal_line_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_line")),
    )
    op.create_index("ix_journal_line_ward_id_at", "journal_line", ["ward_id", "at"], unique=False)
    op.create_index("ix_journal_line_at", "journal_line", ["at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION keep_journal() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER keep_journal BEFORE UPDATE OR DELETE ON journal_line"
            " FOR EACH ROW EXECUTE FUNCTION keep_journal()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER keep_journal_{change} BEFORE {change} ON journal_line"
            f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def downgrade() -> None:
    """Drop the table with its guards."""
    op.drop_table("journal_line")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_journal()")
