"""The two engines of the database, one that writes and one that only reads, and what every connection is told."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from app.database import dump_json
from app.extensions import db
from app.writer_lock import WriterLock

_CONNECTION_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL would lose acknowledged entries in a power cut.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA cache_size=-16384",
)


def engine_settings(url: str) -> dict[str, dict[str, Any]]:
    """Return the settings of the write and the read engine for the database at ``url``."""
    shared: dict[str, Any] = {
        "url": url,
        # What people wrote must not reach the logs with a failed statement.
        "hide_parameters": True,
        "json_serializer": dump_json,
        "json_deserializer": orjson.loads,
    }
    read: dict[str, Any] = dict(shared)
    if sa.make_url(url).get_backend_name() == "postgresql":
        # The isolation level gives all queries of a page one snapshot.
        read |= {"isolation_level": "REPEATABLE READ", "execution_options": {"postgresql_readonly": True}}
        shared["pool_pre_ping"] = read["pool_pre_ping"] = True
    return {"default": shared, "read": read}


def init_engines(app: Flask) -> None:
    """Give SQLite its pragmas, its explicit transactions and its queue of writers."""
    # The extension also closes sessions of asynchronous engines, of which there are none, at the end of
    # every request; starting an event loop for that cost a tenth of the time of a small batch.
    app.teardown_appcontext_funcs[:] = [f for f in app.teardown_appcontext_funcs if not iscoroutinefunction(f)]
    with app.app_context():
        write, read = db.get_engine(), db.get_engine("read")
    if write.dialect.name == "sqlite":
        _prepare_sqlite_reader(read)
        _prepare_sqlite_writer(write)


def _set_pragmas(connection: sqlite3.Connection, extra: Iterable[str] = ()) -> None:
    # The driver's own transaction handling is off: BEGIN is said in the hooks below.
    connection.isolation_level = None
    for pragma in (*_CONNECTION_PRAGMAS, *extra):
        connection.execute(pragma)


def _prepare_sqlite_reader(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: Any) -> None:
        _set_pragmas(connection, ["PRAGMA query_only=ON"])

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")


def _prepare_sqlite_writer(engine: Engine) -> None:
    path = Path(engine.url.database or "")
    # The file holds names, addresses and password hashes: it is its owner's alone, and its journal after it.
    with suppress(OSError):  # Where it cannot be made, the first connection says why.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    lock = WriterLock(path)

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: Any) -> None:
        _set_pragmas(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.info.get("holds_pen"):
            lock.acquire()
            connection.info["holds_pen"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    # The commit event comes before the commit itself; a connection goes back to its pool after it.
    @event.listens_for(engine, "checkin")
    def checkin(_connection: sqlite3.Connection | None, record: Any) -> None:
        if record.info.pop("holds_pen", False):
            lock.release()
