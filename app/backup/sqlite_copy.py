"""A copy of the whole database while the app runs, and putting one back. SQLite only: PostgreSQL brings its own tools.

A copy gets its name only after it was checked and stands on the disk, so a file with such a name is whole.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from app.database import dump_json, table_of
from app.logbook.recount import differences
from app.migrations import alembic, newest_revision
from app.month import ZONE
from app.people.actions import note_everywhere, sign_everybody_out
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord, Device

_OWN_NAME = re.compile(r"tung-nha-\d{4}-\d{2}-\d{2}-\d{4}\.sqlite3", re.ASCII)
_COMPANIONS = ("-wal", "-shm", "-journal")
"""The suffixes of files that SQLite may keep beside a database, and that belong to that database only."""

# Where every connection to an SQLite file keeps a shared lock: https://www.sqlite.org/lockingv3.html
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510


class BackupError(Exception):
    """The copy was not made, or not restored; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made: its entries, its size in bytes, and the first counter that differs from a recount."""

    path: Path
    entries: int
    size: int
    difference: str | None


def own_name(at: datetime) -> str:
    """Return the default name of a backup made at an instant."""
    return f"tung-nha-{at.astimezone(ZONE):%Y-%m-%d-%H%M}.sqlite3"


def back_up(session: Session, source: Path, target: Path) -> Backup:
    """Copy the database at ``source``, to which ``session`` may write, into the new file ``target``.

    Raises :class:`BackupError`, and then leaves nothing behind.
    """
    if target.exists():
        raise BackupError(f"{target} is there already, and no backup is overwritten.")
    try:
        with _partial(target) as copy:
            rows = _copy(session, source, copy)
            difference = _checked(copy, rows)
            _put_in_place(copy, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"No backup was made at {target}: {_reason_of(error)}.") from error
    return Backup(target, rows.get("entry", 0), target.stat().st_size, difference)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """Yield the path of an empty file beside ``target``, readable by its owner only; remove it in the end."""
    path = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield path
    finally:
        for suffix in ("", *_COMPANIONS):
            with suppress(FileNotFoundError):
                Path(f"{path}{suffix}").unlink()


def _copy(session: Session, source: Path, copy: Path) -> dict[str, int]:
    """Copy the database; return how many rows each table has. Writers wait, so that both are of one moment."""
    connection = session.connection()
    try:
        tables = connection.scalars(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        ).all()
        if "alembic_version" not in tables:
            raise BackupError("There is nothing to back up: the database has no tables. Run `flask prepare` first.")
        rows = {name: _count(connection, name) for name in tables}
        with closing(sqlite3.connect(source)) as reading:
            reading.execute("VACUUM INTO ?", [str(copy)])
    finally:
        session.rollback()
    return rows


def _count(connection: sa.Connection, table: str) -> int:
    return connection.scalars(sa.select(sa.func.count()).select_from(sa.table(table))).one()


def _checked(copy: Path, rows: Mapping[str, int]) -> str | None:
    """Check a copy from end to end; return the first of its counters that differs from a recount, if one does."""
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True),
        poolclass=sa.NullPool,
        json_deserializer=orjson.loads,
    )
    with engine.connect() as connection, Session(connection) as session:
        if connection.scalars(sa.text("PRAGMA integrity_check")).all() != ["ok"]:
            raise BackupError("No backup was made: the copy is damaged.")
        for table, number in rows.items():
            if _count(connection, table) != number:
                raise BackupError(f"No backup was made: the copy does not hold all of {table}.")
        # A database that has yet to be brought up to date is copied as it is; its counters may look otherwise.
        version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if version != newest_revision():
            return None
        return next(differences(session), None)


def _put_in_place(copy: Path, target: Path) -> None:
    """Give a finished copy its name, so that both outlive a power cut."""
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    copy.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove_oldest(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` of the backups with default names; return the removed ones."""
    backups = sorted(path for path in folder.iterdir() if _OWN_NAME.fullmatch(path.name) and path.is_file())
    old = backups[:-keep]
    for path in old:
        path.unlink()
    return old


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored backup: where the earlier database is kept, if there was one, and how many devices were signed out."""

    aside: Path | None
    devices: int


def restore(file: Path, database: Path, at: datetime) -> Restored:
    """Put the backup ``file`` in the place of ``database``, and sign everybody out.

    Devices that were signed out since the backup, because a phone was lost or an account ended, must stay so.
    Raises :class:`BackupError` when the file is not fit for it, or when the database is in use.
    """
    _refuse_what_is_no_backup(file, database)
    try:
        with _partial(database) as copy:
            shutil.copyfile(file, copy)
            _refuse_what_cannot_be_used(file, copy)
            devices = _sign_everybody_out(copy, at)
            with _alone_with(database):
                aside = _keep_aside(database, at)
                _put_in_place(copy, database)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise BackupError(f"Nothing was restored from {file} to {database}: {_reason_of(error)}.") from error
    return Restored(aside, devices)


def _sign_everybody_out(copy: Path, at: datetime) -> int:
    """Sign all devices out in the copy that is to become the database; return their number.

    The copy may be of an older version, which has fewer tables.
    """
    url = sa.URL.create("sqlite", database=str(copy))
    engine = sa.create_engine(url, poolclass=sa.NullPool, json_serializer=dump_json)
    with engine.begin() as connection, Session(connection) as session:
        tables = set(sa.inspect(connection).get_table_names())
        devices = sign_everybody_out(session, at) if table_of(Device).name in tables else 0
        if table_of(AuditRecord).name in tables:
            note_everywhere(session, AuditEvent.BACKUP_RESTORED, at, devices=devices)
        session.flush()
    return devices


def _reason_of(error: OSError | sqlite3.Error | SQLAlchemyError) -> str:
    """Return the message of an error, without the name of a file that is removed already and without statements."""
    if isinstance(error, DBAPIError):
        return str(error.orig)
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _refuse_what_is_no_backup(file: Path, database: Path) -> None:
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    if database.exists() and file.samefile(database):
        raise BackupError(f"{file} is the database itself.")
    journal = Path(f"{file}-wal")
    if journal.exists() and journal.stat().st_size:
        raise BackupError(f"{file} is a database in use, with a journal beside it. Make a backup of it first.")


def _refuse_what_cannot_be_used(file: Path, copy: Path) -> None:
    """Check the copy that is to become the database, under the name that its reader knows."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        try:
            # A copy made by other tools may still ask for a journal beside it.
            connection.execute("PRAGMA journal_mode=DELETE")
            sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            raise BackupError(f"{file} is damaged, or no SQLite database at all.")
        try:
            [(version,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        except (sqlite3.OperationalError, ValueError):
            raise BackupError(f"{file} is not a database of Từng Nhà.") from None
    if version not in {script.revision for script in alembic.script_directory.walk_revisions()}:
        raise BackupError(f"{file} was made by a newer version (schema {version}): bring the app up to date first.")


IN_USE = "The database is in use. Stop the service first, then restore."


@contextmanager
def _alone_with(database: Path) -> Iterator[None]:
    """Lock a database that no other process has open, its journal written back into it; else raise that it is in use.

    SQLite cannot lock a database that is too damaged to be opened; the lock of its file shows whether a server has it.
    """
    with closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            # A process that opened it between the two statements has given it a journal of the other kind again.
            if connection.execute("PRAGMA journal_mode").fetchone() != ("delete",):
                raise BackupError(IN_USE)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY or _is_locked(database):
                raise BackupError(IN_USE) from error
        yield


def _is_locked(database: Path) -> bool:
    with database.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except OSError:
            return True
    return False


def _keep_aside(database: Path, at: datetime) -> Path | None:
    """Give the file at ``database`` a second, dated name, and move any journal that could not be written back."""
    if not database.stat().st_size:
        return None
    aside = database.with_name(f"{database.name}.before-{at.astimezone(ZONE):%Y-%m-%d-%H%M%S}")
    aside.hardlink_to(database)
    for suffix in _COMPANIONS:
        with suppress(FileNotFoundError):
            Path(f"{database}{suffix}").rename(f"{aside}{suffix}")
    return aside
