"""Thirty phones send through a proxy that cuts, to a server that is killed: nothing is lost or counted twice."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import click
import pytest
import sqlalchemy as sa

from tests.chaos.cutting_proxy import CuttingProxy
from tests.chaos.database import app_on, durable_database
from tests.chaos.phones import Crowd, Findings, compare_with_database
from tests.conftest import ENGINES
from tests.network import running
from tests.served import Server

SEED = 20
KILLS = 2
"""How often the server is killed here; ``python -m tests.chaos.kill`` does it twenty times."""

TIMEOUT_SECONDS = 60


@pytest.mark.audit
@pytest.mark.parametrize("engine", ENGINES)
def test_acknowledged_entries_are_stored_once(engine: str, tmp_path: Path) -> None:
    with durable_database(engine, tmp_path) as url:
        server = Server(url, tmp_path / "server.log")
        server.start()
        try:
            with running(CuttingProxy(server.port, SEED)) as proxy:
                crowd = Crowd(server.port, proxy.port, SEED)
                try:
                    seconds_away = kill_at_random(server, crowd)
                    proxy.stop_cutting()
                    all_is_sent = crowd.drain(TIMEOUT_SECONDS)
                finally:
                    crowd.stop()
        finally:
            server.stop()
        verified = server.flask("tally", "verify")
        with app_on(url):
            findings = compare_with_database(crowd.phones)

        # Shown when the test fails, and with -s.
        click.echo(f"{engine}: {figures(proxy, crowd, findings, seconds_away)}")
        assert all_is_sent
        assert not [answer for phone in crowd.phones for answer in phone.unexpected]
        assert findings == Findings(findings.acknowledged, lost=0, doubled=0, foreign=0, counters_differing=0)
        assert findings.acknowledged > 200 * KILLS
        assert crowd.total("known") > 0
        assert len(proxy.cuts) >= 4
        assert (verified.returncode, verified.stderr) == (0, "")
        if engine == "sqlite":
            assert integrity_of(url) == "ok"


def kill_at_random(server: Server, crowd: Crowd) -> list[float]:
    """Kill the server again and again while it works; return how long it was away each time."""
    chance = random.Random(SEED)
    seconds = []
    for _ in range(KILLS):
        crowd.wait_for(chance.randint(100, 400), TIMEOUT_SECONDS)
        seconds.append(server.restart())
    crowd.wait_for(100, TIMEOUT_SECONDS)
    return seconds


def figures(proxy: CuttingProxy, crowd: Crowd, findings: Findings, seconds_away: list[float]) -> dict[str, Any]:
    """Return what a reader of the test's report wants to know."""
    return {
        "entries acknowledged": findings.acknowledged,
        "copies resent": crowd.total("resent"),
        "answered known": crowd.total("known"),
        "answered 503": crowd.total("answered 503"),
        "cuts": dict(proxy.cuts),
        "seconds away": [round(each, 1) for each in seconds_away],
    }


def integrity_of(url: str) -> str:
    """Return what SQLite says of the soundness of its file."""
    connection = sqlite3.connect(sa.make_url(url).database or "")
    try:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        connection.close()
