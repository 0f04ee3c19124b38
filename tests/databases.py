"""Databases to test on: a file of SQLite, and a PostgreSQL server of the tests' own, thrown away at the end.

Each test finds what was migrated and filled once: in a fresh copy of the file, or put back into PostgreSQL's tables.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

MISSING = "PostgreSQL's server is not installed: apt-get install postgresql (or put its bin folder on PATH)"


def postgres_bin() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version's, or nothing."""
    on_path = shutil.which("initdb")
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: float(path.split("/")[4]))
    path = on_path or (found[-1] if found else None)
    return Path(path).resolve().parent if path else None


_GUARD = 'cat; for each in replica data; do "$1/pg_ctl" -D "$2/$each" -m immediate stop; done; rm -rf "$2"'
"""What a shell does for as long as somebody holds its input open, and then: also when that process was killed."""


class PostgresServer:
    """A server on a socket in a folder of its own. PostgreSQL refuses to run as root, so root borrows a user."""

    def __init__(self, *, durable: bool = False) -> None:
        found = postgres_bin()
        if found is None:
            pytest.fail(MISSING)
        self._bin = found
        self.folder = Path(tempfile.mkdtemp(prefix="tung-nha-pg-"))
        self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        if self._as:
            shutil.chown(self.folder, "postgres", "postgres")
        self._guard = self._set_guard()
        self._restoring: dict[str, psycopg.Connection] = {}
        data = self._data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=200"
        if not durable:
            options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        self._run("pg_ctl", "-D", data, "-o", options, "-w", "-l", str(self.folder / "log"), "start")
        # Copying the files takes a sixth of the time of copying through the log. Up to version 14 it is the only way.
        with self._connect("postgres") as connection:
            self._strategy = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""

    def _set_guard(self) -> subprocess.Popen[bytes]:
        """Start what takes the server and its folder away, however this process ends; Ctrl+C does not reach it."""
        command = [*self._as, "sh", "-c", _GUARD, "sh", str(self._bin), str(self.folder)]
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(
            command, cwd="/", stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, start_new_session=True
        )

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._bin / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

    def restart(self, mode: str) -> None:
        """End the server in a mode of its own, ``fast`` or ``immediate``, and start it again as it was."""
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "-l", str(self.folder / "log"), "restart")

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql+psycopg://test@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of another; return its address."""
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {self._strategy}')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def remember(self, name: str) -> Rows:
        """Return the rows of a database, to be put into copies of it."""
        with self._connect(name) as connection:
            return Rows(connection)

    def restore(self, name: str, rows: Rows) -> None:
        """Put ``rows`` in the place of those that stand in a database; connections to it stay open."""
        if name not in self._restoring:
            self._restoring[name] = self._connect(name)
        rows.restore(self._restoring[name])

    def start_replica(self) -> Path:
        """Start a server that follows this one, which waits for it from now on; return the folder of its socket."""
        data, folder = self.folder / "replica", self.folder / "of-replica"
        conninfo = f"host={self.folder} user=test application_name=replica"
        self._run("pg_basebackup", "-D", str(data), "-d", conninfo, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        folder.mkdir()
        if self._as:
            shutil.chown(folder, "postgres", "postgres")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=200"
        self._run("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start")
        self._say("ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (replica)'")
        self._say("SELECT pg_reload_conf()")
        return folder

    def _say(self, statement: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(statement.encode())

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(f"host={self.folder} user=test dbname={name}", autocommit=True)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        for connection in self._restoring.values():
            connection.close()
        self._guard.communicate()


class Rows:
    """All rows of a database as they were, and where its sequences stood.

    To put them back takes a tenth of the time of making the database anew.
    """

    _TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
    _SEQUENCES = """
        SELECT format('setval(%L, %s, %L)', quote_ident(sequencename), coalesce(last_value, start_value),
                      last_value IS NOT NULL)
        FROM pg_sequences WHERE schemaname = 'public'"""
    _EMPTY = 21  # bytes of a copy without rows
    _END_WORK = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""

    def __init__(self, connection: psycopg.Connection) -> None:
        tables = [name for (name,) in connection.execute(self._TABLES)]
        copied = {table: self._copied(connection, table) for table in tables}
        self._rows = {table: rows for table, rows in copied.items() if len(rows) > self._EMPTY}
        places = ", ".join(call for (call,) in connection.execute(self._SEQUENCES))
        deletes = "".join(f"DELETE FROM {table};" for table in tables)
        # Foreign keys and triggers hold for what a person does; here everything goes and comes back.
        self._empty = f"SET LOCAL session_replication_role = replica; {deletes} SELECT {places}"

    @staticmethod
    def _copied(connection: psycopg.Connection, table: str) -> bytes:
        with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT BINARY)".encode()) as copy:
            return b"".join(map(bytes, copy))

    def restore(self, connection: psycopg.Connection) -> None:
        """Put the rows back into a database of the same tables; a transaction that still runs there is ended."""
        connection.execute(self._END_WORK)
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(self._empty.encode())
            for table, rows in self._rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)".encode()) as copy:
                    copy.write(rows)
