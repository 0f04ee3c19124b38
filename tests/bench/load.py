"""The load: phones that send one batch after another, each as soon as the last was answered.

It runs in a process of its own, from requests that were written out before the clock starts, and reads
receipts after it has stopped, so that what is measured is the server.
"""

from __future__ import annotations

import gc
import random
import selectors
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from time import perf_counter
from typing import Any

import orjson

from app.month import today
from app.uuid7 import uuid7
from tests.bench.answers import body_of, end_of, status_of
from tests.bench.province import Author, work_of

HOST = "127.0.0.1"
USER_AGENT = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"
"""Signing in and sending name the same browser: a session that seems to move is signed anew by every answer."""


Work = Callable[[Author, int, date, random.Random], Iterator[tuple[str, dict[str, Any]]]]
"""What makes kinds and fields for an author: so many, up to a day."""


@dataclass(frozen=True, slots=True)
class Phone:
    """What a signed-in browser sends with every request."""

    cookie: str
    token: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One measurement: who sends batches of which size for how long. ``seed`` makes its entries its own."""

    port: int
    senders: Sequence[tuple[Author, Phone]]
    batch: int
    seconds: float
    entries_prepared: int
    seed: str


@dataclass(frozen=True, slots=True)
class Drive:
    """Requests that were written out beforehand, those of each client, and what each answer is to say."""

    port: int
    prepared: Sequence[Sequence[bytes]]
    seconds: float
    status: int = 200
    entries: int = 0
    """How many entries each answer is to say are stored; 0 where it has no receipts."""

    to_the_end: bool = False
    """Whether all is sent; a measurement is over when a client has nothing left, since fewer wait at once from then."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a measurement: answers in all, those a second while it lasted, and latencies in milliseconds."""

    answers: int
    requests_per_second: float
    entries_per_second: float
    p50: float
    p95: float
    errors: int


@dataclass
class Connection:
    """One phone's connection: it has at most one request under way."""

    socket: socket.socket
    requests: Iterator[bytes]
    buffer: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0

    def send(self) -> bool:
        """Send the next request; tell whether there was one."""
        request = next(self.requests, None)
        if request is None:
            return False
        self.buffer.clear()
        self.sent_at = perf_counter()
        self.socket.sendall(request)
        return True

    def receive(self) -> bytes | None:
        """Read what is there; return the answer once it is whole, which is empty when the server hung up."""
        try:
            piece = self.socket.recv(262144)
        except ConnectionError:
            piece = b""
        if not piece:
            return b""
        self.buffer += piece
        end = end_of(self.buffer)
        return None if end is None else bytes(self.buffer[:end])


def run(phase: Phase) -> Outcome:
    """Do a phase: prepare, send until the time is over, then read the receipts."""
    each = phase.entries_prepared // (phase.batch * len(phase.senders)) + 1
    prepared = [
        sync_requests(phase.port, author, phone, [phase.batch] * each, f"{phase.seed} {author.user_id}")
        for author, phone in phase.senders
    ]
    return run_drive(Drive(phase.port, prepared, phase.seconds, entries=phase.batch))


def run_drive(work: Drive) -> Outcome:
    """Send what was prepared until the time is over or a client has nothing left, then read the answers."""
    connections = []
    for requests in work.prepared:
        connection = socket.create_connection((HOST, work.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connections.append(Connection(connection, iter(requests)))
    gc.disable()
    try:
        answers, seconds = drive(connections, work.seconds, to_the_end=work.to_the_end)
    finally:
        gc.enable()
        for connected in connections:
            connected.socket.close()
    return outcome_of(answers, seconds, work.status, work.entries)


def outcome_of(answers: Sequence[Answer], seconds: float, status: int, entries: int) -> Outcome:
    """Sum up the answers of so many seconds; each is to have ``status`` and to say that ``entries`` are stored."""
    latencies = sorted(milliseconds for milliseconds, _, _ in answers)
    in_time = sum(at <= seconds for _, at, _ in answers)
    stored = [_stored(answer) if entries else 0 for _, _, answer in answers]
    as_asked = [
        status_of(answer) == status and number == entries
        for (_, _, answer), number in zip(answers, stored, strict=True)
    ]
    return Outcome(
        answers=len(answers),
        requests_per_second=in_time / seconds,
        entries_per_second=sum(n for n, (_, at, _) in zip(stored, answers, strict=True) if at <= seconds) / seconds,
        p50=latencies[len(latencies) // 2],
        p95=latencies[len(latencies) * 95 // 100],
        errors=as_asked.count(False),
    )


Answer = tuple[float, float, bytes]
"""How long an answer took in milliseconds, when it came in seconds after the start, and what it says."""


def drive(connections: Sequence[Connection], seconds: float, *, to_the_end: bool = False) -> tuple[list[Answer], float]:
    """Send until the time is over or a phone has nothing left, or all; return the answers and how long it was."""
    answers: list[Answer] = []
    start = perf_counter()
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
        while selector.get_map():
            for key, _ in selector.select():
                connection = key.data
                answer = connection.receive()
                if answer is None:
                    continue
                at = perf_counter()
                answers.append(((at - connection.sent_at) * 1000, at - start, answer))
                if at - start < seconds and answer:
                    if connection.send():
                        continue
                    seconds = seconds if to_the_end else at - start
                selector.unregister(connection.socket)
    return answers, seconds


def _stored(answer: bytes) -> int:
    """Return how many entries an answer says are stored."""
    if status_of(answer) != 200:
        return 0
    return sum(receipt["outcome"] == "stored" for receipt in orjson.loads(body_of(answer))["receipts"])


def reading_request(port: int, phone: Phone | None, path: str, etag: str = "") -> bytes:
    """Return the request by which a browser reads ``path``, which it has as ``etag`` if it has it."""
    own = [f"Cookie: {phone.cookie}"] if phone else []
    known = [f"If-None-Match: {etag}"] if etag else []
    return "\r\n".join((f"GET {path} HTTP/1.1", *_of_every_request(port), *own, *known, "", "")).encode()


def sync_requests(
    port: int, author: Author, phone: Phone, sizes: Iterable[int], seed: str, form: int = 1, work: Work = work_of
) -> list[bytes]:
    """Return the requests by which an author's phone sends ``work`` in batches of ``sizes``, in entries of ``form``."""
    rng = random.Random(seed)
    head = "\r\n".join(
        (
            "POST /api/v1/sync HTTP/1.1",
            *_of_every_request(port),
            "Content-Type: application/json",
            f"Cookie: {phone.cookie}",
            f"X-CSRF-Token: {phone.token}",
            "Content-Length: ",
        )
    ).encode()
    requests = []
    for size in sizes:
        entries = list(_entries(work(author, size, today(), rng), form, rng))
        body = orjson.dumps({"entries": entries})
        requests.append(b"%s%d\r\n\r\n%s" % (head, len(body), body))
    return requests


def _of_every_request(port: int) -> tuple[str, ...]:
    return (
        f"Host: {HOST}:{port}",
        f"Origin: http://{HOST}:{port}",
        "Sec-Fetch-Site: same-origin",
        f"User-Agent: {USER_AGENT}",
        "Accept: */*",
        "Accept-Encoding: gzip, deflate, br",
        "Accept-Language: vi-VN,vi;q=0.9",
    )


def _entries(
    work: Iterable[tuple[str, Mapping[str, object]]], form: int, rng: random.Random
) -> Iterator[dict[str, object]]:
    at = datetime.now(UTC)
    for kind, fields in work:
        sent = of_form(fields, form)
        yield {"id": str(uuid7(at, rng)), "kind": kind, "revision": 1, "recorded_at": at, "form": form, "fields": sent}


def of_form(fields: Mapping[str, object], form: int) -> dict[str, object]:
    """Return fields of form 1 as a phone that knows ``form`` sends them: since form 2 a session has several topics."""
    if form < 2 or "topic" not in fields:
        return dict(fields)
    return {name: value for name, value in fields.items() if name != "topic"} | {"topics": [fields["topic"]]}
