"""The line between a phone and the server, which can be cut.

The browser's own way of being offline holds for what it watches already. A worker that it starts anew at that moment is
watched too late and may still reach the server, so whatever must not arrive is stopped here, outside the browser.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any, TypeVar

HOST = "127.0.0.1"
CHUNK = 65_536  # bytes

T = TypeVar("T")


class Line:
    """A relay to a port of this machine, on a port of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop, server_port: int) -> None:
        self._loop, self._server_port = loop, server_port
        self._is_cut = False
        self._open: dict[asyncio.StreamWriter, asyncio.Task[Any] | None] = {}
        self._relay = self._run(asyncio.start_server(self._carry, HOST, 0))

    @property
    def url(self) -> str:
        """Where the server is reached by this line."""
        return f"http://{HOST}:{self._relay.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Break off what is on its way, and let nothing through from now on."""
        self._run(self._cut())

    def mend(self) -> None:
        """Let everything through again."""
        self._is_cut = False

    def take_down(self) -> None:
        """Cut the line for good."""
        self._loop.call_soon_threadsafe(self._relay.close)
        self.cut()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _cut(self) -> None:
        self._is_cut = True
        carriers = [*filter(None, self._open.values())]
        for end in self._open:
            end.transport.abort()
        await asyncio.gather(*carriers)

    async def _carry(self, from_phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        with self._kept(to_phone), suppress(OSError):
            if self._is_cut:
                return
            from_server, to_server = await asyncio.open_connection(HOST, self._server_port)
            with self._kept(to_server):
                if not self._is_cut:
                    await _first(_pass_on(from_phone, to_server), _pass_on(from_server, to_phone))

    @contextmanager
    def _kept(self, end: asyncio.StreamWriter) -> Iterator[None]:
        """Know of a connection's end as long as it is open."""
        self._open[end] = asyncio.current_task()
        try:
            yield
        finally:
            del self._open[end]
            if self._is_cut:
                end.transport.abort()
            else:
                end.close()


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while chunk := await source.read(CHUNK):
        target.write(chunk)
        await target.drain()


async def _first(*works: Coroutine[Any, Any, None]) -> None:
    """Wait for the first of several works to end, and stop the others."""
    tasks = [asyncio.ensure_future(work) for work in works]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def line_to(server_port: int) -> Iterator[Line]:
    """Lay a line to a server, to the end of the block."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="line", daemon=True)
    thread.start()
    line = Line(loop, server_port)
    try:
        yield line
    finally:
        line.take_down()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
