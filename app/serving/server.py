"""The server: granian's processes, the port that they share, and the message when they answer."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from threading import Thread
from time import sleep

from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from app.serving.port import HOST

CONNECTIONS = 2048
"""The most connections of a worker; others wait until one of these ends."""

OPEN_FILES = 3 * CONNECTIONS
"""A connection, and for a large body and a large answer a file each."""

HEAD_TIMEOUT = 30
"""Seconds that the head of a request may take, and that a connection may lie idle."""

END_WITHIN = 20  # seconds that requests have to end when the server does
_POLL = 0.02  # seconds


def serve(
    target: str, port: int, workers: int, announce: Callable[[], None], *, head_timeout: int = HEAD_TIMEOUT
) -> None:
    """Serve the ASGI app ``target`` until a signal ends it, and call ``announce`` as soon as it answers.

    The head of a request may take ``head_timeout`` seconds, and a connection may lie idle for so long.
    Keep ``port`` by :func:`app.serving.port.exclusive_port` meanwhile: the workers would share it with anybody.
    """
    _allow_open_files()
    os.register_at_fork(after_in_child=_obey_signals)
    server = MPServer(
        target,
        address=HOST,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        runtime_mode=RuntimeModes.st,
        # HTTP/2 would carry hundreds of requests in one connection, past the limit of connections.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=head_timeout * 1000),
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=END_WITHIN,
        log_level=LogLevels.warning,
    )
    server.on_startup(Thread(target=_announce, args=(server, announce), daemon=True).start)
    server.serve()


def _obey_signals() -> None:
    """Let a signal end a worker that is still starting: the handlers it inherits only tell its parent to end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _allow_open_files() -> None:
    """Raise the limit of open files, which systemd and most shells set to 1,024, as far as this process may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _announce(server: MPServer, announce: Callable[[], None]) -> None:
    """Call ``announce`` once the server answers.

    Until the workers are there this thread only sleeps: a worker is forked from this process, and would wait for ever
    for a lock that another thread held at that moment, such as that of a module being imported.
    """
    while len(server.wrks) < server.workers:
        sleep(_POLL)
    while not _answers(server.bind_port):
        sleep(_POLL)
    announce()


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
