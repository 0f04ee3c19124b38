"""A worker's process: granian's own, whose connections end when a client reads nothing more."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any

from granian.server import MPServer

from app.serving.adapter import Adapter


def spawn_worker(number: int, name: str, load: Callable[[], Adapter], sockets: Any, *settings: Any) -> None:
    """Run a worker that listens on a socket of its own; Linux only.

    What has left the adapter lies in the buffers of granian and of the kernel, and nobody there asks how long. So the
    kernel ends a connection whose client acknowledges nothing, or has no room for more, for as long as a transfer may
    stand still: connections inherit that from the socket that listens.
    """
    (specification, _), _ = sockets
    listener = specification.build()

    def load_and_limit() -> Adapter:
        adapter = load()
        with socket.socket(fileno=os.dup(listener.get_fd())) as duplicate:
            idle = round(adapter.limits.idle * 1000)
            duplicate.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, idle)
        return adapter

    MPServer._spawn_asgi_worker(number, name, load_and_limit, ((None, listener), None), *settings)
