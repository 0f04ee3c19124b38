"""The tables can be spread over several machines by ward, as PostgreSQL does with Citus: rules that hold without it.

Which table lies where is derived from the models by ``app/ward_tables.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from app.database import Base
from app.ward_tables import HAS_TRIGGERS, WARD_COLUMN, Placement, placement_of, tables_placed
from tests.conftest import ENGINES, Databases

WARD_TABLES = [table.name for table in tables_placed(Base.metadata, Placement.WARD)]
_TRIGGERS = {
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE NOT tgisinternal",
}


@pytest.fixture(scope="module", params=ENGINES)
def connection(request: pytest.FixtureRequest, databases: Databases) -> Iterator[sa.Connection]:
    """Return a connection to a migrated database, which these tests only look at."""
    url = databases.fresh(request.param)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    databases.drop(url)


def _unique_keys(inspector: Any, table: str) -> Iterator[list[str]]:
    yield inspector.get_pk_constraint(table)["constrained_columns"]
    for constraint in inspector.get_unique_constraints(table):
        yield constraint["column_names"]
    for index in inspector.get_indexes(table):
        if index["unique"]:
            yield index["column_names"]


def test_what_grows_with_the_log_is_a_wards() -> None:
    assert {"entry", "household", "review_event", "photo", "photo_content", "area_month"} <= set(WARD_TABLES)
    assert placement_of(Base.metadata.tables["ward"]) is Placement.REFERENCE


@pytest.mark.parametrize("table", WARD_TABLES)
def test_every_unique_key_of_a_wards_table_begins_with_the_ward(connection: sa.Connection, table: str) -> None:
    for key in _unique_keys(sa.inspect(connection), table):
        assert key[0] == WARD_COLUMN, (
            f"a unique key of {table} is {key}: put {WARD_COLUMN} first, since no machine can see another one's rows"
        )


def test_no_foreign_key_leads_from_a_small_table_to_a_wards(connection: sa.Connection) -> None:
    inspector = sa.inspect(connection)
    small = set(inspector.get_table_names()) - set(WARD_TABLES)
    for table in small:
        for key in inspector.get_foreign_keys(table):
            assert key["referred_table"] in small, (
                f"{key['name']}: each machine has a copy of {table}, but not the rows of {key['referred_table']}"
            )


def test_foreign_keys_between_wards_tables_begin_with_the_ward_on_both_sides(connection: sa.Connection) -> None:
    inspector, checked = sa.inspect(connection), 0
    for table in WARD_TABLES:
        for key in inspector.get_foreign_keys(table):
            if key["referred_table"] in WARD_TABLES:
                checked += 1
                columns = key["constrained_columns"][0], key["referred_columns"][0]
                assert columns == (WARD_COLUMN, WARD_COLUMN), key["name"]
    assert checked


def test_tables_with_triggers_say_so(connection: sa.Connection) -> None:
    found = set(connection.scalars(sa.text(_TRIGGERS[connection.dialect.name])))
    declared = {table.name for table in Base.metadata.tables.values() if HAS_TRIGGERS in table.info}
    assert found == declared, "what spreads the tables has to allow triggers by name: HAS_TRIGGERS in the table's info"
    assert not found & set(WARD_TABLES), "no trigger of a ward's table works once its rows lie elsewhere"


def test_models_and_database_agree_on_the_keys(connection: sa.Connection) -> None:
    """The statements are derived from the models, and these have to have what the database has."""
    inspector = sa.inspect(connection)
    for table in Base.metadata.tables.values():
        key = inspector.get_pk_constraint(table.name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key], table.name
        found = {key["name"] for key in inspector.get_foreign_keys(table.name)}
        assert found == {str(key.name) for key in table.foreign_key_constraints}, table.name
