"""The real server as processes of its own, on a database that survives it: started, killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Session

from app.catalogue.actions import load_catalogue
from app.config import ROOT
from app.database import writer
from app.migrations import upgrade
from app.month import now
from app.people.models import Membership, User
from app.permissions import Role
from tests.cast import PASSWORD, SINCE, TEAM_1, WARD_A, add_cast
from tests.conftest import dispose, make_app
from tests.databases import PostgresServer

HOST = "127.0.0.1"
PHONES = 30
FIRST_ID = 201
START_WITHIN = 60  # seconds, on a machine with other things to do
END_WITHIN = 20  # seconds
_BIN = Path(sys.executable).parent


class Server:
    """A server at a port of its own; its processes are one group, so that all die at once."""

    def __init__(self, database_url: str, log: Path) -> None:
        self.port = _free_port()
        self._log = log
        self._environ = {**os.environ, "DATABASE_URL": database_url, "SECRET_KEY": "chaos", "PUBLIC_ORIGIN": ""}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server as ``make run`` does, and wait until it answers."""
        options = "--interface wsgi --workers 2 --blocking-threads 4 --backlog 1024 --respawn-failed-workers --no-ws"
        command = [str(_BIN / "granian"), *options.split(), "--host", HOST, "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--log-level", "warning", "wsgi:app"],
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = monotonic() + START_WITHIN
        while not self._answers():
            if self._process.poll() is not None or monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the server did not start:\n{self._log.read_text()[-4000:]}")
            sleep(0.02)

    def _answers(self) -> bool:
        connection = HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End all processes of the server at once, as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Let the server end what it does; end it when it takes too long."""
        try:
            self._signal(signal.SIGTERM)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)
            self._process.wait(END_WITHIN)

    def restart(self) -> float:
        """Kill the server and start it again; return how many seconds it was away."""
        since = monotonic()
        self.kill()
        self.start()
        return monotonic() - since

    def flask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the app on the server's database."""
        command = [str(_BIN / "flask"), "--app", "wsgi", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self._environ, capture_output=True, text=True, check=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def durable_database(engine: str, folder: Path) -> Iterator[str]:
    """Give the address of a database with the cast and thirty more members, which loses nothing when it is killed."""
    if engine == "sqlite":
        yield _filled(f"sqlite:///{folder / 'log.sqlite3'}")
        return
    server = PostgresServer(durable=True)
    try:
        yield _filled(server.create("log"))
    finally:
        server.stop()


@contextmanager
def app_on(url: str) -> Iterator[Flask]:
    """Give an app on a database, beside the server."""
    app = make_app(url)
    with app.app_context():
        yield app
    dispose(app)


def _filled(url: str) -> str:
    with app_on(url):
        upgrade()
        session = writer()
        load_catalogue(session)
        session.flush()
        add_cast(session)
        _add_members(session)
        session.commit()
    return url


def phone_number(number: int) -> str:
    """Return the phone number of one of the thirty members."""
    return f"09000002{number:02}"


def _add_members(session: Session) -> None:
    # A hash that is quickly checked: how long signing in takes is not the question here.
    password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for number in range(PHONES):
        id, phone = FIRST_ID + number, "+84" + phone_number(number)[1:]
        name = f"Nguyễn Ví Dụ Số {number + 1}"
        session.add(User(id=id, phone=phone, name=name, password_hash=password_hash, created_at=now()))
        session.flush()
        session.add(Membership(id=id, user_id=id, role=Role.MEMBER, ward_id=WARD_A, team_id=TEAM_1, valid_from=SINCE))
