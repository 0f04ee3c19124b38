"""A thousand that send a byte a second, fifty phones on a poor line and whole photos, and how long others wait."""

from __future__ import annotations

import json
import random
import socket
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from time import monotonic, perf_counter
from uuid import uuid4

from PIL import Image

from app.month import today
from app.uuid7 import uuid7
from tests.bench.load import HOST, Phase, run
from tests.bench.province import Author, work_of
from tests.bench.report import Budget, Report
from tests.bench.server import Browser, phone_of
from tests.bench.store import SECRET_KEY, Store
from tests.proxies import PROXIES, proxied
from tests.served import Server, free_port

TRICKLING = 1_000
UPLOADING = 50
UPLOAD_PER_SECOND = 96_000 // 8  # bytes
UPLOAD_SIZE = 2_000_000  # bytes
PHOTOS_AT_ONCE = 5
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
    author, photographer = store.users.clients(2)
    sender = (author, phone_of(port, author))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process, ThreadPoolExecutor(1) as thread:

        def both(name: str) -> tuple[float, float, int]:
            sync = process.submit(run, Phase(port, [sender], 1, seconds, round(1_500 * seconds), f"{way} {name}"))
            alive = thread.submit(_healthz, port, seconds)
            return alive.result(), sync.result().p95, sync.result().errors

        alone = both("alone")
        with SlowCrowd(port) as crowd, Photographer(port, photographer) as photos:
            crowded = both("crowded")
    report.row(f"{way}: /healthz, p95 (alone: {alone[0]:.0f})", [crowded[0]], "ms", _WITHIN)
    report.row(f"{way}: sync, p95 (alone: {alone[1]:.0f})", [crowded[1]], "ms", _WITHIN)
    report.row(f"{way}: sync, errors", [crowded[2]], "", Budget(most=0))
    report.row(f"{way}: slow clients, at their fewest", [crowd.fewest], "", Budget(least=TRICKLING + UPLOADING))
    report.row(f"{way}: photos stored meanwhile", [photos.stored], "", Budget(least=1))
    report.row(f"{way}: photos asked to come again", [photos.busy], "")


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


class Photographer:
    """A member who sends whole photos one after the other, five at once, from ``with`` to the end of it."""

    def __init__(self, port: int, author: Author) -> None:
        self.stored = self.busy = 0
        self._lock = Lock()
        self._over = Event()
        self._browsers = [Browser(port) for _ in range(PHOTOS_AT_ONCE)]
        self._token = self._browsers[0].sign_in(author.phone)
        for browser in self._browsers:
            browser.cookies = self._browsers[0].cookies
        self._rng = random.Random(author.user_id)
        self._author = author
        self._threads = ThreadPoolExecutor(PHOTOS_AT_ONCE)

    def __enter__(self) -> Photographer:
        self._ends = [self._threads.submit(self._send, browser) for browser in self._browsers]
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._threads.shutdown()
        for end in self._ends:
            end.result()

    def _send(self, browser: Browser) -> None:
        photo = _noise()
        while not self._over.is_set():
            path = f"/api/v1/photos/{uuid4()}?entry={self._new_entry(browser)}"
            answer = browser.send("PUT", path, photo, Content_Type="image/jpeg", X_CSRF_Token=self._token)
            answer_text = answer.read()
            if answer.status not in {200, 503}:
                raise RuntimeError(f"a photo was answered {answer.status}: {answer_text!r}")
            with self._lock:
                self.stored += answer.status == 200
                self.busy += answer.status == 503
            if answer.status == 503:
                self._over.wait(int(answer.headers["Retry-After"]))

    def _new_entry(self, browser: Browser) -> str:
        with self._lock:
            at, [(kind, fields)] = datetime.now(UTC), work_of(self._author, 1, today(), self._rng)
            id = str(uuid7(at, self._rng))
        entry = {"id": id, "kind": kind, "revision": 1, "recorded_at": at.isoformat(), "form": 1, "fields": fields}
        body = json.dumps({"entries": [entry]})
        browser.send("POST", "/api/v1/sync", body, Content_Type="application/json", X_CSRF_Token=self._token).read()
        return id


def _noise() -> bytes:
    """Return a photo of the size that phones send."""
    buffer = BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


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
