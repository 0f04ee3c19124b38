"""A line between a phone and the server: a relay on loopback that loses its signal, or cuts where a connection stands.

Browsers can be told to be offline, but that holds for what they watch already: a worker that a browser starts anew at
that moment may still reach the server. What must not arrive is stopped here, outside the browser.
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
AT_ONCE = 65536  # bytes


class Fate(NamedTuple):
    """After how many bytes a connection is cut: of the request, or of the answer."""

    name: str
    request_bytes: int = sys.maxsize
    answer_bytes: int = sys.maxsize


STRAIGHT = Fate("straight")
NO_SIGNAL = Fate("no signal", request_bytes=0)


class Line:
    """The line; ``port`` is its near end, ``cuts`` says where it cut how often. See :func:`laid`."""

    def __init__(self, server_port: int) -> None:
        self.port = 0
        self.cuts: Counter[str] = Counter()
        self._server_port = server_port
        self._has_signal = True
        self._open: dict[asyncio.Task[Any] | None, list[asyncio.StreamWriter]] = {}
        self._loop = asyncio.new_event_loop()
        self._is_over = asyncio.Event()

    @property
    def url(self) -> str:
        """Where the server is reached by this line."""
        return f"http://{HOST}:{self.port}"

    def lose_signal(self) -> None:
        """Break off what is on its way, and let nothing through from now on."""
        asyncio.run_coroutine_threadsafe(self._lose_signal(), self._loop).result()

    def find_signal(self) -> None:
        """Let everything through again."""
        self._has_signal = True

    def draw(self) -> Fate:
        """Return what is to happen to the next connection."""
        return STRAIGHT

    def run(self, is_laid: Event) -> None:
        """Carry connections until :meth:`end`."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._run(is_laid))

    def end(self) -> None:
        """Let :meth:`run` come to its end."""
        self._loop.call_soon_threadsafe(self._is_over.set)

    async def _run(self, is_laid: Event) -> None:
        server = await asyncio.start_server(self._serve, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        is_laid.set()
        await self._is_over.wait()
        # A server that is closed drops, unclosed, each connection that it has accepted and not yet handed over. So it
        # first only stops accepting; what was accepted at the last moment finds no signal and closes its end.
        self._loop.remove_reader(server.sockets[0].fileno())
        await self._lose_signal()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others)
        server.close()

    async def _lose_signal(self) -> None:
        self._has_signal = False
        open_now = dict(self._open)
        for writers in open_now.values():
            for each in writers:
                each.transport.abort()
        await asyncio.gather(*filter(None, open_now))

    async def _serve(self, near: asyncio.StreamReader, near_writer: asyncio.StreamWriter) -> None:
        """Carry one connection to the server and back, to its end or to the cut."""
        fate = self.draw() if self._has_signal else NO_SIGNAL
        task = asyncio.current_task()
        writers = self._open[task] = [near_writer]
        is_cut = True
        try:
            if fate.request_bytes:
                far, far_writer = await asyncio.open_connection(HOST, self._server_port)
                writers.append(far_writer)
                is_cut = not self._has_signal or await _carry(near, near_writer, far, far_writer, fate)
            if is_cut:
                self.cuts[fate.name] += 1
            else:
                near_writer.close()
                await near_writer.wait_closed()
        except OSError:
            self.cuts["server away" if self._has_signal else NO_SIGNAL.name] += 1
        finally:
            del self._open[task]
            for each in writers:
                each.transport.abort()


async def _carry(
    near: asyncio.StreamReader,
    near_writer: asyncio.StreamWriter,
    far: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
    fate: Fate,
) -> bool:
    """Carry both directions until one ends; tell whether it was cut."""
    directions = {
        asyncio.create_task(_pump(near, far_writer, fate.request_bytes)),
        asyncio.create_task(_pump(far, near_writer, fate.answer_bytes)),
    }
    try:
        done, _ = await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
        return any([task.result() for task in done])
    finally:
        for task in directions:
            task.cancel()
        await asyncio.gather(*directions, return_exceptions=True)


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, limit: int) -> bool:
    """Carry one direction to its end, or to ``limit`` bytes; tell whether it was cut."""
    while data := await source.read(AT_ONCE):
        sink.write(data[:limit])
        await sink.drain()
        if len(data) > limit:
            return True
        limit -= len(data)
    return False


L = TypeVar("L", bound=Line)


@contextmanager
def laid(line: L) -> Iterator[L]:
    """Lay a line; take it away at the end."""
    is_laid = Event()
    thread = Thread(target=line.run, args=[is_laid])
    thread.start()
    assert is_laid.wait(10)
    try:
        yield line
    finally:
        line.end()
        thread.join()
