"""The load: phones that send one batch after another, each as soon as the last was answered.

It runs in a process of its own, from requests that were written out before the clock starts, and reads
receipts after it has stopped, so that what is measured is the server.
"""

from __future__ import annotations

import gc
import gzip
import random
import re
import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter

import brotli
import orjson

from app.month import today
from app.uuid7 import uuid7
from tests.bench.province import Author, work_of

HOST = "127.0.0.1"
USER_AGENT = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"
"""Signing in and sending name the same browser: a session that seems to move is signed anew by every answer."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
_ENCODING = re.compile(rb"\r\ncontent-encoding: *(\w+)", re.I)
_DECODE = {b"br": brotli.decompress, b"gzip": gzip.decompress}


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
class Outcome:
    """What came of a phase; latencies are in milliseconds."""

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
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        length = _LENGTH.search(self.buffer, 0, end + 2)
        if length is None:
            raise RuntimeError(f"an answer without a length: {bytes(self.buffer[:end])!r}")
        return bytes(self.buffer) if len(self.buffer) >= end + 4 + int(length[1]) else None


def run(phase: Phase) -> Outcome:
    """Do a phase: prepare, send until the time is over, then read the receipts."""
    each = phase.entries_prepared // (phase.batch * len(phase.senders)) + 1
    prepared = [_requests(phase, author, phone, each) for author, phone in phase.senders]
    connections = []
    for requests in prepared:
        connection = socket.create_connection((HOST, phase.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connections.append(Connection(connection, iter(requests)))
    gc.disable()
    try:
        answers, seconds = drive(connections, phase.seconds)
    finally:
        gc.enable()
        for connected in connections:
            connected.socket.close()
    latencies = sorted(milliseconds for milliseconds, _, _ in answers)
    stored = [_stored(answer) for _, _, answer in answers]
    in_time = sum(number for number, (_, at, _) in zip(stored, answers, strict=True) if at <= seconds)
    return Outcome(
        entries_per_second=in_time / seconds,
        p50=latencies[len(latencies) // 2],
        p95=latencies[len(latencies) * 95 // 100],
        errors=sum(number != phase.batch for number in stored),
    )


Answer = tuple[float, float, bytes]
"""How long an answer took in milliseconds, when it came in seconds after the start, and what it says."""


def drive(connections: Sequence[Connection], seconds: float) -> tuple[list[Answer], float]:
    """Send until the time is over or a phone has nothing left; return the answers and how long it was."""
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
                    seconds = at - start
                selector.unregister(connection.socket)
    return answers, seconds


def _stored(answer: bytes) -> int:
    """Return how many entries an answer says are stored."""
    if not answer.startswith(b"HTTP/1.1 200 "):
        return 0
    head, _, body = answer.partition(b"\r\n\r\n")
    encoding = _ENCODING.search(head)
    receipts = orjson.loads(_DECODE[encoding[1]](body) if encoding else body)["receipts"]
    return sum(receipt["outcome"] == "stored" for receipt in receipts)


def _requests(phase: Phase, author: Author, phone: Phone, number: int) -> list[bytes]:
    rng = random.Random(f"{phase.seed} {author.user_id}")
    head = "\r\n".join(
        (
            "POST /api/v1/sync HTTP/1.1",
            f"Host: {HOST}:{phase.port}",
            f"Origin: http://{HOST}:{phase.port}",
            "Sec-Fetch-Site: same-origin",
            f"User-Agent: {USER_AGENT}",
            "Accept: */*",
            "Accept-Encoding: gzip, deflate, br",
            "Accept-Language: vi-VN,vi;q=0.9",
            "Content-Type: application/json",
            f"Cookie: {phone.cookie}",
            f"X-CSRF-Token: {phone.token}",
            "Content-Length: ",
        )
    ).encode()
    at, last_day = datetime.now(UTC), today()
    requests = []
    for _ in range(number):
        work = work_of(author, phase.batch, last_day, rng)
        entries = [
            {"id": str(uuid7(at, rng)), "kind": kind, "revision": 1, "recorded_at": at, "form": 1, "fields": fields}
            for kind, fields in work
        ]
        body = orjson.dumps({"entries": entries})
        requests.append(b"%s%d\r\n\r\n%s" % (head, len(body), body))
    return requests
