"""A database that fails: what passes is "busy", anything else is an error with its cause in the log."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
import structlog
from flask import Flask
from sqlalchemy.exc import DBAPIError
from structlog.testing import CapturingLogger

from app import errors
from app.database import LostRaceError, writer
from app.database_errors import Fault, fault_of
from app.extensions import db
from app.writer_lock import LockFileError, WriterBusyError
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.factories import make_entry
from tests.terminal import run

SECRET = "sentence that somebody wrote"


def _database_of(app: Flask) -> Path:
    with app.app_context():
        return Path(db.get_engine().url.database or "")


def _raised(app: Flask, *statements: str) -> BaseException:
    """Return what the last of ``statements`` raises."""
    with app.app_context():
        for statement in statements[:-1]:
            writer().execute(sa.text(statement))
        with pytest.raises(DBAPIError) as raised:
            writer().execute(sa.text(statements[-1]))
        writer().rollback()
    return raised.value


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (WriterBusyError(), Fault.BUSY),
        (LostRaceError(), Fault.BUSY),
        (sa.exc.TimeoutError(), Fault.BUSY),
        (psycopg.errors.DeadlockDetected(), Fault.BUSY),
        (psycopg.errors.SerializationFailure(), Fault.BUSY),
        (psycopg.errors.QueryCanceled(), Fault.BUSY),
        (psycopg.errors.TooManyConnections(), Fault.BUSY),
        (psycopg.errors.AdminShutdown(), Fault.UNREACHABLE),
        (psycopg.errors.CannotConnectNow(), Fault.UNREACHABLE),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Fault.UNREACHABLE),
        (psycopg.InterfaceError("the connection is closed"), Fault.UNREACHABLE),
        (psycopg.OperationalError("FATAL:  the database system is starting up"), Fault.UNREACHABLE),
        (psycopg.OperationalError('FATAL:  password authentication failed for user "x"'), Fault.REFUSED),
        (LockFileError("ward.sqlite3.writer: Permission denied"), Fault.REFUSED),
        (psycopg.errors.DiskFull(), Fault.FULL),
        (psycopg.errors.ReadOnlySqlTransaction(), Fault.READ_ONLY),
        (psycopg.errors.DataCorrupted(), Fault.DAMAGED),
        (psycopg.errors.IoError(), Fault.DISK),
        (OSError(errno.ENOSPC, "No space left on device"), Fault.FULL),
        (OSError(errno.EROFS, "Read-only file system"), Fault.READ_ONLY),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (psycopg.errors.SyntaxError(), None),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.ProgrammingError("the query has 1 placeholder"), None),
        (sqlite3.ProgrammingError("cannot operate on a closed database"), None),
        (ValueError(), None),
    ],
    ids=repr,
)
def test_error_shows_its_cause(error: Exception, fault: Fault | None) -> None:
    assert fault_of(error) is fault


@pytest.mark.parametrize("statement", ["SELECT 1 FROM not_there", "SELECT not_there FROM ward"])
def test_a_missing_table_or_column_is_a_schema_of_another_version(app: Flask, statement: str) -> None:
    assert fault_of(_raised(app, statement)) is Fault.SCHEMA


def test_a_mistake_in_a_statement_is_the_programs(app: Flask) -> None:
    assert fault_of(_raised(app, "SELEC 1")) is None
    assert fault_of(_raised(app, "UPDATE ward SET province_id = 999")) is None


def test_a_table_that_another_program_holds_is_busy(sqlite_app: Flask) -> None:
    """Only writers of this app queue; SQLite's own shell does not know of the queue."""
    with closing(sqlite3.connect(_database_of(sqlite_app), isolation_level=None)) as shell:
        shell.execute("BEGIN IMMEDIATE")
        with sqlite_app.app_context():
            with db.get_engine().connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA busy_timeout=10")
            assert fault_of(_raised(sqlite_app, "SELECT 1")) is Fault.BUSY


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    """Return what keeps the lines that errors leave in the log, as they would be written."""
    lines = CapturingLogger()
    monkeypatch.setattr(errors, "log", structlog.wrap_logger(lines, processors=structlog.get_config()["processors"]))
    return lines


Broken = tuple[Flask, Visitor]


@pytest.fixture
def broken(databases: Databases) -> Iterator[Callable[[Callable[[Path], None]], Broken]]:
    """Return what breaks the file of an app in a given way, after Ana signed in to it."""
    apps = []

    def break_it(breaking: Callable[[Path], None]) -> Broken:
        url = databases.fresh("sqlite")
        app = make_app(url)
        apps.append((app, url))
        ana = Visitor(app, "ana")
        dispose(app)
        breaking(_database_of(app))
        return app, ana

    yield break_it
    for app, url in apps:
        dispose(app)
        path = Path(sa.make_url(url).database or "")
        if path.is_dir():
            path.rmdir()
        databases.drop(url)


def _overwrite(path: Path) -> None:
    path.write_bytes(b"no database at all " * 1000)


def _overwrite_the_middle(path: Path) -> None:
    """Leave the head and the schema, so that only who reads further finds out."""
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xa5" * (len(content) - 8192))


def _put_a_folder_there(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _drop_a_column(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute('ALTER TABLE "user" RENAME COLUMN name TO full_name')


@pytest.mark.parametrize("breaking", [_overwrite, _overwrite_the_middle, _put_a_folder_there, _drop_a_column])
def test_lasting_faults_are_not_called_busy(
    broken: Callable[[Callable[[Path], None]], Broken],
    breaking: Callable[[Path], None],
    logged: CapturingLogger,
) -> None:
    _app, ana = broken(breaking)
    answer = ana.send({"entries": [make_entry()]})
    assert (answer.status_code, answer.json) == (500, {"error": "error"})
    assert "Retry-After" not in answer.headers
    page = ana.http.get("/log/mine?lang=en")
    page = ana.http.get("/?lang=en") if page.status_code == 200 else page
    assert page.status_code == 500
    assert "Tell whoever looks after the server" in page.text
    message_text = repr(logged.calls)
    assert "Traceback" in message_text, "the log does not say where"
    assert "sqlite3." in message_text, "the log does not say what"


@pytest.fixture
def restarted(own_app: Flask) -> Iterator[tuple[Flask, Visitor]]:
    """Return an app that has yet to open its lock, and Ana, who signed in before it was started."""
    ana = Visitor(own_app, "ana")
    dispose(own_app)
    app = make_app(own_app.config["TUNG_NHA"].database_url)
    ana.http.application = app
    yield app, ana
    dispose(app)


def test_a_lock_file_that_cannot_be_opened_is_refused(restarted: Broken, logged: CapturingLogger) -> None:
    app, ana = restarted
    lock = Path(f"{_database_of(app)}.writer")
    lock.unlink()
    lock.symlink_to(lock.parent / "missing" / "lock")
    answer = ana.send({"entries": [make_entry()]})
    assert (answer.status_code, answer.json) == (500, {"error": "error"})
    assert '"fault": "refused"' in repr(logged.calls)
    assert f"{lock}: No such file or directory" in repr(logged.calls), "the log does not say which file"
    ready = ana.http.get("/readyz")
    assert (ready.status_code, ready.json) == (503, {"status": "refused"})
    status, message_text = run(app, "ward", "add", "16417")
    assert status == 1
    assert message_text.splitlines()[-1].startswith(
        f"Error: The database {_database_of(app)} cannot be opened ({lock}: "
    ), message_text


def test_a_full_disk_is_an_error_until_there_is_room(own_app: Flask, logged: CapturingLogger) -> None:
    ana = Visitor(own_app, "ana")
    entry = make_entry(note=SECRET)
    with own_app.app_context(), db.get_engine().connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        [pages] = driver.execute("PRAGMA page_count").fetchone()
        driver.execute(f"PRAGMA max_page_count={pages}")
    answer = ana.send({"entries": [entry, *(make_entry(note="x" * 400) for _ in range(99))]})
    assert (answer.status_code, answer.json) == (500, {"error": "error"})
    message_text = repr(logged.calls)
    assert '"fault": "full"' in message_text
    assert SECRET not in message_text, "the log holds what somebody wrote"
    with own_app.app_context(), db.get_engine().connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA max_page_count=1000000")
    assert [receipt["outcome"] for receipt in ana.sync(entry)] == ["stored"]


def test_a_file_that_cannot_be_written_is_not_called_busy(sqlite_app: Flask) -> None:
    path = _database_of(sqlite_app)
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection,
        pytest.raises(sqlite3.OperationalError) as raised,
    ):
        connection.execute("UPDATE ward SET note = ''")
    assert fault_of(raised.value) is Fault.READ_ONLY
