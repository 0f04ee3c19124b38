"""Two questions that machines ask: is the process alive, and can it do its work."""

from __future__ import annotations

import threading
import time

import sqlalchemy as sa
import structlog
from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy.engine import Engine

from app.access import open_to_strangers
from app.database_errors import Fault, fault_of, reason_of
from app.errors import RETRY_AFTER
from app.extensions import db
from app.migrations import newest_revision

log = structlog.get_logger()
bp = Blueprint("health", __name__)

TIMEOUT = 1.0
"""The time limit in seconds of an answer about the database."""

KEPT = 2.0
"""For how many seconds it is kept: strangers may ask as often as they like, and each try is written to the disk."""

_TURN = TIMEOUT / 2
"""The seconds of that which may be spent on waiting for the write lock; longer is reported as busy."""

_REVISION = sa.text("SELECT version_num FROM alembic_version")


class OtherSchemaError(Exception):
    """The database is of another version than the app."""


class Readiness:
    """The result of the last attempt to write to the database.

    The try runs in a thread of its own, so that whatever hangs, a disk, a lock or a server, it is not who asks.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mutex = threading.Lock()
        self._began_at = float("-inf")
        self._done = threading.Event()
        self._done.set()
        self._error: Exception | None = None
        self._known: str | None = None

    def fault(self) -> str | None:
        """Return why the database cannot be written to, in one word, or ``None`` when it can."""
        with self._mutex:
            is_old = time.monotonic() - self._began_at >= KEPT
            if is_old and self._done.is_set():
                self._began_at, self._done = time.monotonic(), threading.Event()
                threading.Thread(target=self._try, args=[self._done], daemon=True).start()
            done, end = self._done, self._began_at + TIMEOUT
        in_time = done.wait(max(0, end - time.monotonic()))
        error = self._error if in_time else TimeoutError("no answer in time")
        return self._noted(error)

    def _try(self, done: threading.Event) -> None:
        try:
            _write(self._engine)
        except Exception as error:
            self._error = error
        else:
            self._error = None
        done.set()

    def _noted(self, error: Exception | None) -> str | None:
        """Return the word for ``error``; write into the log when it is another than before."""
        word = None if error is None else _word(error)
        with self._mutex:
            before, self._known = self._known, word
        if error is not None and word != before:
            log.error("database not ready", fault=word, reason=reason_of(error))
        if error is None and before is not None:
            log.info("database ready again")
        return word


def _word(error: Exception) -> str:
    if isinstance(error, OtherSchemaError):
        return Fault.SCHEMA
    if isinstance(error, TimeoutError):
        return Fault.UNREACHABLE
    return fault_of(error) or "error"


def _write(engine: Engine) -> None:
    """Write something that changes nothing, down to the disk; raise what keeps it from being written."""
    with engine.connect().execution_options(writer_timeout=_TURN) as connection:
        revision = connection.scalar(_REVISION)
        if revision != newest_revision():
            raise OtherSchemaError(f"the database is at {revision}, the app at {newest_revision()}")
        if connection.dialect.name == "sqlite":
            # SQLite leaves a row alone that stays as it was, but not this number, which nobody uses.
            number = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")
        else:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_TURN * 1000:.0f}ms'")
            connection.execute(sa.text("UPDATE alembic_version SET version_num = version_num"))
        connection.commit()


def init_app(app: Flask) -> None:
    """Keep what is known of the database of ``app``."""
    with app.app_context():
        app.extensions["readiness"] = Readiness(db.get_engine())


@bp.get("/healthz")
@open_to_strangers
def alive() -> Response:
    """Answer that the process runs, whatever the database does."""
    return jsonify(status="ok")


@bp.get("/readyz")
@open_to_strangers
def ready() -> Response:
    """Answer whether the database can be written to; when not, a 503 with Retry-After and the reason in one word."""
    readiness: Readiness = current_app.extensions["readiness"]
    fault = readiness.fault()
    response = jsonify(status=fault or "ok")
    if fault is not None:
        response.status_code = 503
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
