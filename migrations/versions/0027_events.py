"""Events, duties, days under a plan, campaigns, groups of procedures; and the event of an entry."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from app.database import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_HAS_EVENT = sa.text("event_id IS NOT NULL")
_TABLES = (
    "procedure_group",
    "campaign_target",
    "campaign_area",
    "campaign",
    "planned_day",
    "duty",
    "event_shift",
    "event_date",
    "event_team",
    "event",
)


def upgrade() -> None:
    """Add the tables, and the column of an entry's event."""
    _add_events()
    _add_duties()
    _add_campaigns()
    _add_procedure_groups()
    indexes = _drop_indexes_of_entries()
    with op.batch_alter_table("entry") as batch:
        batch.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_entry_event_id", "event", ["event_id"], ["id"])
    for statement in indexes:
        op.execute(statement)
    op.create_index(
        "ix_entry_ward_id_event_id",
        "entry",
        ["ward_id", "event_id"],
        sqlite_where=_HAS_EVENT,
        postgresql_where=_HAS_EVENT,
    )


def _drop_indexes_of_entries() -> Sequence[str]:
    """Drop SQLite's indexes of entries, and return the statements that make them again, the last name first.

    A table that is made anew gets its indexes in an order that is left to chance, and among those that serve alike
    SQLite takes the one that was made last: so an index of a part of the table comes after the one of all of it.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return []
    listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'entry' AND sql IS NOT NULL"
    found = sorted((tuple(row) for row in connection.execute(sa.text(listed))), reverse=True)
    for name, _statement in found:
        op.drop_index(name, "entry")
    return [statement for _name, statement in found]


def _add_events() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        *_references("event", made_by_id="user", place_id="place", ward_id="ward"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_ward_id"), "event", ["ward_id"])
    op.create_table(
        "event_team",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        *_references("event_team", event_id="event", team_id="team"),
        sa.PrimaryKeyConstraint("event_id", "team_id", name=op.f("pk_event_team")),
    )
    op.create_index(op.f("ix_event_team_team_id"), "event_team", ["team_id"])
    op.create_table(
        "event_date",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("is_called_off", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        *_references("event_date", changed_by_id="user", event_id="event"),
        sa.PrimaryKeyConstraint("event_id", "day", name=op.f("pk_event_date")),
    )
    op.create_table(
        "event_shift",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        *_references("event_shift", event_id="event"),
        sa.PrimaryKeyConstraint("event_id", "number", name=op.f("pk_event_shift")),
    )


def _add_duties() -> None:
    op.create_table(
        "duty",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("is_present", sa.Boolean(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        *_references(
            "duty", asked_by_id="user", confirmed_by_id="user", event_id="event", member_id="user", ward_id="ward"
        ),
        sa.PrimaryKeyConstraint("ward_id", "event_id", "day", "shift", "member_id", name=op.f("pk_duty")),
    )
    op.create_index(op.f("ix_duty_ward_id_day"), "duty", ["ward_id", "day"])
    op.create_index(op.f("ix_duty_ward_id_member_id_day"), "duty", ["ward_id", "member_id", "day"])
    op.create_table(
        "planned_day",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        *_references("planned_day", made_by_id="user", team_id="team", ward_id="ward"),
        sa.PrimaryKeyConstraint("ward_id", "team_id", "day", name=op.f("pk_planned_day")),
    )


def _add_campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        *_references("campaign", made_by_id="user", ward_id="ward"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(op.f("ix_campaign_ward_id"), "campaign", ["ward_id"])
    op.create_table(
        "campaign_area",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        *_references("campaign_area", campaign_id="campaign", neighbourhood_id="neighbourhood"),
        sa.PrimaryKeyConstraint("campaign_id", "neighbourhood_id", name=op.f("pk_campaign_area")),
    )
    op.create_index(op.f("ix_campaign_area_neighbourhood_id"), "campaign_area", ["neighbourhood_id"])
    op.create_table(
        "campaign_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.CheckConstraint("figure > 0", name=op.f("ck_campaign_target_figure_positive")),
        *_references("campaign_target", campaign_id="campaign", team_id="team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_target")),
    )
    op.create_index(op.f("ix_campaign_target_campaign_id"), "campaign_target", ["campaign_id"])


def _add_procedure_groups() -> None:
    op.create_table(
        "procedure_group",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=160), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("former_name", sa.String(length=160), server_default=sa.text("''"), nullable=False),
        *_references("procedure_group", ward_id="ward"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_procedure_group")),
    )
    op.create_index(op.f("ix_procedure_group_ward_id"), "procedure_group", ["ward_id"])


def _references(table: str, **tables: str) -> list[sa.ForeignKeyConstraint]:
    """Return the foreign keys of a table, by column the table that it refers to."""
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in tables.items()
    ]


def downgrade() -> None:
    """Take them back; the fields of entries keep their event."""
    op.drop_index("ix_entry_ward_id_event_id", "entry")
    with op.batch_alter_table("entry") as batch:
        batch.drop_constraint("fk_entry_event_id", type_="foreignkey")
        batch.drop_column("event_id")
    for name in _TABLES:
        op.drop_table(name)
