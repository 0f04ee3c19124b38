"""The tables: large ones are keyed by ward, everything has a name, and the log has few indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from app.database import Base
from app.ward_tables import Placement, tables_placed
from tests.conftest import ENGINES, Databases

LARGE = [table.name for table in tables_placed(Base.metadata, Placement.WARD)]
SMALL = {
    "alembic_version",
    "baseline",
    "campaign",
    "campaign_area",
    "campaign_target",
    "device",
    "event",
    "event_date",
    "event_shift",
    "event_team",
    "import",
    "indicator",
    "invitation",
    "journal_line",
    "membership",
    "neighbourhood",
    "office_figure",
    "opening_figure",
    "place",
    "population",
    "procedure_group",
    "province",
    "registry_merge",
    "service",
    "sign_in_failure",
    "start_link",
    "target",
    "team",
    "team_area",
    "topic",
    "user",
    "ward",
}
"""Tables that do not grow with what is logged."""

MOST_INDEXES = 3


@pytest.fixture(scope="module", params=ENGINES)
def inspector(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Any]:
    """Return what the database itself says of its tables; to ask it changes nothing, so all of these tests share it."""
    url = databases.fresh(request.param)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        yield sa.inspect(connection)
    engine.dispose()
    databases.drop(url)


def test_every_table_is_known_as_large_or_small(inspector: Any) -> None:
    unknown = set(inspector.get_table_names()) - {*LARGE, *SMALL}
    assert not unknown, f"{sorted(unknown)}: put ward_id first in the key of each, or the table into SMALL"


def _is_condition(option: str) -> bool:
    return option.endswith("_where")


@pytest.mark.parametrize("table", LARGE)
def test_indexes_of_large_tables_lead_with_the_ward(inspector: Any, table: str) -> None:
    indexes = inspector.get_indexes(table)
    # A partial index holds only what waits, and what waits is worked off.
    of_all = [index for index in indexes if not any(map(_is_condition, index.get("dialect_options", ())))]
    assert len(of_all) <= MOST_INDEXES, f"{table} has {len(of_all)} indexes: each is written with every entry"
    for index in indexes:
        assert index["column_names"][0] == "ward_id", f"{index['name']}: no row is fetched without naming its ward"


def _names(inspector: Any, table: str) -> Iterator[tuple[str, str | None]]:
    """Yield (prefix that the name should have, name) of everything that has one."""
    if inspector.get_pk_constraint(table)["constrained_columns"]:
        yield "pk_", inspector.get_pk_constraint(table)["name"]
    for found in inspector.get_foreign_keys(table):
        yield "fk_", found["name"]
    for found in inspector.get_unique_constraints(table):
        yield "uq_", found["name"]
    for found in inspector.get_check_constraints(table):
        yield "ck_", found["name"]
    for found in inspector.get_indexes(table):
        yield "uq_" if found["unique"] else "ix_", found["name"]


def test_every_constraint_and_index_has_a_name(inspector: Any) -> None:
    checked = 0
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        for prefix, name in _names(inspector, table):
            checked += 1
            assert name is not None, (
                f"{table} has a {prefix} without a name: name it, so that an error can be told by it"
            )
            assert name.startswith(f"{prefix}{table}"), f"{table}: {name} should be called {prefix}{table}_…"
    assert checked > len(Base.metadata.tables)
