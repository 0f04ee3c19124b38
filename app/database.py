"""The data layer's ground: model base, column types, the two sessions and how a transaction is written.

Every request has two sessions. :func:`reader` never takes a write lock and sees one snapshot;
:func:`writer` holds the database's only write lock (SQLite) or an ordinary transaction (PostgreSQL) from
its first statement to its commit, so it is opened late and committed soon, once, by the view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import TypeVar, TypeVarTuple, cast
from uuid import UUID

import orjson
import sqlalchemy as sa
from flask import g
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.extensions import db
from app.month import ZONE
from app.reading import reading_connection

T = TypeVar("T")
Columns = TypeVarTuple("Columns")
"""The types of the columns of a selection."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# A type that is made anew is prepared anew too, with each statement that has a list of its values.
_UUID, _SIXTEEN_BYTES = postgresql.UUID(as_uuid=True), sa.LargeBinary(16)
_TIMESTAMP, _MILLISECONDS = sa.DateTime(timezone=True), sa.BigInteger()
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

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[UUID] | TypeEngine[bytes]:
        """Return the type that ``dialect`` stores."""
        return _UUID if dialect.name == "postgresql" else _SIXTEEN_BYTES

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> UUID | bytes | None:
        """Turn a UUID into what the driver takes."""
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: UUID | bytes | None, dialect: Dialect) -> UUID | None:
        """Turn what the driver gives into a UUID."""
        return UUID(bytes=value) if isinstance(value, bytes) else value


class UidText(TypeDecorator[str]):
    """A column of :class:`Uid` that is read as text, as files name it: cheaper than to make the object first."""

    impl = sa.LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[UUID] | TypeEngine[bytes]:
        """Return the type that ``dialect`` stores."""
        return Uid().load_dialect_impl(dialect)

    def process_result_value(self, value: UUID | bytes | None, _dialect: Dialect) -> str | None:
        """Turn what the driver gives into the text of the UUID."""
        if isinstance(value, bytes):
            digits = value.hex()
            return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
        return None if value is None else str(value)


class Instant(TypeDecorator[datetime]):
    """An aware instant: milliseconds since 1970 in SQLite, ``timestamptz`` in PostgreSQL."""

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[int]:
        """Return the type that ``dialect`` stores."""
        return _TIMESTAMP if dialect.name == "postgresql" else _MILLISECONDS

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        """Turn an aware instant into what the driver takes."""
        if value is None or dialect.name == "postgresql":
            return value
        return (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: datetime | int | None, dialect: Dialect) -> datetime | None:
        """Turn what the driver gives into an aware instant in UTC."""
        if isinstance(value, int):
            return _EPOCH + value * _MILLISECOND
        return value and value.astimezone(UTC)


class InstantText(TypeDecorator[str]):
    """A column of :class:`Instant` that is read as files name it: day and time in Viet Nam."""

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[int]:
        """Return the type that ``dialect`` stores."""
        return Instant().load_dialect_impl(dialect)

    def process_result_value(self, value: datetime | int | None, _dialect: Dialect) -> str | None:
        """Turn what the driver gives into the text of the instant."""
        return None if value is None else _local_text(value)


@lru_cache(maxsize=4096)
def _local_text(value: datetime | int) -> str:
    # What a phone sent at once came at one instant.
    instant = _EPOCH + value * _MILLISECOND if isinstance(value, int) else value
    return instant.astimezone(ZONE).isoformat(timespec="seconds")


def enum_type(enum: type[StrEnum], length: int = 16) -> sa.Enum:
    """Return the column type that stores ``enum`` by value, as text that a newer version may extend."""
    return sa.Enum(
        enum, native_enum=False, create_constraint=False, length=length, values_callable=lambda e: [m.value for m in e]
    )


def reader() -> Session:
    """Return the request's session for reading: one snapshot, no lock."""
    session: Session | None = g.get("reader")
    if session is None:
        session = g.reader = db.get_session("read")
        session.bind = reading_connection()
    return session


def writer() -> Session:
    """Return the request's session for writing; the view that uses it commits once."""
    return db.session


def in_transaction(work: Callable[[Session], T]) -> T:
    """Do ``work`` in one write transaction and commit it; whatever it raises takes back what it wrote.

    So the write lock is free again before a page says why something was refused. Two phones that send the same
    new id at the same moment collide on its primary key in PostgreSQL; the loser then finds the row and answers
    "known", so the whole transaction is tried once more.
    """
    return tried_again(lambda: _done_and_committed(writer(), work))


def tried_again(transaction: Callable[[], T]) -> T:
    """Do a transaction that is over when it returns; once more where another one was in its way."""
    try:
        return transaction()
    except (DBAPIError, LostRaceError) as error:
        if not _is_worth_a_retry(error):
            raise
    return transaction()


def _done_and_committed(session: Session, work: Callable[[Session], T]) -> T:
    try:
        result = work(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return result


def _is_worth_a_retry(error: DBAPIError | LostRaceError) -> bool:
    if isinstance(error, IntegrityError | LostRaceError):
        return True
    return getattr(error.orig, "sqlstate", None) in _RETRIED_SQLSTATES


Rows = Sequence[Mapping[str, object]]
"""Rows of a table by column, all with the same columns."""


def insert_rows(connection: Connection, model: type[Base], rows: Rows) -> None:
    """Insert ``rows`` of ``model``."""
    if rows:
        connection.execute(_insert_into(model, connection.dialect.name), rows)


def insert_ignore(connection: Connection, model: type[Base], rows: Rows) -> None:
    """Insert ``rows`` of ``model``, leaving those whose primary key is taken as they are."""
    if rows:
        connection.execute(_insert_into(model, connection.dialect.name).on_conflict_do_nothing(), rows)


def upsert_sum(connection: Connection, model: type[Base], rows: Rows, sums: tuple[str, ...]) -> None:
    """Insert counter ``rows``, adding the columns ``sums`` to those of rows that stand there already.

    Rows come sorted by key, so that two transactions never wait for each other crosswise.
    """
    dialect = connection.dialect.name
    if dialect == "postgresql" and len(rows) > 1:
        # The driver sends rows one by one, and the server takes longer for each than for all of them in one statement.
        connection.execute(_insert_listed_or_add(model, sums), {"listed": dump_json(rows)})
    elif rows:
        connection.execute(_insert_or_add(model, dialect, sums), rows)


def overwrite_rows(connection: Connection, model: type[Base], rows: Rows) -> None:
    """Insert whole ``rows`` of ``model``, or write them over those with the same keys. They come sorted by key."""
    if rows:
        connection.execute(_insert_or_overwrite(model, connection.dialect.name), rows)


def insert_selected_or_add(
    model: type[Base],
    dialect: str,
    selected: sa.Select[*Columns] | sa.CompoundSelect[*Columns],
    sums: tuple[str, ...],
) -> sa.Insert:
    """Return the statement that does as :func:`upsert_sum` with the rows that ``selected`` finds.

    These have the key first and then ``sums``. To make such a statement costs more than to run it, so callers that need
    it often make it once.
    """
    table = table_of(model)
    names = [*(column.name for column in table.primary_key.columns), *sums]
    return _or_add(_insert_into(model, dialect).from_select(names, selected), table, sums)


@cache
def _insert_into(model: type[Base], dialect: str) -> sqlite.Insert | postgresql.Insert:
    # Both dialects know ON CONFLICT, each in a class of its own with the same methods.
    return sqlite.insert(table_of(model)) if dialect == "sqlite" else postgresql.insert(table_of(model))


@cache
def _insert_or_add(model: type[Base], dialect: str, sums: tuple[str, ...]) -> sa.Insert:
    return _or_add(_insert_into(model, dialect), table_of(model), sums)


@cache
def _insert_listed_or_add(model: type[Base], sums: tuple[str, ...]) -> sa.Insert:
    """Return PostgreSQL's statement that adds the rows which its parameter lists as JSON."""
    table = table_of(model)
    columns = [*table.primary_key.columns, *(table.c[name] for name in sums)]
    listed = sa.func.json_to_recordset(sa.cast(sa.bindparam("listed", type_=sa.Text()), postgresql.JSON()))
    rows = listed.table_valued(*(sa.column(column.name, column.type) for column in columns))
    selected = sa.select(*rows.render_derived(with_types=True).c)
    return insert_selected_or_add(model, "postgresql", selected, sums)


@cache
def _insert_or_overwrite(model: type[Base], dialect: str) -> sa.Insert:
    table, insert = table_of(model), _insert_into(model, dialect)
    key = list(table.primary_key.columns)
    written = {column.name: insert.excluded[column.name] for column in table.columns if column not in set(key)}
    return insert.on_conflict_do_update(index_elements=key, set_=written)


def _or_add(insert: sqlite.Insert | postgresql.Insert, table: sa.Table, sums: tuple[str, ...]) -> sa.Insert:
    added = {name: table.c[name] + insert.excluded[name] for name in sums}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=added)


def dump_json(value: object) -> str:
    """Return ``value`` as JSON text, as columns keep it."""
    return orjson.dumps(value).decode()


def table_of(model: type[Base]) -> sa.Table:
    """Return the table behind ``model``, for statements that go past the session."""
    return cast(sa.Table, model.__table__)
