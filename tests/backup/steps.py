"""Databases and files that the tests of backups work on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from tests.conftest import dispose, make_app

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM entry").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


def database_of(app: Flask) -> Path:
    """Return the file that an app keeps its data in."""
    return Path(sa.make_url(app.config["TUNG_NHA"].database_url).database or "")


def beside(path: Path) -> set[str]:
    """Return the names of all files in the folder of ``path``."""
    return {each.name for each in path.parent.iterdir()}


@contextmanager
def app_on(path: Path) -> Iterator[Flask]:
    """Open an app on a database file for a while."""
    app = make_app(f"sqlite:///{path}")
    yield app
    dispose(app)


def changed(path: Path, *statements: str) -> Path:
    """Change a database file by some statements; return its path."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Let another process keep a database open, as a server does that nobody asks anything just now."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield
        finally:
            process.communicate()
