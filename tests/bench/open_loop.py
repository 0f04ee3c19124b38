"""Requests that come when they are due, whether those before were answered or not, as those of many people do."""

from __future__ import annotations

import gc
import random
import selectors
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from tests.bench.load import HOST, Connection, Outcome, Phone, outcome_of, sync_requests
from tests.bench.province import Author

MOST_CONNECTIONS = 512
_IDLE = 10.0
"""Seconds after which a connection is not used again: the server ends it after thirty."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Batches of so many entries, which all ``senders`` send in turn, so many a second as a mean."""

    port: int
    senders: Sequence[tuple[Author, Phone]]
    batch: int
    a_second: float
    seconds: float


def due_times(a_second: float, seconds: float, rng: random.Random) -> Iterator[float]:
    """Yield the seconds after the start at which requests are due: independent of each other, so many as a mean."""
    due = rng.expovariate(a_second)
    while due < seconds:
        yield due
        due += rng.expovariate(a_second)


def run_schedule(schedule: Schedule) -> Outcome:
    """Send all batches; a latency begins when its batch was due, so that a server that falls behind shows it."""
    rng = random.Random(schedule.port)
    dues = list(due_times(schedule.a_second, schedule.seconds, rng))
    prepared = []
    for position in range(len(dues)):
        author, phone = schedule.senders[position % len(schedule.senders)]
        seed = f"{position} {author.user_id}"
        prepared += sync_requests(schedule.port, author, phone, [schedule.batch], seed)
    gc.disable()
    with _Crowd(schedule.port) as crowd:
        answers = crowd.send(list(zip(dues, prepared, strict=True)))
    gc.enable()
    return outcome_of(answers, max(schedule.seconds, max(at for _, at, _ in answers)), 200, schedule.batch)


class _Crowd:
    """The connections of all phones; one that waits for no answer serves the next phone."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._selector = selectors.DefaultSelector()
        self._idle: list[tuple[float, Connection]] = []
        self._busy: dict[int, tuple[float, Connection]] = {}

    def __enter__(self) -> _Crowd:
        return self

    def __exit__(self, *_error: object) -> None:
        self._selector.close()
        for _, connection in self._idle:
            connection.socket.close()

    def send(self, requests: Sequence[tuple[float, bytes]]) -> list[tuple[float, float, bytes]]:
        """Send each request when it is due; return the answers with their milliseconds, and when they came."""
        answers: list[tuple[float, float, bytes]] = []
        waiting = deque(requests)
        start = perf_counter()
        while waiting or self._busy:
            at = perf_counter() - start
            while waiting and waiting[0][0] <= at and len(self._busy) < MOST_CONNECTIONS:
                self._send(*waiting.popleft(), at)
            until_due = max(0.0, waiting[0][0] - at) if waiting else None
            is_full = len(self._busy) >= MOST_CONNECTIONS
            answers += self._answers(None if is_full else until_due, start)
        return answers

    def _send(self, due: float, request: bytes, at: float) -> None:
        connection = self._free(at)
        connection.requests = iter([request])
        connection.send()
        self._busy[connection.socket.fileno()] = due, connection
        self._selector.register(connection.socket, selectors.EVENT_READ)

    def _free(self, at: float) -> Connection:
        """Return a connection on which nothing is under way: the one used last, or a new one."""
        if self._idle and at - self._idle[-1][0] < _IDLE:
            return self._idle.pop()[1]
        client = socket.create_connection((HOST, self._port))
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Connection(client, iter(()))

    def _answers(self, timeout: float | None, start: float) -> Iterator[tuple[float, float, bytes]]:
        for key, _ in self._selector.select(timeout):
            due, connection = self._busy[key.fd]
            answer = connection.receive()
            if answer is None:
                continue
            at = perf_counter() - start
            self._selector.unregister(connection.socket)
            del self._busy[key.fd]
            if answer:
                self._idle.append((at, connection))
            else:
                connection.socket.close()
            yield (at - due) * 1000, at, answer
