"""The proxy between phones and the server closes all connections when it stops."""

from __future__ import annotations

import gc
import socket
import warnings
from threading import Event

from tests.network import HOST, FlakyProxy, running


class PausedProxy(FlakyProxy):
    """A proxy that does nothing from :meth:`pause` until it stops, and then everything at once."""

    def pause(self) -> None:
        """Let everything wait that comes from now on."""
        self._may_continue = Event()
        self._loop.call_soon_threadsafe(self._may_continue.wait, 10)

    def stop(self) -> None:
        super().stop()
        self._may_continue.set()


def test_connection_that_arrives_while_the_proxy_stops_is_closed() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with running(PausedProxy(server_port=9)) as proxy:
            proxy.pause()
            socket.create_connection((HOST, proxy.port)).close()
        gc.collect()
    assert [str(each.message) for each in caught] == []
