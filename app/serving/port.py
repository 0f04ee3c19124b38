"""The port that one server alone listens on."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

HOST = "127.0.0.1"


class PortError(Exception):
    """The port cannot be listened on; says why."""


class PortTakenError(PortError):
    """Another program listens on the port."""


@contextmanager
def exclusive_port(port: int) -> Iterator[None]:
    """Keep ``port`` for this server to the end of the block; raises :class:`PortError`.

    Each worker opens the port for itself, by SO_REUSEPORT, and so could the workers of another server: the kernel
    would then give visitors to either. Two servers started at the same moment meet at the name of a local socket
    here, which exists once and goes with the last process that holds it; anybody else listens on the port already.
    """
    with ExitStack() as stack:
        try:
            # Only Linux knows names without a file. Elsewhere two servers may share a port if they start at once.
            if sys.platform == "linux":
                stack.enter_context(socket.socket(socket.AF_UNIX)).bind(f"\0tung-nha:{port}")
            with socket.socket() as probe:
                # The last connections of a server that has ended do not count.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((HOST, port))
        except OSError as error:
            kind = PortTakenError if error.errno == errno.EADDRINUSE else PortError
            raise kind(error.strerror) from error
        yield
