"""A copy of all rows in another database: from SQLite to PostgreSQL, and back.

The target gets everything in one transaction, which is committed only after all of it was compared. So a copy that is
broken off leaves the target as it was, also when the machine goes down.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.backup.table_digest import TableDigest
from app.catalogue.models import Indicator, ProcedureGroup, Service, Topic
from app.database import Base, table_of
from app.engines import engine_settings
from app.logbook.recount import differences
from app.migrations import newest_revision

_BATCH = 1000  # rows
_LARGE_BATCH = 10
"""Rows at a time where a row may hold a photo or a list."""

Report = Callable[[str, int], None]
"""What is called with each table's name and its number of rows, once they are copied."""


class CopyError(Exception):
    """Nothing was copied, and the target is as it was; the message says why."""


def copy_database(source: Connection, url: str, report: Report) -> None:
    """Copy all rows that ``source`` sees in its snapshot into the prepared database at ``url``, which holds nothing.

    Raises :class:`CopyError`, and then the target is as it was.
    """
    try:
        with _engine_of(url) as engine, engine.begin() as target:
            for connection, name in ((source, "This database"), (target, "The other database")):
                _refuse_other_version(connection, name)
            _clear(target)
            digests = {table: _copy_rows(source, target, table, report) for table in Base.metadata.sorted_tables}
            for table in digests:
                _set_self_references(source, target, table)
                _set_sequence(target, table)
            _refuse_differences(target, digests)
    except SQLAlchemyError as error:
        # The reason alone: a statement would show what people wrote.
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise CopyError(f"Nothing was copied, the other database says: {reason}") from error


@contextmanager
def _engine_of(url: str) -> Iterator[Engine]:
    """Yield an engine that writes to the database at ``url``."""
    settings = {name: value for name, value in engine_settings(url)["default"].items() if name != "url"}
    path = sa.make_url(url).database or ""
    if url.startswith("sqlite") and not Path(path).is_file():
        raise CopyError(f"There is no file {path}. Run `flask prepare` with DATABASE_URL set to it first.")
    engine = sa.create_engine(url, **settings)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _check_references)
    try:
        yield engine
    finally:
        engine.dispose()


def _check_references(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=ON")


def _refuse_other_version(connection: Connection, name: str) -> None:
    if "alembic_version" not in sa.inspect(connection).get_table_names():
        raise CopyError(f"{name} has no tables yet. Run `flask prepare` with DATABASE_URL set to it first.")
    version = connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table("alembic_version")))
    if version != newest_revision():
        raise CopyError(f"{name} has the tables of another version. Run `flask prepare` with DATABASE_URL set to it.")


def _clear(target: Connection) -> None:
    """Take out what ``flask prepare`` put in; refuse a database in which anything else stands."""
    prepared = {table_of(model) for model in (Indicator, ProcedureGroup, Service, Topic)}
    prepared.update(filter(_stands_alone, Base.metadata.sorted_tables))
    for table in Base.metadata.sorted_tables:
        if table not in prepared and target.scalar(sa.select(sa.exists(sa.select(table)))):
            raise CopyError(f"The other database is not empty: there are rows in {table.name}. Nothing was changed.")
    for table in reversed(Base.metadata.sorted_tables):
        if table in prepared:
            target.execute(sa.delete(table))


def _stands_alone(table: sa.Table) -> bool:
    """Return whether a table refers to none and none to it: the link of the first start, failures to sign in."""
    keys = [key for other in Base.metadata.sorted_tables for key in other.foreign_key_constraints]
    return not table.foreign_key_constraints and all(key.referred_table is not table for key in keys)


def _copy_rows(source: Connection, target: Connection, table: sa.Table, report: Report) -> TableDigest:
    """Copy the rows of a table, some at a time; return their digest."""
    digest = TableDigest()
    later = {column.name: None for column in _self_references(table)}
    for rows in _rows(source, table):
        for row in rows:
            digest.add(row.values())
        target.execute(sa.insert(table), [{**row, **later} for row in rows])
    report(table.name, digest.rows)
    return digest


def _rows(connection: Connection, table: sa.Table) -> Iterator[Sequence[sa.RowMapping]]:
    is_large = any(isinstance(column.type, sa.LargeBinary) for column in table.columns)
    size = _LARGE_BATCH if is_large else _BATCH
    # A statement that streams has its rows in the server, not here.
    result = connection.execute(sa.select(table), execution_options={"yield_per": size})
    yield from result.mappings().partitions()


def _self_references(table: sa.Table) -> list[sa.Column[object]]:
    """Return the columns that refer to rows of the same table, which may come later."""
    return [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


def _set_self_references(source: Connection, target: Connection, table: sa.Table) -> None:
    key = list(table.primary_key.columns)
    for column in _self_references(table):
        bound = {each: sa.bindparam(f"key_{each.name}", type_=each.type) for each in key}
        change = sa.update(table).where(*(each == value for each, value in bound.items()))
        change = change.values({column: sa.bindparam("referred", type_=column.type)})
        query = sa.select(*key, column).where(column.is_not(None))
        for rows in source.execute(query, execution_options={"yield_per": _BATCH}).partitions():
            names = [*(value.key for value in bound.values()), "referred"]
            target.execute(change, [dict(zip(names, row, strict=True)) for row in rows])


def _set_sequence(target: Connection, table: sa.Table) -> None:
    """Let PostgreSQL go on counting behind the largest number; SQLite does so by itself."""
    column = table.autoincrement_column
    if column is None or target.dialect.name != "postgresql":
        return
    name = target.dialect.identifier_preparer.format_table(table)
    sequence = sa.func.pg_get_serial_sequence(name, column.name)
    largest = sa.func.max(column)
    target.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(largest, 1), largest.is_not(None))))


def _refuse_differences(target: Connection, digests: Mapping[sa.Table, TableDigest]) -> None:
    """Read everything back, and recount the counters from the entries."""
    for table, expected in digests.items():
        found = TableDigest()
        for rows in _rows(target, table):
            for row in rows:
                found.add(row.values())
        if found != expected:
            raise CopyError(f"Nothing was copied: the rows of {table.name} would be others than before.")
    with Session(target) as session:
        difference = next(differences(session), None)
    if difference is not None:
        raise CopyError(
            "Nothing was copied, because this database counts wrongly. "
            f"Run `flask tally rebuild`, then try again. ({difference})"
        )
