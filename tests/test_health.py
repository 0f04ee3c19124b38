"""The two questions of machines: is the process alive, and can it do its work."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog
from flask import Flask
from structlog.testing import CapturingLogger

from app import create_app, health
from app.config import ROOT, Config
from app.database import reader, writer
from app.extensions import db
from app.health import Readiness
from app.writer_lock import TIMEOUT, WRITING_THREADS
from tests.cast import PASSWORD, PHONES
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.server import HOST, served
from tests.factories import make_entry
from tests.served import SECRET_KEY

LIMIT = 30  # seconds, for a machine that has much else to do


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_app(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Flask]:
    """Return an app of the test's own, which knows nothing yet of its database."""
    url = databases.fresh(request.param)
    app = make_app(url)
    yield app
    dispose(app)
    databases.drop(url)


@pytest.fixture
def ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question be asked of the database, also within two seconds of the one before."""
    monkeypatch.setattr(health, "KEPT", 0.0)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_healthy_database_is_ready(app: Flask, path: str) -> None:
    response = Visitor(app).get(path)
    assert response.status_code == 200
    assert response.json == {"status": "ok"}
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("sqlite:///{folder}/missing/log.sqlite3", "refused"),
        ("postgresql+psycopg://nobody@/nothing?host={folder}", "unreachable"),
    ],
)
def test_a_database_that_cannot_be_reached(tmp_path: Path, url: str, word: str) -> None:
    app = make_app(url.format(folder=tmp_path))
    try:
        machine = Visitor(app)
        assert machine.get("/healthz").status_code == 200
        response = machine.get("/readyz")
        assert (response.status_code, response.json) == (503, {"status": word})
        assert int(response.headers["Retry-After"]) > 0
        assert str(tmp_path) not in response.text
    finally:
        dispose(app)


def _fault(app: Flask) -> str | None:
    with app.app_context():
        return Readiness(db.get_engine()).fault()


def test_a_database_of_another_version_is_not_ready(fresh_app: Flask) -> None:
    assert _fault(fresh_app) is None
    with fresh_app.app_context():
        writer().execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
        writer().commit()
    assert _fault(fresh_app) == "schema"
    with fresh_app.app_context():
        writer().execute(sa.text("DROP TABLE alembic_version"))
        writer().commit()
    assert _fault(fresh_app) == "schema"


def test_a_full_disk_is_not_ready(own_app: Flask) -> None:
    """The number is written to the disk each time, so that a disk without room is noticed by the question."""
    with own_app.app_context(), db.get_engine().connect() as connection:
        path = Path(db.get_engine().url.database or "")
        before = Path(f"{path}-wal").stat().st_size
        connection.rollback()
    assert _fault(own_app) is None
    assert Path(f"{path}-wal").stat().st_size > before


def test_a_database_that_may_only_be_read_is_not_ready(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        engine = db.get_engine()
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def only_read(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA query_only=ON")
    else:
        with fresh_app.app_context():
            name = engine.url.database
            writer().execute(sa.text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
            writer().commit()
        dispose(fresh_app)
    assert _fault(fresh_app) == "read_only"


def test_a_writer_that_hangs_is_noticed_in_time(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        writer().execute(sa.text("UPDATE alembic_version SET version_num = version_num"))
        with ThreadPoolExecutor(1) as pool:
            began = time.monotonic()
            fault = pool.submit(_fault, fresh_app).result(LIMIT)
        assert fault == "busy"
        assert time.monotonic() - began < LIMIT / 2
        writer().rollback()
    assert _fault(fresh_app) is None


def test_result_of_a_check_is_kept_for_a_moment(fresh_app: Flask) -> None:
    statements: list[str] = []
    with fresh_app.app_context():
        readiness = Readiness(db.get_engine())
        sa.event.listen(db.get_engine(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert [readiness.fault() for _ in range(20)] == [None] * 20
    assert sum("user_version =" in each or "UPDATE" in each for each in statements) <= 3


@pytest.mark.usefixtures("ask_again")
def test_change_of_health_is_logged_once(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = CapturingLogger()
    monkeypatch.setattr(health, "log", structlog.wrap_logger(lines, processors=structlog.get_config()["processors"]))
    machine = Visitor(fresh_app)

    def ask(times: int) -> list[int]:
        return [machine.get("/readyz").status_code for _ in range(times)]

    def version(number: str) -> None:
        with fresh_app.app_context():
            writer().execute(sa.text("UPDATE alembic_version SET version_num = :number"), {"number": number})
            writer().commit()

    with fresh_app.app_context():
        now = reader().scalar(sa.text("SELECT version_num FROM alembic_version"))
    assert ask(2) == [200, 200]
    version("0001")
    assert ask(3) == [503, 503, 503]
    version(now or "")
    assert ask(2) == [200, 200]
    logged = [json.loads(call.args[0]) for call in lines.calls]
    assert [(line["event"], line.get("fault")) for line in logged] == [
        ("database not ready", "schema"),
        ("database ready again", None),
    ]
    assert "0001" in logged[0]["reason"]


def test_liveness_asks_no_database(app: Flask) -> None:
    """Also of somebody who is signed in: whatever the database does, the answer does not wait for it."""
    ana = Visitor(app, "ana")
    statements: list[str] = []
    with app.app_context():
        for engine in (db.get_engine(), db.get_engine("read")):
            sa.event.listen(engine, "begin", lambda *args: statements.append("begin"))
    assert ana.get("/healthz").status_code == 200
    assert statements == []


HOLD = """
import sys
from pathlib import Path
sys.path.append("app")
from writer_lock import WriterLock
WriterLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


def _ask(port: int, path: str) -> tuple[int, float]:
    """Return the status of an answer, and after how many seconds it came."""
    began = time.monotonic()
    with closing(HTTPConnection(HOST, port, timeout=LIMIT)) as connection:
        connection.request("GET", path)
        status = connection.getresponse().status
    return status, time.monotonic() - began


def _send(port: int, ana: Visitor) -> int:
    """Send an entry as Ana's phone, and return the status of the answer."""
    cookie = ana.http.get_cookie("session")
    assert cookie is not None
    headers = {"Origin": f"http://{HOST}:{port}", "Cookie": f"session={cookie.value}", "X-CSRF-Token": ana.token}
    with closing(HTTPConnection(HOST, port, timeout=2 * LIMIT)) as connection:
        body = json.dumps({"entries": [make_entry()]})
        connection.request("POST", "/api/v1/sync", body, headers | {"Content-Type": "application/json"})
        return connection.getresponse().status


def test_a_server_whose_writers_all_wait_still_answers(databases: Databases, tmp_path: Path) -> None:
    """Another process hangs with the write lock, and more phones send than the server has threads."""
    url = databases.fresh("sqlite")
    # With the server's own key, so that who signs in here is signed in there.
    app = create_app(Config(database_url=url, secret_key=SECRET_KEY, testing=True))
    ana = Visitor(app, "ana")
    dispose(app)
    command = [sys.executable, "-c", HOLD, sa.make_url(url).database or ""]
    with (
        served(url, PHONES, PASSWORD, tmp_path / "log") as site,
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder,
        ThreadPoolExecutor(4 * WRITING_THREADS) as pool,
    ):
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            holder.send_signal(signal.SIGSTOP)
            sent = [pool.submit(_send, site.port, ana) for _ in range(4 * WRITING_THREADS)]
            # The first that is refused tells that the others wait.
            assert next(as_completed(sent, timeout=LIMIT)).result() == 503
            alive = [_ask(site.port, "/healthz") for _ in range(10)]
            deadline = time.monotonic() + LIMIT
            # It was ready a moment ago, and that is kept for two seconds.
            while (ready := _ask(site.port, "/readyz"))[0] == 200:
                assert time.monotonic() < deadline, "it says that it is ready, and nobody can write"
            page = _ask(site.port, "/login")
        finally:
            holder.kill()
        outcomes = {future.result(LIMIT) for future in sent}
    databases.drop(url)
    assert [status for status, _ in (*alive, ready, page)] == [200] * 10 + [503, 200]
    assert max(seconds for _, seconds in (*alive, ready, page)) < TIMEOUT / 4, "it waited with the writers"
    assert outcomes == {200, 503}, "who waited is served when the lock is free"
