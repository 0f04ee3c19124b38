"""The tests' own PostgreSQL server ends with the tests, and its tables come back as they were."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import sqlalchemy as sa

from app.config import ROOT
from tests.conftest import Databases

TIMEOUT = 60  # seconds
STARTED = "from tests.databases import PostgresServer; print(PostgresServer().folder, flush=True); input()"


def test_a_server_is_gone_after_its_tests_were_killed() -> None:
    command = [sys.executable, "-c", STARTED]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        process.kill()
    deadline = monotonic() + TIMEOUT
    while folder.exists() or runs(server):
        assert monotonic() < deadline, f"{folder} or its server stays"
        sleep(0.05)


def runs(process: int) -> bool:
    """Return whether a process is there and has not ended; one that nobody waited for is still listed."""
    asked = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return asked.stdout.strip()[:1] not in {"", "Z"}


def test_tables_and_sequences_are_put_back_beside_a_transaction_that_was_left_open(databases: Databases) -> None:
    url = databases.fresh("postgresql")
    engine, left_open = sa.create_engine(url, isolation_level="AUTOCOMMIT"), sa.create_engine(url)
    state = sa.text("SELECT (SELECT count(*) FROM place), (SELECT count(*) FROM team_area), nextval('place_id_seq')")
    with engine.connect() as connection, left_open.connect() as other:
        other.execute(sa.text("DELETE FROM team_area"))
        before = connection.execute(state).one()
        connection.execute(sa.text("DELETE FROM place"))
        databases.renew(url)
        assert connection.execute(state).one() == before
        other.invalidate()
    engine.dispose()
    left_open.dispose()
    databases.drop(url)
