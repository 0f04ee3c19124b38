"""Where the rows of each table lie when the database is spread over several machines: derived from the models.

A ward's tables are those whose primary key begins with the ward: one ward's rows of all of them lie together, and no
statement but a few aggregates reads several wards. All other tables are small, and each machine has a copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint, DropConstraint

WARD_COLUMN = "ward_id"
HAS_TRIGGERS = "has_triggers"
"""The key in a table's ``info`` that says that the database itself guards its rows by triggers."""


class Placement(StrEnum):
    """Where the rows of a table lie."""

    WARD = "ward"
    """Those of a ward lie together, on one machine."""

    REFERENCE = "reference"
    """Each machine has a copy of all."""


def placement_of(table: sa.Table) -> Placement:
    """Return where the rows of ``table`` lie."""
    first = next((column.name for column in table.primary_key.columns), "")
    return Placement.WARD if first == WARD_COLUMN else Placement.REFERENCE


def tables_placed(metadata: sa.MetaData, placement: Placement) -> list[sa.Table]:
    """Return the tables that lie so, those first that others refer to."""
    return [table for table in metadata.sorted_tables if placement_of(table) is placement]


def keys_between_ward_tables(metadata: sa.MetaData) -> list[sa.ForeignKeyConstraint]:
    """Return the foreign keys from a ward's table to another; they begin with the ward on both sides."""
    tables = tables_placed(metadata, Placement.WARD)
    keys = [key for table in tables for key in table.foreign_key_constraints if key.referred_table in tables]
    return sorted(keys, key=lambda key: str(key.name))


def distribution_statements(metadata: sa.MetaData) -> Iterator[str]:
    """Yield the statements that spread a migrated database of PostgreSQL by Citus, each with its semicolon.

    Foreign keys between a ward's tables are away meanwhile: none may lead to a table that is not spread yet.
    """
    keys = keys_between_ward_tables(metadata)
    for key in reversed(keys):
        yield _text(DropConstraint(key))
    for table in tables_placed(metadata, Placement.REFERENCE):
        if HAS_TRIGGERS in table.info:
            yield _call(sa.func.set_config("citus.enable_unsafe_triggers", "on", False))
        yield _call(sa.func.create_reference_table(_name(table)))
    tables = tables_placed(metadata, Placement.WARD)
    for table in tables:
        beside = "none" if table is tables[0] else _name(tables[0])
        yield _call(sa.func.create_distributed_table(_name(table), WARD_COLUMN, "hash", beside))
    for key in keys:
        yield _text(AddConstraint(key))


def _name(table: sa.Table) -> sa.BindParameter[str]:
    return sa.literal(table.name, sa.String)


def _call(function: sa.FunctionElement[object]) -> str:
    return f"SELECT {_text(function)}"


def _text(clause: sa.ClauseElement) -> str:
    # A human reads it and gives it to psql; the app runs none of it.
    dialect = sa.make_url("postgresql+psycopg://").get_dialect()()
    return f"{clause.compile(dialect=dialect, compile_kwargs={'literal_binds': True})};"
