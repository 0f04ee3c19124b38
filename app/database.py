"""The data layer's ground: model base, column types, the two sessions and how a transaction is written.

Every request has two sessions. :func:`reader` never takes a write lock and sees one snapshot;
:func:`writer` holds the database's only write lock (SQLite) or an ordinary transaction (PostgreSQL) from
its first statement to its commit, so it is opened late and committed soon, once, by the view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.extensions import db

T = TypeVar("T")

Query: TypeAlias = sa.Select[*tuple[Any, ...]]
"""The return type of query functions: a ``Select`` of columns or models, which the caller executes."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_RETRIED_SQLSTATES = {"40001", "40P01"}  # serialization failure, deadlock


class LostRaceError(Exception):
    """The row was changed by another transaction between reading and writing it."""


class Base(DeclarativeBase):
    """The base of all models; every constraint gets a name, by which errors can be recognised."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Uid(TypeDecorator[UUID]):
    """A UUID in 16 bytes: a BLOB in SQLite, the native type in PostgreSQL."""

    impl = sa.LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type that ``dialect`` stores."""
        native = dialect.name == "postgresql"
        return dialect.type_descriptor(postgresql.UUID(as_uuid=True) if native else sa.LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """Turn a UUID into what the driver takes."""
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """Turn what the driver gives into a UUID."""
        return value if value is None or dialect.name == "postgresql" else UUID(bytes=value)


class Instant(TypeDecorator[datetime]):
    """An aware instant: milliseconds since 1970 in SQLite, ``timestamptz`` in PostgreSQL."""

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type that ``dialect`` stores."""
        native = dialect.name == "postgresql"
        return dialect.type_descriptor(sa.DateTime(timezone=True) if native else sa.BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Turn an aware instant into what the driver takes."""
        if value is None or dialect.name == "postgresql":
            return value
        return (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn what the driver gives into an aware instant in UTC."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            return value.astimezone(UTC)  # type: ignore[no-any-return]
        return _EPOCH + value * _MILLISECOND  # type: ignore[no-any-return]


def enum_type(enum: type[StrEnum], length: int = 16) -> sa.Enum:
    """Return the column type that stores ``enum`` by value, as text that a newer version may extend."""
    return sa.Enum(
        enum, native_enum=False, create_constraint=False, length=length, values_callable=lambda e: [m.value for m in e]
    )


def reader() -> Session:
    """Return the request's session for reading: one snapshot, no lock."""
    session = db.get_session("read")
    session.bind = db.get_engine("read")
    return session


def writer() -> Session:
    """Return the request's session for writing; the view that uses it commits once."""
    return db.session


def in_transaction(work: Callable[[Session], T]) -> T:
    """Do ``work`` in one write transaction and commit it.

    Two phones that send the same new id at the same moment collide on its primary key in PostgreSQL;
    the loser then finds the row and answers "known", so the whole transaction is tried once more.
    """
    session = writer()
    try:
        result = work(session)
        session.commit()
    except (DBAPIError, LostRaceError) as error:
        session.rollback()
        if not _is_worth_a_retry(error):
            raise
    else:
        return result
    result = work(session)
    session.commit()
    return result


def _is_worth_a_retry(error: DBAPIError | LostRaceError) -> bool:
    if isinstance(error, IntegrityError | LostRaceError):
        return True
    return getattr(error.orig, "sqlstate", None) in _RETRIED_SQLSTATES


def insert_rows(connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows`` of ``model``, all with the same columns."""
    if rows:
        _Insert.of(model, tuple(rows[0]), connection.dialect.name).run(connection, rows)


def insert_ignore(connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows`` of ``model``, leaving those whose primary key is taken as they are."""
    if rows:
        _Insert.of(model, tuple(rows[0]), connection.dialect.name, ignore=True).run(connection, rows)


def upsert_sum(
    connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]], sums: tuple[str, ...]
) -> None:
    """Insert counter ``rows``, adding the columns ``sums`` to those of rows that stand there already.

    Rows come sorted by key, so that two transactions never wait for each other crosswise.
    """
    if rows:
        _Insert.of(model, tuple(rows[0]), connection.dialect.name, sums=sums).run(connection, rows)


class _Insert:
    """An insert that is compiled once and then only given rows.

    Of a batch of twenty entries, building statements and pairing parameters took as long as everything
    the database did with them.
    """

    def __init__(
        self, model: type[Base], columns: tuple[str, ...], dialect_name: str, ignore: bool, sums: tuple[str, ...]
    ) -> None:
        table = table_of(model)
        dialect = {"sqlite": sqlite.dialect, "postgresql": psycopg.dialect}[dialect_name]()
        # Both dialects know ON CONFLICT, each in a class of its own with the same methods.
        insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect_name](table)
        if ignore:
            insert = insert.on_conflict_do_nothing()
        if sums:
            insert = insert.on_conflict_do_update(
                index_elements=list(table.primary_key.columns),
                set_={name: table.c[name] + insert.excluded[name] for name in sums},
            )
        dialect._json_serializer = dump_json
        compiled = insert.compile(dialect=dialect, column_keys=columns)
        self._sql = str(compiled)
        self._positions: Sequence[str] | None = compiled.positiontup
        impls = ((name, table.c[name].type.dialect_impl(dialect)) for name in columns)
        self._processors = [(name, impl.bind_processor(dialect)) for name, impl in impls]

    @classmethod
    @cache
    def of(
        cls,
        model: type[Base],
        columns: tuple[str, ...],
        dialect_name: str,
        *,
        ignore: bool = False,
        sums: tuple[str, ...] = (),
    ) -> _Insert:
        """Return the statement for rows with ``columns``."""
        return cls(model, columns, dialect_name, ignore, sums)

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert ``rows`` by one call of the driver."""
        values = [
            {name: row[name] if process is None else process(row[name]) for name, process in self._processors}
            for row in rows
        ]
        if self._positions is not None:
            connection.exec_driver_sql(self._sql, [tuple(map(row.__getitem__, self._positions)) for row in values])
        else:
            connection.exec_driver_sql(self._sql, values)


def dump_json(value: Any) -> str:
    """Return ``value`` as JSON text, as columns keep it."""
    return orjson.dumps(value).decode()


def table_of(model: type[Base]) -> sa.Table:
    """Return the table behind ``model``, for statements that go past the session."""
    return cast(sa.Table, model.__table__)
