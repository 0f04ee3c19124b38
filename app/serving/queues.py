"""Requests of a kind that only a few threads at once may serve, so that a crowd of them leaves the others free."""

from __future__ import annotations

from asyncio import Semaphore, get_running_loop
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from app.one_at_a_time import WAITED

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Queues:
    """The queues of one event loop. A request waits there for its turn in the order of arrival, without a thread."""

    def __init__(self, queue_of: Callable[[WSGIEnvironment], str | None], threads: Mapping[str, int]) -> None:
        """Let each queue have its number of ``threads``; ``queue_of`` names the queue of a request, if it has one."""
        self._queue_of = queue_of
        self._queues = {queue: Semaphore(number) for queue, number in threads.items()}

    @asynccontextmanager
    async def turn(self, environ: WSGIEnvironment) -> AsyncIterator[None]:
        """Wait until a request may have a thread, which it gives back at the end of the block."""
        queue = self._queue_of(environ)
        if queue is None:
            yield
            return
        clock = get_running_loop().time
        begun = clock()
        async with self._queues[queue]:
            environ[WAITED] = clock() - begun
            yield


FREE = Queues(lambda environ: None, {})
"""All requests are served as they come."""
