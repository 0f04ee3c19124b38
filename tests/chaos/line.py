"""A bad line to the server: a proxy on loopback that cuts connections at random, wherever they stand."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import NamedTuple

HOST = "127.0.0.1"
CUT_SHARE = 0.35
"""How many of all connections are cut."""

AT_ONCE = 65536  # bytes


class Fate(NamedTuple):
    """After how many bytes a connection is cut: of the request, or of the answer."""

    name: str
    request_bytes: int = sys.maxsize
    answer_bytes: int = sys.maxsize


STRAIGHT = Fate("straight")


class Line:
    """The line; ``port`` is its near end, ``cuts`` says where it cut how often."""

    def __init__(self, server_port: int, seed: int) -> None:
        self.port = 0
        self.cuts: Counter[str] = Counter()
        self._server_port = server_port
        self._random = random.Random(seed)
        self._share = CUT_SHARE

    def straighten(self) -> None:
        """Cut nothing from now on."""
        self._share = 0

    def _draw(self) -> Fate:
        if self._random.random() >= self._share:
            return STRAIGHT
        return self._random.choice(
            (
                Fate("before the request", request_bytes=0),
                Fate("in the request", request_bytes=self._random.randint(1, 3000)),
                # The server has done its work when the first byte of its answer comes.
                Fate("before the answer", answer_bytes=0),
                Fate("in the answer", answer_bytes=self._random.randint(1, 1500)),
            )
        )

    async def serve(self, near: asyncio.StreamReader, near_writer: asyncio.StreamWriter) -> None:
        """Carry one connection to the server and back, to its end or to the cut."""
        fate = self._draw()
        writers = [near_writer]
        try:
            if fate.request_bytes:
                far, far_writer = await asyncio.open_connection(HOST, self._server_port)
                writers.append(far_writer)
                is_cut = await _carry(near, near_writer, far, far_writer, fate)
            else:
                is_cut = True
            if is_cut:
                self.cuts[fate.name] += 1
            else:
                near_writer.close()
                await near_writer.wait_closed()
        except OSError:
            self.cuts["server away"] += 1
        finally:
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


@contextmanager
def bad_line(server_port: int, seed: int) -> Iterator[Line]:
    """Lay a bad line to a port; take it away at the end."""
    line = Line(server_port, seed)
    ready = Event()
    loop = asyncio.new_event_loop()

    async def main() -> None:
        server = await asyncio.start_server(line.serve, HOST, 0)
        line.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        server.close()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(main())

    ended = asyncio.Event()
    thread = Thread(target=run)
    thread.start()
    assert ready.wait(10)
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
