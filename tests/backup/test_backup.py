"""A backup: made while the app writes, whole or not there, under a name of its own."""

from __future__ import annotations

import resource
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.backup.sqlite_copy import own_name, remove_oldest
from app.database import writer
from tests.backup.steps import app_on, beside, database_of
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.factories import make_entry
from tests.sync.steps import assert_counted, number_of_entries
from tests.terminal import run


def test_backup_is_of_one_moment_while_entries_are_written(sqlite_app: Flask, target: Path) -> None:
    stop = threading.Event()
    answered: list[str] = []

    def write(name: str) -> None:
        phone = Visitor(sqlite_app, name)
        while not stop.is_set():
            entries = [make_entry() for _ in range(5)]
            answered.extend(receipt["id"] for receipt in phone.sync(*entries) if receipt["outcome"] == "stored")

    writers = [threading.Thread(target=write, args=(name,)) for name in ("ana", "leo")]
    for thread in writers:
        thread.start()
    try:
        while len(answered) < 20:
            stop.wait(0.01)
        for number in range(3):
            sure = set(answered)
            copy = target.with_name(f"copy-{number}.sqlite3")
            status, output = run(sqlite_app, "backup", str(copy))
            assert status == 0, output
            with closing(sqlite3.connect(copy)) as connection:
                kept = {row[0].hex() for row in connection.execute("SELECT id FROM entry")}
            assert {id.replace("-", "") for id in sure} <= kept
    finally:
        stop.set()
        for thread in writers:
            thread.join()
    assert len(answered) > 20
    with app_on(copy) as copied:
        assert_counted(copied)


def test_existing_backup_is_not_overwritten(sqlite_app: Flask, target: Path) -> None:
    target.write_text("of yesterday")
    status, output = run(sqlite_app, "backup", str(target))
    assert (status, "no backup is overwritten" in output) == (1, True)
    assert target.read_text() == "of yesterday"


def test_backup_into_a_folder_gets_a_name_and_replaces_old_ones(sqlite_app: Flask, target: Path) -> None:
    folder = target.parent
    old = [folder / f"tung-nha-2026-0{month}-01-0215.sqlite3" for month in range(1, 6)]
    others = [folder / name for name in ("tung-nha-2026-01-01-0215.sqlite3.gz", "mine.sqlite3", "tung-nha-x.sqlite3")]
    for path in old + others:
        path.write_text("")
    status, output = run(sqlite_app, "backup", str(folder), "--keep", "3")
    assert status == 0, output
    left = {path.name for path in folder.iterdir()}
    assert {path.name for path in [*old[3:], *others]} < left
    assert len(left) == 6
    [made] = left - {path.name for path in old + others}
    assert output.startswith(str(folder / made))
    assert remove_oldest(folder, 1) == old[3:]
    assert (folder / made).exists(), "the newest stays"


def test_name_of_a_backup_has_the_time_of_viet_nam() -> None:
    moments = "2026-01-31T17:05Z", "2026-01-31T16:59Z", "2026-11-02T00:00Z"
    names = [own_name(datetime.fromisoformat(moment)) for moment in moments]
    assert names == [
        "tung-nha-2026-02-01-0005.sqlite3",
        "tung-nha-2026-01-31-2359.sqlite3",
        "tung-nha-2026-11-02-0700.sqlite3",
    ]


def test_unwritable_folder_holds_no_rest_of_a_backup(sqlite_app: Flask, target: Path) -> None:
    file = target.with_name("file")
    file.write_text("")
    for path in (target.parent / "missing" / "copy.sqlite3", file / "copy.sqlite3"):
        status, output = run(sqlite_app, "backup", str(path))
        assert (status, "No backup was made" in output) == (1, True), output
    assert beside(target) == {"file"}


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """Let no file grow beyond ``most`` bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_full_disk_leaves_no_half_file(sqlite_app: Flask, target: Path) -> None:
    with small_files(100_000):
        status, output = run(sqlite_app, "backup", str(target))
    assert (status, "No backup was made" in output) == (1, True), output
    assert beside(target) == set()
    # The write lock was given back, so that the app goes on.
    assert Visitor(sqlite_app, "ana").sync(make_entry())[0]["outcome"] == "stored"

    assert run(sqlite_app, "backup", str(target))[0] == 0
    dispose(sqlite_app)
    database = database_of(sqlite_app)
    there = beside(database)
    with small_files(100_000):
        status, output = run(sqlite_app, "restore", str(target))
    assert (status, "Nothing was restored" in output) == (1, True), output
    assert beside(database) <= there
    assert number_of_entries(sqlite_app) == 1


def test_wrong_counter_is_reported_and_the_backup_kept(sqlite_app: Flask, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    with closing(sqlite3.connect(database_of(sqlite_app))) as connection:
        connection.execute("UPDATE area_month SET total = total + 1")
        connection.commit()
    status, output = run(sqlite_app, "backup", str(target))
    assert (status, "tally rebuild" in output, "area_month" in output) == (1, True, True)
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (1,)


def test_empty_database_is_not_backed_up(databases: Databases, target: Path) -> None:
    url = databases.fresh("sqlite", empty=True)
    app = make_app(url)
    status, output = run(app, "backup", str(target))
    assert (status, "nothing to back up" in output) == (1, True)
    assert beside(target) == set()
    dispose(app)
    databases.drop(url)


def test_postgresql_brings_its_own_tools(databases: Databases, target: Path) -> None:
    url = databases.fresh("postgresql")
    app = make_app(url)
    for command, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        status, output = run(app, command, str(target))
        assert (status, tool in output, output.count("\n")) == (1, True, 1)
    assert beside(target) == set()
    dispose(app)
    databases.drop(url)


def test_uncountable_database_is_not_backed_up(sqlite_app: Flask, target: Path) -> None:
    with sqlite_app.app_context():
        writer().execute(sa.text("ALTER TABLE alembic_version RENAME COLUMN version_num TO number"))
        writer().commit()
    status, output = run(sqlite_app, "backup", str(target))
    assert (status, "Traceback" in output) == (1, False), output
    assert beside(target) == set()
