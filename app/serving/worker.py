"""A worker's life: while it serves, the kernel ends the connections of clients that read nothing more; Linux only."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import structlog

from app.serving.messages import Receive, Send

log = structlog.get_logger()

_OPEN_FILES = "/proc/self/fd"
_SOCKET = "socket:"
_LISTENS_WITHIN = 30.0  # seconds
_POLL = 0.01  # seconds
_ACCEPTED_WITHIN = 1.0
"""The seconds after which what was connected before the limit was set is certainly accepted, and has a file."""


async def live(idle: float, receive: Receive, send: Send) -> None:
    """Answer what granian says of a worker's start and end; the kernel lets a transfer stand still ``idle`` seconds."""
    await receive()
    limiting = asyncio.create_task(_limit(idle)) if sys.platform == "linux" else None
    await send({"type": "lifespan.startup.complete"})
    await receive()
    if limiting is not None:
        limiting.cancel()
    await send({"type": "lifespan.shutdown.complete"})


async def _limit(idle: float) -> None:
    """Set the limit as soon as the worker listens.

    What has left the adapter lies in the buffers of granian and of the kernel, and nobody there asks how long. So the
    kernel ends a connection whose client acknowledges nothing, or has no room for more, for as long as a transfer may
    stand still: connections inherit that from the socket that listens. It belongs to granian, which begins to listen
    after the start, and is found among the files of the process.
    """
    try:
        async with asyncio.timeout(_LISTENS_WITHIN):
            while not _limit_sockets(idle):
                await asyncio.sleep(_POLL)
        await asyncio.sleep(_ACCEPTED_WITHIN)
        _limit_sockets(idle)
    except (OSError, TimeoutError):
        log.exception("clients that read nothing are not cut off")


def _limit_sockets(idle: float) -> bool:
    """Set the limit for the sockets that listen, and for the connections made there; return whether any listens."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(each) for each in _sockets()]
        ports = {each.getsockname()[1] for each in sockets if _listens(each)}
        for each in sockets:
            if each.getsockname()[1] in ports:
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(idle * 1000))
    return bool(ports)


def _sockets() -> Iterator[socket.socket]:
    """Yield the TCP sockets of this process, each as a duplicate.

    No other file is duplicated: closing the duplicate would end the locks that SQLite holds on its database, and other
    processes would take away the files beside it.
    """
    for name in os.listdir(_OPEN_FILES):
        # The file through which the folder is read is closed by now.
        with suppress(OSError):
            if not os.readlink(f"{_OPEN_FILES}/{name}").startswith(_SOCKET):
                continue
            duplicate = os.dup(int(name))
            try:
                found = socket.socket(fileno=duplicate)
            except OSError:
                os.close(duplicate)
                continue
            if found.family == socket.AF_INET and found.type == socket.SOCK_STREAM:
                yield found
            else:
                found.close()


def _listens(each: socket.socket) -> bool:
    return each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) != 0
