"""Upgrades copies of an SQLite database and kills each at another statement; run by test_upgrading.py.

    python -m tests.migrations.killed_upgrade DATABASE

It stands alone in a process with one thread, because it forks: to start Python anew for every statement would take
minutes. It writes one JSON object a line for each moment of death: the revision that the database says it has,
and whether schema and rows are what an upgrade that nothing disturbed makes of that revision, so that upgrading again
finishes.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.migrations import alembic, newest_revision, upgrade
from tests.conftest import make_app

Dump = list[str]


def dump(path: Path) -> tuple[str, Dump]:
    """Return the revision of a database, and everything in it as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        [(revision,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return revision, sorted(map(_in_one_order, connection.iterdump()))


def _in_one_order(statement: str) -> str:
    """Return a statement; of a table with its lines sorted, because a table made anew has its keys in any order."""
    if not statement.startswith("CREATE TABLE"):
        return statement
    return "\n".join(sorted(line.strip(", \t") for line in statement.splitlines()))


def in_a_child(work: Callable[[], None]) -> int:
    """Do ``work`` in a child process; return how that ended."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Upgrades:
    """Upgrades of one database, from the state that it is in at the beginning."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.app: Flask = make_app(f"sqlite:///{path}")
        with self.app.app_context():
            first = dump(path)[0]
            self.steps = [script.revision for script in alembic.script_directory.walk_revisions("base", "heads")][::-1]
            self.steps = self.steps[self.steps.index(first) :]

    def undisturbed(self) -> dict[str, Dump]:
        """Return what is in the database at each revision, of which a copy is kept."""
        found = {}
        for step in self.steps:
            assert in_a_child(lambda step=step: self._upgrade_to(step)) == 0  # type: ignore[misc]
            revision, found[step] = dump(self.path)
            assert revision == step
            shutil.copy(self.path, self._kept(step))
        return found

    def _kept(self, step: str) -> Path:
        return self.path.with_name(f"kept-{step}.sqlite3")

    def _go_back(self, step: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._kept(step), self.path)

    def _upgrade_to(self, step: str) -> None:
        with self.app.app_context():
            alembic.upgrade(step)

    def killed_at(self, step: str, moment: int) -> bool:
        """Upgrade from ``step`` and be killed before its change or commit of this number; tell if it came to that.

        It begins at ``step``, since what was done before is done for good: all before it would take minutes. Before a
        question a death leaves what it leaves before the next change.
        """
        self._go_back(step)
        status = in_a_child(lambda: self._upgrade_until(moment))
        assert status in {0, -signal.SIGKILL}, status
        return status != 0

    def _upgrade_until(self, moment: int) -> None:
        moments = iter(range(moment))

        def die_in_time(*_: Any) -> None:
            if next(moments, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        def die_before_a_change(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith(("SELECT", "PRAGMA")):
                die_in_time()

        with self.app.app_context():
            engine = db.get_engine()
            sa.event.listen(engine, "before_cursor_execute", die_before_a_change)
            sa.event.listen(engine, "commit", die_in_time)
            upgrade()

    def finish(self) -> bool:
        """Upgrade what a death left behind; tell whether that went through."""

        def work() -> None:
            with self.app.app_context():
                upgrade()

        return in_a_child(work) == 0


def main(path: Path) -> None:
    """Try every moment of every step."""
    upgrades = Upgrades(path)
    expected = upgrades.undisturbed()
    for step in upgrades.steps[:-1]:
        for moment in count():
            if not upgrades.killed_at(step, moment):
                break
            revision, found = dump(path)
            if revision != step:
                break
            is_whole = found == expected[step]
            # The same state goes on in the same way: once for each revision is enough.
            if moment == 0 or not is_whole:
                is_whole &= upgrades.finish() and dump(path) == (newest_revision(), expected[newest_revision()])
            sys.stdout.write(json.dumps({"moment": moment, "revision": step, "is_whole": is_whole}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
