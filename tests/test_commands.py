"""A database that cannot be used ends every command with a sentence and not with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.config import ROOT
from tests.conftest import Databases, dispose, make_app
from tests.terminal import run

EVERYWHERE = (
    ["prepare"],
    ["demo"],
    ["backup", "{folder}/copy.sqlite3"],
    ["db", "upgrade"],
    ["tally", "verify"],
    ["ward", "add", "16417"],
    ["user", "end", "--phone", "0900000101"],
    ["month", "close", "2026-10", "--ward", "16417"],
)


def _leave_out(path: Path) -> None:
    path.parent.rmdir()


def _put_a_folder_there(path: Path) -> None:
    path.mkdir()


def _put_something_else_there(path: Path) -> None:
    path.write_bytes(b"Con cua khong phai co so du lieu " * 500)


@pytest.mark.parametrize("command", EVERYWHERE, ids=" ".join)
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_leave_out, "cannot be opened"),
        (_put_a_folder_there, "cannot be opened"),
        (_put_something_else_there, "is damaged, or is no database"),
    ],
)
def test_a_file_that_cannot_be_used(
    tmp_path: Path, spoil: Callable[[Path], None], words: str, command: list[str]
) -> None:
    path = tmp_path / "data" / "ward.sqlite3"
    path.parent.mkdir()
    spoil(path)
    app = make_app(f"sqlite:///{path}")
    try:
        status, output = run(app, *(part.format(folder=tmp_path) for part in command))
    finally:
        dispose(app)
    assert status == 1
    assert output.splitlines()[-1].startswith(f"Error: The database {path} {words} ("), output
    assert not (tmp_path / "copy.sqlite3").exists()


@pytest.mark.parametrize("spoil", [_leave_out, _put_a_folder_there])
def test_a_backup_has_nowhere_to_go(tmp_path: Path, databases: Databases, spoil: Callable[[Path], None]) -> None:
    backup = sa.make_url(databases.fresh("sqlite")).database or ""
    path = tmp_path / "data" / "ward.sqlite3"
    path.parent.mkdir()
    spoil(path)
    app = make_app(f"sqlite:///{path}")
    try:
        status, output = run(app, "restore", backup)
    finally:
        dispose(app)
    assert status == 1
    assert output.startswith("Error: ")
    assert str(path.parent) in output


@pytest.mark.parametrize("command", [["prepare"], ["tally", "verify"], ["db", "upgrade"]], ids=" ".join)
def test_a_server_that_does_not_answer(tmp_path: Path, command: list[str]) -> None:
    app = make_app(f"postgresql+psycopg://tungnha:word@/tungnha?host={tmp_path}")
    try:
        status, output = run(app, *command)
    finally:
        dispose(app)
    assert status == 1
    assert "does not answer" in output.splitlines()[-1]
    assert "word@" not in output, "the password is shown"


def test_a_server_that_refuses(databases: Databases) -> None:
    app = make_app(databases.server.url("not-there"))
    try:
        status, output = run(app, "prepare")
    finally:
        dispose(app)
    assert status == 1
    assert "cannot be opened (connection failed" in output
    assert 'database "not-there" does not exist' in output


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_database_without_tables(databases: Databases, engine: str) -> None:
    url = databases.fresh(engine, empty=True)
    app = make_app(url)
    try:
        status, output = run(app, "tally", "verify")
    finally:
        dispose(app)
        databases.drop(url)
    assert status == 1
    assert "has not the tables of this version" in output
    assert "Run `flask prepare` first." in output


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL must name SQLite or PostgreSQL"),
        ("PUBLIC_ORIGIN", "tungnha.example.vn", "PUBLIC_ORIGIN must look like"),
    ],
)
def test_a_setting_that_cannot_be_used(name: str, value: str, words: str) -> None:
    environ = {**os.environ, "SECRET_KEY": "settings", "DATABASE_URL": "sqlite:////nonexistent/x.sqlite3", name: value}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {words}")
    assert "Traceback" not in done.stderr
