"""Restoring a backup: nothing is lost, nobody stays signed in, and only whole backups are taken."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.migrations import alembic
from app.month import now
from app.people.models import Device
from tests.backup.steps import app_on, beside, changed, database_of, held
from tests.cast import ANA, PASSWORD, PHONES
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.factories import make_entry
from tests.sync.steps import assert_counted, find, number_of_entries
from tests.terminal import run


def test_backup_is_restored_as_it_was(sqlite_app: Flask, target: Path) -> None:
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


def test_backup_is_restored_on_a_fresh_machine(sqlite_app: Flask, databases: Databases, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    assert run(sqlite_app, "backup", str(target))[0] == 0
    url = databases.fresh("sqlite", empty=True)
    fresh = make_app(url)
    status, output = run(fresh, "restore", str(target))
    assert (status, "kept as" in output) == (0, False), output
    assert number_of_entries(fresh) == 1
    dispose(fresh)
    databases.drop(url)


def test_older_backup_is_upgraded_afterwards(sqlite_app: Flask, databases: Databases, target: Path) -> None:
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


def test_unfit_backup_is_refused(sqlite_app: Flask, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    for name in ("newer", "unversioned", "damaged", "cut", "in-use"):
        assert run(sqlite_app, "backup", str(target.with_name(name)))[0] == 0
    changed(target.with_name("newer"), "UPDATE alembic_version SET version_num = '9999'")
    changed(target.with_name("unversioned"), "DELETE FROM alembic_version")
    changed(target.with_name("other"), "CREATE TABLE recipe (id INTEGER PRIMARY KEY)")
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


def test_copy_made_by_other_tools_is_accepted(sqlite_app: Flask, target: Path) -> None:
    Visitor(sqlite_app, "ana").sync(make_entry())
    with closing(sqlite3.connect(database_of(sqlite_app))) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    dispose(sqlite_app)
    assert run(sqlite_app, "restore", str(target))[0] == 0
    assert number_of_entries(sqlite_app) == 1


def test_database_in_use_is_not_replaced(sqlite_app: Flask, target: Path) -> None:
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


def test_damaged_database_is_replaced_and_kept_with_its_journal(sqlite_app: Flask, target: Path) -> None:
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


def test_restored_backup_signs_everybody_out(sqlite_app: Flask, target: Path) -> None:
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


def test_backup_without_a_way_to_sign_out_is_not_restored(sqlite_app: Flask, target: Path) -> None:
    assert run(sqlite_app, "backup", str(target))[0] == 0
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("ALTER TABLE journal_line RENAME COLUMN event TO happening")
    dispose(sqlite_app)
    before = database_of(sqlite_app).read_bytes()
    status, output = run(sqlite_app, "restore", str(target))
    assert (status, "Nothing was restored" in output, "Traceback" in output) == (1, True, False), output
    assert ("no column named event" in output, "INSERT" in output) == (True, False), output
    assert database_of(sqlite_app).read_bytes() == before
