"""The two engines of the database, one that writes and one that only reads, and the settings of every connection.

No connection waits without a limit: neither for the network, nor for a lock that somebody else holds.
"""

from __future__ import annotations

import os
import select
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import orjson
import psycopg
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Pooling
from app.database import dump_json
from app.extensions import db
from app.list_parameters import UID_OF
from app.reading import ALONE
from app.writer_lock import TIMEOUT, WriterLock, WriterQueue

_SQLITE_TIMEOUT = 5
"""The time in seconds that SQLite waits for other programs; writers of the app queue before."""

_SQLITE_PAUSE = 0.01  # seconds

_SQLITE_PRAGMAS = (
    # NORMAL would lose acknowledged entries in a power cut.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA cache_size=-16384",
)
_POSTGRES_CONNECTION = {
    # A server that is gone, or whose cable is cut, is noticed within so many seconds.
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,  # milliseconds
}
_POSTGRES_WRITER = {
    # It applies to each statement, after the queue: PostgreSQL cannot limit the sum of a transaction's waits.
    "lock_timeout": f"{TIMEOUT:.0f}s",
    # The server ends a transaction that holds rows and hangs, so that others can go on. A recount takes minutes.
    "idle_in_transaction_session_timeout": "5min",
    # What is written often goes by keys: one plan does for all values, and to make it anew takes longer than to run it.
    "plan_cache_mode": "force_generic_plan",
}
_POSTGRES_READER = {
    # Readers wait for nobody but a migration.
    "lock_timeout": "1s",
}
_POSTGRES_WITH_REPLICA = {
    # What was answered can be read on the replica: no page shows, and no check passes, what is true no longer.
    "synchronous_commit": "remote_apply",
}


def engine_settings(
    url: str, read_url: str | None = None, pooling: Pooling = Pooling.SESSION
) -> dict[str, dict[str, object]]:
    """Return the settings of the write and the read engine for the database at ``url``, or its replica."""
    shared: dict[str, object] = {
        "url": url,
        # What people wrote must not reach the logs with a failed statement.
        "hide_parameters": True,
        "json_serializer": dump_json,
        "json_deserializer": orjson.loads,
    }
    if sa.make_url(url).get_backend_name() != "postgresql":
        return {"default": shared, "read": dict(shared)}
    writer_settings = _POSTGRES_WRITER | (_POSTGRES_WITH_REPLICA if read_url else {})
    write = shared | {"connect_args": _postgres_arguments(url, writer_settings, pooling)}
    read_from = read_url or url
    read = shared | {"url": read_from, "connect_args": _postgres_arguments(read_from, _POSTGRES_READER, pooling)}
    return {"default": write, "read": read}


def _postgres_arguments(url: str, settings: dict[str, str], pooling: Pooling) -> dict[str, object]:
    """Return the arguments of the driver beside the address; those in the address win."""
    in_address = sa.make_url(url).query
    arguments: dict[str, object] = dict(_POSTGRES_CONNECTION)
    if pooling is Pooling.TRANSACTION:
        # The next transaction runs on another connection, where nothing was prepared and no setting made.
        arguments["prepare_threshold"] = None
    else:
        arguments["options"] = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return {name: value for name, value in arguments.items() if name not in in_address}


def init_engines(app: Flask) -> None:
    """Prepare the connections of both engines for their transactions, and give the writers their queue."""
    # The extension also closes sessions of asynchronous engines, of which there are none, at the end of
    # every request; starting an event loop for that cost a tenth of the time of a small batch.
    app.teardown_appcontext_funcs[:] = [f for f in app.teardown_appcontext_funcs if not iscoroutinefunction(f)]
    with app.app_context():
        write, read = db.get_engine(), db.get_engine("read")
    if write.dialect.name == "sqlite":
        _prepare_sqlite_reader(read)
        _prepare_sqlite_writer(write)
    else:
        _read_one_snapshot(read)
        for engine in (write, read):
            _replace_cut_connections(engine)
        _queue_writers(write, WriterQueue())


class ReadingConnection(psycopg.Connection):
    """A connection that only reads, and so may end each transaction by a commit.

    The driver forgets what it has prepared as soon as anything is rolled back: then PostgreSQL plans each statement
    anew, which for short ones takes longer than to run them.
    """

    def rollback(self) -> None:
        """End the transaction; after an error PostgreSQL itself makes a rollback of it."""
        self.commit()


def _read_one_snapshot(engine: Engine) -> None:
    """Let each transaction of PostgreSQL's readers see one snapshot, so that all figures of a page fit together.

    The driver says so as it begins one; set for each transaction anew it would cost more than a query.
    """

    @event.listens_for(engine, "do_connect")
    def make(_dialect: Dialect, _record: object, arguments: list[Any], options: dict[str, Any]) -> psycopg.Connection:
        return ReadingConnection.connect(*arguments, **options)

    @event.listens_for(engine, "connect")
    def connect(connection: psycopg.Connection, _record: object) -> None:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        is_alone = ALONE in connection.info
        if isinstance(driver, psycopg.Connection) and driver.autocommit is not is_alone:
            driver.autocommit = is_alone


def _replace_cut_connections(engine: Engine) -> None:
    """Give out no connection that PostgreSQL has closed meanwhile, as when it was restarted, but a new one.

    A server says nothing to a connection that asks nothing, unless it closes it. So where there is something to be
    read, or an error, it is of no use any more; the kernel knows that without a question to the server.
    """

    @event.listens_for(engine, "checkout")
    def checkout(connection: psycopg.Connection, _record: object, _proxy: object) -> None:
        if connection.closed or _has_something_to_read(connection.fileno()):
            raise DisconnectionError


def _has_something_to_read(file: int) -> bool:
    poll = select.poll()  # select.select() takes no file number above 1,023.
    poll.register(file, select.POLLIN)
    return bool(poll.poll(0))


def _set_pragmas(connection: sqlite3.Connection, extra: Iterable[str] = ()) -> None:
    # The driver's own transaction handling is off: BEGIN is said in the hooks below.
    connection.isolation_level = None
    connection.create_function(UID_OF, 1, bytes.fromhex, deterministic=True)
    # First, so that the next ones wait too.
    connection.execute(f"PRAGMA busy_timeout={_SQLITE_TIMEOUT * 1000}")
    _switch_to_wal(connection)
    for pragma in (*_SQLITE_PRAGMAS, *extra):
        connection.execute(pragma)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Give the file its write-ahead log, which it keeps; processes that open a new one at once come here together.

    SQLite itself does not wait for this lock: the change begins as a read, and two of those could wait for each other.
    """
    deadline = time.monotonic() + _SQLITE_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
        else:
            return
        time.sleep(_SQLITE_PAUSE)


def _prepare_sqlite_reader(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        _set_pragmas(connection, ["PRAGMA query_only=ON"])

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if ALONE not in connection.info:
            _begin(connection, "BEGIN")


def _prepare_sqlite_writer(engine: Engine) -> None:
    path = Path(engine.url.database or "")
    # The file holds names, addresses and password hashes: it is its owner's alone, and its journal after it.
    with suppress(OSError):  # Where it cannot be made, the first connection says why.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        _set_pragmas(connection)

    _queue_writers(engine, WriterLock(path))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        timeout = connection.get_execution_options().get("writer_timeout")
        if timeout is None:
            _begin(connection, "BEGIN IMMEDIATE")
            return
        # Who waits for our own writers only so long waits no longer for other programs.
        connection.exec_driver_sql(f"PRAGMA busy_timeout={timeout * 1000:.0f}")
        try:
            _begin(connection, "BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_SQLITE_TIMEOUT * 1000}")


def _begin(connection: Connection, statement: str) -> None:
    """Begin a transaction of SQLite past SQLAlchemy, whose way of running a statement takes longer than this one."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    try:
        driver.execute(statement)
    except sqlite3.Error as error:
        raise OperationalError(statement, None, error) from error


def _queue_writers(engine: Engine, queue: WriterLock | WriterQueue) -> None:
    """Let a connection get its permit when it begins a transaction, and keep it until it goes back to its pool."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.info.get("has_permit"):
            queue.acquire(connection.get_execution_options().get("writer_timeout", TIMEOUT))
            connection.info["has_permit"] = True

    # The commit event comes before the commit itself; a connection goes back to its pool after it.
    @event.listens_for(engine, "checkin")
    def checkin(_connection: object, record: ConnectionPoolEntry) -> None:
        if record.info.pop("has_permit", False):
            queue.release()
