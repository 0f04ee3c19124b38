"""Slow clients: a thousand that send a byte a second and fifty phones on a poor line, and how long others wait."""

from __future__ import annotations

import socket
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import monotonic, perf_counter

from tests.bench.load import HOST, Phase, run
from tests.bench.report import Budget, Report
from tests.bench.server import Browser, phone_of
from tests.bench.store import SECRET_KEY, Store
from tests.proxies import PROXIES, proxied
from tests.served import Server, free_port

TRICKLING = 1_000
UPLOADING = 50
UPLOAD_PER_SECOND = 96_000 // 8  # bytes
UPLOAD_SIZE = 2_000_000  # bytes
SECONDS = 15.0
QUICK_SECONDS = 5.0
_WITHIN = Budget(most=500)  # ms


def measure(report: Report, store: Store, *, quick: bool) -> None:
    """Measure directly and behind each of the shipped proxy files."""
    report.section(f"{TRICKLING:,} × 1 byte/s and {UPLOADING} × 96 kbit/s, {store.engine}")
    for way in ("directly", *PROXIES):
        with TemporaryDirectory(prefix="tung-nha-bench-") as folder, ExitStack() as stack:
            port, log = free_port(), Path(folder) / "server.log"
            if way in PROXIES:
                origin = f"http://{HOST}:{port}"
                server = stack.enter_context(Server(store.url, log, secret_key=SECRET_KEY, public_origin=origin))
                stack.enter_context(proxied(way, server.port, Path(folder), port))
            else:
                stack.enter_context(Server(store.url, log, secret_key=SECRET_KEY, port=port))
            _measure_way(report, store, way, port, QUICK_SECONDS if quick else SECONDS)


def _measure_way(report: Report, store: Store, way: str, port: int, seconds: float) -> None:
    [author] = store.world.clients(1)
    sender = (author, phone_of(port, author))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process, ThreadPoolExecutor(1) as thread:

        def both(name: str) -> tuple[float, float, int]:
            sync = process.submit(run, Phase(port, [sender], 1, seconds, round(1_500 * seconds), f"{way} {name}"))
            alive = thread.submit(_healthz, port, seconds)
            return alive.result(), sync.result().p95, sync.result().errors

        alone = both("alone")
        with SlowCrowd(port) as crowd:
            crowded = both("crowded")
    report.row(f"{way}: /healthz, p95 (alone: {alone[0]:.0f})", [crowded[0]], "ms", _WITHIN)
    report.row(f"{way}: sync, p95 (alone: {alone[1]:.0f})", [crowded[1]], "ms", _WITHIN)
    report.row(f"{way}: sync, errors", [crowded[2]], "", Budget(most=0))
    report.row(f"{way}: slow clients, at their fewest", [crowd.fewest], "", Budget(least=TRICKLING + UPLOADING))


def _healthz(port: int, seconds: float) -> float:
    """Ask one request after the other; return how long 95 of 100 took at most, in milliseconds."""
    browser, times = Browser(port), []
    end = perf_counter() + seconds
    while (begun := perf_counter()) < end:
        answer = browser.send("GET", "/healthz")
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"/healthz answered {answer.status}")
        times.append((perf_counter() - begun) * 1000)
    browser.close()
    return sorted(times)[len(times) * 95 // 100]


class SlowCrowd:
    """All slow clients, sending once a second from a thread of their own, from ``with`` to the end of it."""

    def __init__(self, port: int) -> None:
        self.fewest = 0
        self._clients: dict[socket.socket, bytes] = {}
        for number in range(TRICKLING + UPLOADING):
            trickles = number < TRICKLING
            line, length = ("POST /login", 400) if trickles else ("PUT /api/v1/photos/0", UPLOAD_SIZE)
            head = f"{line} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Length: {length}\r\n\r\n"
            client = socket.create_connection((HOST, port), timeout=30)
            client.sendall(head.encode())
            self._clients[client] = b"x" if trickles else bytes(UPLOAD_PER_SECOND)
        self._over = Event()
        self._thread = Thread(target=self._send)

    def __enter__(self) -> SlowCrowd:
        self.fewest = len(self._clients)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
        for client in self._clients:
            client.close()

    def _send(self) -> None:
        tick = monotonic()
        while not self._over.wait(max(0.0, tick - monotonic())):
            tick += 1
            self.fewest = min(
                self.fewest, sum(self._still_there(client, piece) for client, piece in self._clients.items())
            )

    def _still_there(self, client: socket.socket, piece: bytes) -> bool:
        with suppress(OSError):
            client.sendall(piece)
            client.setblocking(False)
            try:
                client.recv(1, socket.MSG_PEEK)
            except BlockingIOError:
                return True
            finally:
                client.settimeout(30)
        return False
