"""What makes two households one and what finds them; what their entries say of them; what was retired and merged."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection

from app.database import Instant, Uid
from app.logbook.party_folding import HouseholdFold, MerchantFold
from app.logbook.party_recount import AT_ONCE, Summaries, recounted_households, recounted_merchants
from app.registry.addresses import search_keys

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_PARTIES = {"household": "label", "merchant": "name"}
_KEYS = ("identity_key", "search_words", "similar_key")
_INDEXED = (
    ["ward_id", "neighbourhood_id", "identity_key", "id"],
    ["ward_id", "neighbourhood_id", "similar_key"],
)
_AT_ONCE = 1000
_ENTRY = sa.table(
    "entry",
    sa.column("ward_id"),
    sa.column("id", Uid()),
    sa.column("kind"),
    sa.column("fields", sa.JSON),
    sa.column("visit_id", Uid()),
)
_SUMMARY_COLUMNS = {
    "household": {
        "ward_id": sa.Integer(),
        "household_id": Uid(),
        "visits": sa.Integer(),
        "last_on": sa.Date(),
        "last_entry_id": Uid(),
        "last_met": sa.String(),
        "met_on": sa.Date(),
        "needs_help_at_home": sa.Boolean(),
        "state_on": sa.Date(),
        "state_entry_id": Uid(),
        "state": sa.JSON(none_as_null=True),
        "done": sa.JSON(),
    },
    "merchant": {
        "ward_id": sa.Integer(),
        "merchant_id": Uid(),
        "entries": sa.Integer(),
        "last_on": sa.Date(),
        "last_entry_id": Uid(),
        "qr_valid": sa.Boolean(),
        "in_use": sa.Boolean(),
    },
}


def upgrade() -> None:
    """Make the columns and the tables, and fill them from what is stored."""
    for table, name in _PARTIES.items():
        for key in _KEYS:
            op.add_column(table, sa.Column(key, sa.String(length=800), nullable=False, server_default=sa.text("''")))
        op.add_column(table, sa.Column("retired_at", Instant(), nullable=True))
        _fill_keys(table, name)
        op.drop_index(f"ix_{table}_ward_id_neighbourhood_id", table)
        for columns in _INDEXED:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
        _create_partial_index(table, "merged_into_id")
    op.add_column("household", sa.Column("called", sa.String(length=40), nullable=False, server_default=sa.text("''")))
    op.add_column("entry", sa.Column("visit_id", Uid(), nullable=True))
    _fill_visits()
    for column in ("household_id", "merchant_id", "visit_id"):
        _create_partial_index("entry", column)
    _create_tables()
    _fill_summaries("household", recounted_households, HouseholdFold)
    _fill_summaries("merchant", recounted_merchants, MerchantFold)


def _create_partial_index(table: str, column: str) -> None:
    is_set = sa.text(f"{column} IS NOT NULL")
    op.create_index(
        f"ix_{table}_ward_id_{column}", table, ["ward_id", column], sqlite_where=is_set, postgresql_where=is_set
    )


def _fill_keys(table: str, name: str) -> None:
    """Store what is made of each label; it is made anew whenever a label is stored, by the same function."""
    party = sa.table(table, sa.column("ward_id"), sa.column("id", Uid()), sa.column(name), *map(sa.column, _KEYS))
    update = (
        sa.update(party)
        .where(party.c.ward_id == sa.bindparam("ward"), party.c.id == sa.bindparam("party", type_=Uid()))
        .values({key: sa.bindparam(f"new_{key}") for key in _KEYS})
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(party.c.ward_id, party.c.id, party.c[name])).all()
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(
            update,
            [
                {"ward": ward, "party": id}
                | dict(zip((f"new_{key}" for key in _KEYS), search_keys(label), strict=True))
                for ward, id, label in rows[start : start + _AT_ONCE]
            ],
        )


def _fill_visits() -> None:
    """Store in a column the visit on which somebody was helped with a service, some entries at a time."""
    connection = op.get_bind()
    update = (
        sa.update(_ENTRY)
        .where(_ENTRY.c.ward_id == sa.bindparam("ward"), _ENTRY.c.id == sa.bindparam("entry", type_=Uid()))
        .values(visit_id=sa.bindparam("visit", type_=Uid()))
    )
    visit = _ENTRY.c.fields["visit"].as_string()
    for ward_id in connection.scalars(sa.select(_ENTRY.c.ward_id).distinct()).all():
        of_ward = _ENTRY.c.ward_id == ward_id, _ENTRY.c.kind == "installation", visit.is_not(None)
        after: sa.ColumnElement[bool] = sa.true()
        while rows := connection.execute(
            sa.select(_ENTRY.c.id, visit).where(*of_ward, after).order_by(_ENTRY.c.id).limit(_AT_ONCE)
        ).all():
            after = _ENTRY.c.id > rows[-1].id
            connection.execute(update, [{"ward": ward_id, "entry": id, "visit": UUID(of)} for id, of in rows])


def _fill_summaries(
    party: str,
    recounted: Callable[[Connection, int, Collection[UUID]], Summaries],
    fold: type[HouseholdFold] | type[MerchantFold],
) -> None:
    """Store what the log says of each household or merchant that was not merged, some at a time.

    All were named by an entry. Where none names one any more, its entry was corrected to another one.
    """
    table = sa.table(party, sa.column("ward_id"), sa.column("id", Uid()), sa.column("merged_into_id", Uid()))
    columns = _SUMMARY_COLUMNS[party]
    summary = sa.table(f"{party}_summary", *(sa.column(name, type_) for name, type_ in columns.items()))
    connection = op.get_bind()
    for ward_id in connection.scalars(sa.select(table.c.ward_id).distinct()).all():
        after: sa.ColumnElement[bool] = sa.true()
        while ids := connection.scalars(
            sa.select(table.c.id)
            .where(table.c.ward_id == ward_id, table.c.merged_into_id.is_(None), after)
            .order_by(table.c.id)
            .limit(AT_ONCE)
        ).all():
            after = table.c.id > ids[-1]
            counted = recounted(connection, ward_id, ids)
            every = [counted.get(id) or fold().row(ward_id, id) for id in ids]
            connection.execute(sa.insert(summary), [{name: row[name] for name in columns} for row in every])


def _create_tables() -> None:
    op.create_table(
        "household_summary",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("household_id", Uid(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("last_entry_id", Uid(), nullable=True),
        sa.Column("last_met", sa.String(length=10), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("needs_help_at_home", sa.Boolean(), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=True),
        sa.Column("state_entry_id", Uid(), nullable=True),
        sa.Column("state", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "household_id", name=op.f("pk_household_summary")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counted_state",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("household_id", Uid(), nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "household_id", name=op.f("pk_counted_state")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "area_state",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("figure", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "neighbourhood_id", "measure", name=op.f("pk_area_state")),
        postgresql_with={"fillfactor": 70},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "merchant_summary",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("merchant_id", Uid(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("last_entry_id", Uid(), nullable=True),
        sa.Column("qr_valid", sa.Boolean(), nullable=True),
        sa.Column("in_use", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("ward_id", "merchant_id", name=op.f("pk_merchant_summary")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registry_version",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("neighbourhood_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "neighbourhood_id", name=op.f("pk_registry_version")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registry_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("kept_id", Uid(), nullable=False),
        sa.Column("merged_id", Uid(), nullable=False),
        sa.Column("moved_ids", sa.JSON(), nullable=False),
        sa.Column("called", sa.String(length=40), nullable=False),
        sa.Column("called_moved", sa.Boolean(), nullable=False),
        sa.Column("merged_at", Instant(), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["merged_by_id"], ["user.id"], name=op.f("fk_registry_merge_merged_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_registry_merge_undone_by_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["ward.id"], name=op.f("fk_registry_merge_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_merge")),
    )
    op.create_index("ix_registry_merge_ward_id_kept_id", "registry_merge", ["ward_id", "kept_id"])
    op.create_table(
        "registry_not_double",
        sa.Column("ward_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_id", Uid(), nullable=False),
        sa.Column("second_id", Uid(), nullable=False),
        sa.Column("set_apart_at", Instant(), nullable=False),
        sa.Column("set_apart_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["set_apart_by_id"], ["user.id"], name=op.f("fk_registry_not_double_set_apart_by_id")),
        sa.PrimaryKeyConstraint("ward_id", "first_id", "second_id", name=op.f("pk_registry_not_double")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take them back. Merged households stay merged, and the pages offer retired ones again."""
    op.drop_index("ix_registry_merge_ward_id_kept_id", "registry_merge")
    of_summaries = "merchant_summary", "area_state", "counted_state", "household_summary"
    for table in ("registry_not_double", "registry_merge", "registry_version", *of_summaries):
        op.drop_table(table)
    for column in ("household_id", "merchant_id", "visit_id"):
        op.drop_index(f"ix_entry_ward_id_{column}", "entry")
    op.drop_column("entry", "visit_id")
    op.drop_column("household", "called")
    for table in _PARTIES:
        op.drop_index(f"ix_{table}_ward_id_merged_into_id", table)
        for columns in _INDEXED:
            op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
        op.create_index(f"ix_{table}_ward_id_neighbourhood_id", table, ["ward_id", "neighbourhood_id"])
        op.drop_column(table, "retired_at")
        for key in _KEYS:
            op.drop_column(table, key)
