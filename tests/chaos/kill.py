"""``python -m tests.chaos.kill``: kill the server twenty times under load; fails when anything acknowledged is lost."""

from __future__ import annotations

import logging
import random
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from tests.chaos.database import app_on, durable_database
from tests.chaos.phones import Crowd, Findings, compare_with_database
from tests.conftest import ENGINES
from tests.served import Server

KILLS = 20
TIMEOUT_SECONDS = 60


def kill_under_load(engine: str, folder: Path) -> tuple[Findings, list[float], bool]:
    """Return what was found afterwards, how many seconds the server was away each time, and whether all was sent."""
    chance = random.Random(engine)
    with durable_database(engine, folder) as url:
        server = Server(url, folder / "server.log")
        server.start()
        try:
            crowd = Crowd(server.port, server.port, seed=1)
            try:
                seconds = []
                for _ in range(KILLS):
                    crowd.wait_for(chance.randint(100, 600), TIMEOUT_SECONDS)
                    seconds.append(server.restart())
                all_is_sent = crowd.drain(TIMEOUT_SECONDS)
            finally:
                crowd.stop()
        finally:
            server.stop()
        with app_on(url):
            return compare_with_database(crowd.phones), seconds, all_is_sent


def main() -> int:
    """Print a line for each engine; return how the process should end."""
    failed = False
    # What is done to make the database is no part of the answer.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for engine in ENGINES:
        with TemporaryDirectory() as folder:
            found, seconds, all_is_sent = kill_under_load(engine, Path(folder))
        click.echo(
            f"{engine:<12} killed {KILLS} times: acknowledged {found.acknowledged}, lost {found.lost}, "
            f"doubled {found.doubled}, counters differing {found.counters_differing}; "
            f"answers again after {median(seconds):.1f} s, at most {max(seconds):.1f} s"
        )
        failed |= not all_is_sent or found.lost + found.doubled + found.foreign + found.counters_differing > 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
