"""The relay between phones and the server leaves nothing open behind."""

from __future__ import annotations

import gc
import socket
import warnings
from threading import Event

from tests.line import HOST, Line, laid


class HeldUp(Line):
    """A relay that does nothing from :meth:`hold_up` until its end, and then all at once."""

    def hold_up(self) -> None:
        """Let everything wait that comes from now on."""
        self._may_go_on = Event()
        self._loop.call_soon_threadsafe(self._may_go_on.wait, 10)

    def end(self) -> None:
        super().end()
        self._may_go_on.set()


def test_a_connection_that_comes_as_the_line_ends_is_closed() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with laid(HeldUp(server_port=9)) as line:
            line.hold_up()
            socket.create_connection((HOST, line.port)).close()
        gc.collect()
    assert [str(each.message) for each in caught] == []
