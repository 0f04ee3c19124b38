"""PgBouncer in front of a test's database, sharing a few connections transaction by transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

MISSING = "PgBouncer is not installed: apt-get install pgbouncer"
CONNECTIONS = 2
"""The connections to the server, fewer than there are clients, so that these meet each other's."""

SECONDS = 10
"""How long it may take to start."""

_SETTINGS = """
[databases]
* = host={server} user=test

[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
unix_socket_mode = 0777
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
"""


@contextmanager
def pooled(url: str) -> Iterator[str]:
    """Yield the address by which the database at ``url`` is reached through PgBouncer."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.fail(MISSING)
    address = sa.make_url(url)
    folder = Path(tempfile.mkdtemp(prefix="tung-nha-pooler-"))
    settings = folder / "pgbouncer.ini"
    server = address.query["host"]
    settings.write_text(_SETTINGS.format(server=server, folder=folder, connections=CONNECTIONS))
    command = [program, "-q", str(settings)]
    if os.getuid() == 0:
        # It refuses to run as root, as PostgreSQL does.
        shutil.chown(folder, "postgres", "postgres")
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        through = address.update_query_dict({"host": str(folder), "port": "6432"})
        _wait_for(process, f"host={folder} port=6432 user=test dbname={address.database}")
        yield through.render_as_string(hide_password=False)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def _wait_for(process: subprocess.Popen[bytes], conninfo: str) -> None:
    """Wait until somebody can connect; its port is a socket in a folder of its own."""
    deadline, error = time.monotonic() + SECONDS, None
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(conninfo, connect_timeout=SECONDS).close()
        except psycopg.OperationalError as raised:
            error = raised
        else:
            return
    pytest.fail(f"nobody can connect to PgBouncer: {error}")
