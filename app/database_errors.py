"""Classifying errors of the database: those that pass, and those that an operator has to mend."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from app.database import LostRaceError
from app.writer_lock import LockFileError, WriterBusyError


class Fault(StrEnum):
    """The cause of a failure of the database."""

    BUSY = "busy"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    FULL = "full"
    READ_ONLY = "read_only"
    DAMAGED = "damaged"
    DISK = "disk"
    SCHEMA = "schema"

    @property
    def passes(self) -> bool:
        """Whether trying again in a few seconds may help, with nobody mending anything."""
        return self in {Fault.BUSY, Fault.UNREACHABLE}


# https://www.sqlite.org/rescode.html: the low byte of a code says what kind it is.
_SQLITE_KINDS = {
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_PROTOCOL: Fault.BUSY,
    sqlite3.SQLITE_CANTOPEN: Fault.REFUSED,
    sqlite3.SQLITE_PERM: Fault.REFUSED,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Fault.DAMAGED,
    sqlite3.SQLITE_NOTADB: Fault.DAMAGED,
    sqlite3.SQLITE_IOERR: Fault.DISK,
}
_NO_SUCH = ("no such table", "no such column", "has no column named")

# https://www.postgresql.org/docs/current/errcodes-appendix.html: a code, or the class that it begins with.
_SQLSTATES = {
    "08": Fault.UNREACHABLE,
    "25006": Fault.READ_ONLY,
    "25P03": Fault.BUSY,  # It was idle in a transaction for too long.
    "28": Fault.REFUSED,
    "3D000": Fault.REFUSED,
    "40": Fault.BUSY,
    "42501": Fault.REFUSED,
    "42703": Fault.SCHEMA,
    "42P01": Fault.SCHEMA,
    "53": Fault.BUSY,
    "53100": Fault.FULL,
    "55P03": Fault.BUSY,
    "57014": Fault.BUSY,
    "57P": Fault.UNREACHABLE,
    "58": Fault.DISK,
    "XX001": Fault.DAMAGED,
    "XX002": Fault.DAMAGED,
}
# A connection that was not made has no code. These refusals pass by themselves; others need an administrator.
_PASSING_REFUSALS = ("starting up", "shutting down", "in recovery mode", "too many", "connection slots")

_ERRNOS = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EIO: Fault.DISK,
}


def fault_of(error: BaseException) -> Fault | None:
    """Return what fault ``error`` shows, or ``None`` when it is a mistake of the program."""
    match error:
        case WriterBusyError() | LostRaceError() | NoConnectionError():
            return Fault.BUSY
        case LockFileError():
            return Fault.REFUSED
        case DBAPIError():
            return fault_of(error.orig) if error.orig is not None else None
        case sqlite3.Error():
            return _fault_of_sqlite(error)
        case psycopg.Error():
            return _fault_of_postgres(error)
        case OSError():
            return _ERRNOS.get(error.errno or 0)
    return None


def reason_of(error: BaseException) -> str:
    """Return the first line of what the database or the system said, which holds nothing that people wrote."""
    advice = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return next(iter(str(advice).splitlines()), "") or type(advice).__name__


def _fault_of_sqlite(error: sqlite3.Error) -> Fault | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return Fault.FULL  # It could not make the file beside the database that its connections share.
    if code == sqlite3.SQLITE_ERROR and any(words in str(error) for words in _NO_SUCH):
        return Fault.SCHEMA
    return _SQLITE_KINDS.get(code & 0xFF)


def _fault_of_postgres(error: psycopg.Error) -> Fault | None:
    if error.sqlstate:
        codes = (error.sqlstate[:length] for length in (5, 3, 2))
        return next((_SQLSTATES[code] for code in codes if code in _SQLSTATES), None)
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return None
    is_refused = "FATAL:" in str(error) and not any(words in str(error) for words in _PASSING_REFUSALS)
    return Fault.REFUSED if is_refused else Fault.UNREACHABLE
