"""Databases to test on: a file of SQLite, and a PostgreSQL server of the tests' own, thrown away at the end.

Each test gets a fresh copy of a database that was migrated and filled once.
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
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=200"
        if not durable:
            options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        self._run("pg_ctl", "-D", data, "-o", options, "-w", "-l", str(self.folder / "log"), "start")
        # Copying the files takes a sixth of the time of copying through the log. Up to version 14 it is the only way.
        with self._connect() as connection:
            self._strategy = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._bin / program), *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

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

    def _say(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(f"host={self.folder} user=test dbname=postgres", autocommit=True)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
