"""A proxy on loopback between a phone and the server, which goes offline or cuts connections.

A browser can be told to be offline, but that holds for the pages and workers it has already: a worker that it starts at
that moment may still reach the server. So what must not arrive is stopped here, outside the browser.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, NamedTuple, TypeVar

HOST = "127.0.0.1"
CHUNK_BYTES = 65536


class CutPoint(NamedTuple):
    """After how many bytes of the request or of the answer a connection is cut."""

    name: str
    request_bytes: int = sys.maxsize
    answer_bytes: int = sys.maxsize


NO_CUT = CutPoint("no cut")
OFFLINE = CutPoint("offline", request_bytes=0)


class FlakyProxy:
    """The proxy. It listens at ``port``; ``cuts`` counts its cuts by their names. See :func:`running`."""

    def __init__(self, server_port: int) -> None:
        self.port = 0
        self.cuts: Counter[str] = Counter()
        self._server_port = server_port
        self._is_connected = True
        self._open: dict[asyncio.Task[Any] | None, list[asyncio.StreamWriter]] = {}
        self._loop = asyncio.new_event_loop()
        self._must_stop = asyncio.Event()

    @property
    def url(self) -> str:
        """The address at which the server is reached through the proxy."""
        return f"http://{HOST}:{self.port}"

    def disconnect(self) -> None:
        """Cut all open connections, and let nothing through from now on."""
        asyncio.run_coroutine_threadsafe(self._disconnect(), self._loop).result()

    def reconnect(self) -> None:
        """Let everything through again."""
        self._is_connected = True

    def next_cut(self) -> CutPoint:
        """Return where the next connection is cut."""
        return NO_CUT

    async def carry(self, data: bytes) -> None:
        """Take the time that the line needs for ``data``: this one needs none."""

    def run(self, is_running: Event) -> None:
        """Relay connections until :meth:`stop` is called."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._run(is_running))

    def stop(self) -> None:
        """Make :meth:`run` return."""
        self._loop.call_soon_threadsafe(self._must_stop.set)

    async def _run(self, is_running: Event) -> None:
        server = await asyncio.start_server(self._serve, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        is_running.set()
        await self._must_stop.wait()
        # Closing a server drops, without closing them, the connections that it has accepted and not yet handed over. So
        # it first only stops accepting; the last connections are then refused and closed like all others.
        self._loop.remove_reader(server.sockets[0].fileno())
        await self._disconnect()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        server.close()

    async def _disconnect(self) -> None:
        self._is_connected = False
        open_now = dict(self._open)
        for writers in open_now.values():
            for each in writers:
                each.transport.abort()
        await asyncio.gather(*filter(None, open_now))

    async def _serve(self, client: asyncio.StreamReader, client_writer: asyncio.StreamWriter) -> None:
        """Relay one connection in both directions, to its end or to the cut."""
        cut = self.next_cut() if self._is_connected else OFFLINE
        task = asyncio.current_task()
        writers = self._open[task] = [client_writer]
        is_cut = True
        try:
            if cut.request_bytes:
                server, server_writer = await asyncio.open_connection(HOST, self._server_port)
                writers.append(server_writer)
                is_cut = not self._is_connected or await self._relay(client, client_writer, server, server_writer, cut)
            if is_cut:
                self.cuts[cut.name] += 1
            else:
                client_writer.close()
                await client_writer.wait_closed()
        except OSError:
            self.cuts["no server" if self._is_connected else OFFLINE.name] += 1
        finally:
            del self._open[task]
            for each in writers:
                each.transport.abort()

    async def _relay(
        self,
        client: asyncio.StreamReader,
        client_writer: asyncio.StreamWriter,
        server: asyncio.StreamReader,
        server_writer: asyncio.StreamWriter,
        cut: CutPoint,
    ) -> bool:
        """Relay both directions until one ends; return whether it was cut."""
        directions = {
            asyncio.create_task(self._relay_one_way(client, server_writer, cut.request_bytes)),
            asyncio.create_task(self._relay_one_way(server, client_writer, cut.answer_bytes)),
        }
        try:
            done, _ = await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
            return any([task.result() for task in done])
        finally:
            for task in directions:
                task.cancel()
            await asyncio.gather(*directions, return_exceptions=True)

    async def _relay_one_way(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, limit: int) -> bool:
        """Relay one direction to its end, or up to ``limit`` bytes; return whether it was cut."""
        while data := await source.read(CHUNK_BYTES):
            await self.carry(data)
            sink.write(data[:limit])
            await sink.drain()
            if len(data) > limit:
                return True
            limit -= len(data)
        return False


P = TypeVar("P", bound=FlakyProxy)


@contextmanager
def running(proxy: P) -> Iterator[P]:
    """Run a proxy to the end of the block."""
    is_running = Event()
    thread = Thread(target=proxy.run, args=[is_running])
    thread.start()
    assert is_running.wait(10)
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join()
