"""Backups that can be trusted: made while the app writes, whole or not there, and put back without losing anything."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.backup.sqlite_copy import own_name, remove_oldest
from app.database import writer
from app.migrations import alembic
from app.month import now
from app.people.models import Device
from tests.cast import ANA, PASSWORD, PHONES
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.factories import make_entry
from tests.sync.steps import assert_counted, find, number_of_entries
from tests.terminal import run

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


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a test's backup goes, in a folder of its own."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "copy.sqlite3"


def test_a_backup_is_restored_as_it_was(sqlite_app: Flask, target: Path) -> None:
    ana = Visitor(sqlite_app, "ana")
    before, after = [make_entry() for _ in range(30)], make_entry()
    ana.sync(*before)
    status, output = run(sqlite_app, "backup", str(target))
    assert (status, "entries 30" in output) == (0, True), output
    assert beside(target) == {target.name}, "nothing else is left beside it"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    ana.sync(after)
    dispose(sqlite_app)

    database = database_of(sqlite_app)
    status, output = run(sqlite_app, "restore", str(target))
    assert (status, str(target) in output) == (0, True), output
    assert not {f"{database.name}-wal", f"{database.name}-shm"} & beside(database)
    assert run(sqlite_app, "prepare")[0] == 0
    assert number_of_entries(sqlite_app) == 30
    assert find(sqlite_app, after) is None
    assert_counted(sqlite_app)
    assert run(sqlite_app, "tally", "verify")[0] == 0
    # The phone still has what came after the backup and sends it again; what it had sent before is known.
    outcomes = [receipt["outcome"] for receipt in Visitor(sqlite_app, "ana").sync(after, before[0])]
    assert outcomes == ["stored", "known"]

    [aside] = [path for path in database.parent.iterdir() if path.name.startswith(f"{database.name}.before-")]
    with app_on(aside) as old:
        assert find(old, after) is not None, "what was written before the restore is kept aside"
        assert number_of_entries(old) == 31


def test_a_backup_is_of_one_moment_while_entries_are_written(sqlite_app: Flask, target: Path) -> None:
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


def test_no_backup_is_overwritten(sqlite_app: Flask, target: Path) -> None:
    target.write_text("of yesterday")
    status, output = run(sqlite_app, "backup", str(target))
    assert (status, "no backup is overwritten" in output) == (1, True)
    assert target.read_text() == "of yesterday"


def test_a_backup_into_a_folder_names_itself_and_old_ones_go(sqlite_app: Flask, target: Path) -> None:
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


def test_a_name_tells_the_time_of_viet_nam() -> None:
    moments = "2026-01-31T17:05Z", "2026-01-31T16:59Z", "2026-11-02T00:00Z"
    names = [own_name(datetime.fromisoformat(moment)) for moment in moments]
    assert names == [
        "tung-nha-2026-02-01-0005.sqlite3",
        "tung-nha-2026-01-31-2359.sqlite3",
        "tung-nha-2026-11-02-0700.sqlite3",
    ]


def test_where_nothing_can_be_written_nothing_is_left(sqlite_app: Flask, target: Path) -> None:
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


def test_a_full_disk_leaves_no_half_file(sqlite_app: Flask, target: Path) -> None:
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


def test_a_wrong_counter_is_told_but_the_entries_are_kept(sqlite_app: Flask, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    with closing(sqlite3.connect(database_of(sqlite_app))) as connection:
        connection.execute("UPDATE area_month SET total = total + 1")
        connection.commit()
    status, output = run(sqlite_app, "backup", str(target))
    assert (status, "tally rebuild" in output, "area_month" in output) == (1, True, True)
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (1,)


def test_an_empty_database_is_not_backed_up(databases: Databases, target: Path) -> None:
    url = databases.fresh("sqlite", empty=True)
    app = make_app(url)
    status, output = run(app, "backup", str(target))
    assert (status, "nothing to back up" in output) == (1, True)
    assert beside(target) == set()
    dispose(app)
    databases.drop(url)


def test_a_backup_is_restored_on_a_fresh_machine(sqlite_app: Flask, databases: Databases, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    assert run(sqlite_app, "backup", str(target))[0] == 0
    url = databases.fresh("sqlite", empty=True)
    fresh = make_app(url)
    status, output = run(fresh, "restore", str(target))
    assert (status, "kept as" in output) == (0, False), output
    assert number_of_entries(fresh) == 1
    dispose(fresh)
    databases.drop(url)


def test_an_older_backup_is_brought_up_to_date_afterwards(
    sqlite_app: Flask, databases: Databases, target: Path
) -> None:
    url = databases.fresh("sqlite", empty=True)
    old = make_app(url)
    with old.app_context():
        alembic.upgrade("0005")
    assert run(old, "backup", str(target))[0] == 0
    dispose(old)
    databases.drop(url)
    dispose(sqlite_app)
    assert run(sqlite_app, "restore", str(target))[0] == 0
    assert run(sqlite_app, "prepare")[0] == 0
    with sqlite_app.app_context():
        assert not alembic.needs_upgrade()
    assert number_of_entries(sqlite_app) == 0


def _changed(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def test_what_is_no_fit_backup_is_refused(sqlite_app: Flask, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    for name in ("newer", "unversioned", "damaged", "cut", "in-use"):
        assert run(sqlite_app, "backup", str(target.with_name(name)))[0] == 0
    _changed(target.with_name("newer"), "UPDATE alembic_version SET version_num = '9999'")
    _changed(target.with_name("unversioned"), "DELETE FROM alembic_version")
    _changed(target.with_name("other"), "CREATE TABLE recipe (id INTEGER PRIMARY KEY)")
    target.with_name("in-use-wal").write_text("a journal")
    target.with_name("picture").write_bytes(b"\xff\xd8\xff\xe0" * 1000)
    target.with_name("empty").write_bytes(b"")
    damaged = target.with_name("damaged")
    with damaged.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 20))
    with target.with_name("cut").open("r+b") as file:
        file.truncate(target.with_name("cut").stat().st_size // 2)
    dispose(sqlite_app)
    database = database_of(sqlite_app)
    there = beside(database)
    for path, words in (
        (target.with_name("newer"), "newer version"),
        (target.with_name("unversioned"), "not a database of Từng Nhà"),
        (target.with_name("other"), "not a database of Từng Nhà"),
        (target.with_name("empty"), "not a database of Từng Nhà"),
        (target.with_name("in-use"), "a journal beside it"),
        (target.with_name("picture"), "is damaged"),
        (damaged, "is damaged"),
        (target.with_name("cut"), "is damaged"),
        (target.with_name("missing"), "There is no file"),
        (target.parent, "There is no file"),
        (database, "is the database itself"),
    ):
        status, output = run(sqlite_app, "restore", str(path))
        assert (status, words in output) == (1, True), (path, output)
        assert beside(database) <= there
    assert number_of_entries(sqlite_app) == 1


def test_a_copy_that_other_tools_made_is_taken_too(sqlite_app: Flask, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    with closing(sqlite3.connect(database_of(sqlite_app))) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    dispose(sqlite_app)
    assert run(sqlite_app, "restore", str(target))[0] == 0
    assert number_of_entries(sqlite_app) == 1


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


def test_under_a_server_nothing_is_restored(sqlite_app: Flask, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    assert run(sqlite_app, "backup", str(target))[0] == 0
    # Here it is this process that has the database open.
    status, output = run(sqlite_app, "restore", str(target))
    assert (status, "Stop the service first" in output) == (1, True), output
    dispose(sqlite_app)
    database = database_of(sqlite_app)
    with held(database):
        status, output = run(sqlite_app, "restore", str(target))
        assert (status, "Stop the service first" in output) == (1, True), output
    assert not [name for name in beside(database) if ".before-" in name]
    assert run(sqlite_app, "restore", str(target))[0] == 0


def test_a_damaged_database_is_replaced_and_kept_with_its_journal(sqlite_app: Flask, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    assert run(sqlite_app, "backup", str(target))[0] == 0
    dispose(sqlite_app)
    database = database_of(sqlite_app)
    with held(database):
        with database.open("r+b") as file:
            file.write(os.urandom(4096))
        Path(f"{database}-wal").write_bytes(os.urandom(4096))
        status, output = run(sqlite_app, "restore", str(target))
        assert (status, "Stop the service first" in output) == (1, True), output
    Path(f"{database}-wal").write_bytes(b"what the journal held")
    assert run(sqlite_app, "restore", str(target))[0] == 0
    assert number_of_entries(sqlite_app) == 1
    [journal] = [path for path in database.parent.iterdir() if ".before-" in path.name and path.name.endswith("-wal")]
    assert journal.read_bytes() == b"what the journal held"


def test_postgresql_brings_its_own_tools(databases: Databases, target: Path) -> None:
    url = databases.fresh("postgresql")
    app = make_app(url)
    for command, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        status, output = run(app, command, str(target))
        assert (status, tool in output, output.count("\n")) == (1, True, 1)
    assert beside(target) == set()
    dispose(app)
    databases.drop(url)


def test_a_restored_backup_brings_no_session_back(sqlite_app: Flask, target: Path) -> None:
    """A phone that was signed out after the backup, since it was lost, stays out; so does everybody else."""
    lost, carla = Visitor(sqlite_app, "ana"), Visitor(sqlite_app, "carla")
    assert run(sqlite_app, "backup", str(target))[0] == 0
    with sqlite_app.app_context():
        writer().execute(sa.update(Device).where(Device.user_id == ANA).values(revoked_at=now()))
        writer().commit()
    assert lost.session()["user"] is None
    dispose(sqlite_app)

    status, output = run(sqlite_app, "restore", str(target))
    assert (status, "Everybody is signed out, on 2 devices" in output) == (0, True), output
    for each in (lost, carla):
        assert each.session()["user"] is None
        assert each.get("/account").headers["Location"] == "/login"
    # With the backup itself nothing was done: it can be restored once more.
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT count(*) FROM device WHERE revoked_at IS NULL").fetchone() == (2,)
    assert Visitor(sqlite_app).sign_in(PHONES["ana"], PASSWORD).headers["Location"] == "/"
    page = Visitor(sqlite_app, "carla").get("/journal/").text
    assert "Người quản lý máy chủ</b> đã khôi phục bản sao lưu và đăng xuất tất cả mọi người · số thiết bị: 2" in page


def test_a_backup_in_which_nobody_can_be_signed_out_is_not_restored(sqlite_app: Flask, target: Path) -> None:
    assert run(sqlite_app, "backup", str(target))[0] == 0
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("ALTER TABLE journal_line RENAME COLUMN event TO happening")
    dispose(sqlite_app)
    before = database_of(sqlite_app).read_bytes()
    status, output = run(sqlite_app, "restore", str(target))
    assert (status, "Nothing was restored" in output, "Traceback" in output) == (1, True, False), output
    assert ("no column named event" in output, "INSERT" in output) == (True, False), output
    assert database_of(sqlite_app).read_bytes() == before


def test_a_database_that_cannot_be_counted_is_not_backed_up(sqlite_app: Flask, target: Path) -> None:
    with sqlite_app.app_context():
        writer().execute(sa.text("ALTER TABLE alembic_version RENAME COLUMN version_num TO number"))
        writer().commit()
    status, output = run(sqlite_app, "backup", str(target))
    assert (status, "Traceback" in output) == (1, False), output
    assert beside(target) == set()
