"""Two floods of wrong sign-ins, and how long others wait meanwhile: those who are signed in, and those who sign in."""

from __future__ import annotations

import json
import random
import socket
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPResponse
from itertools import cycle, repeat
from math import inf
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from urllib.parse import urlencode

from app.month import today
from app.uuid7 import uuid7
from tests.bench.load import HOST, USER_AGENT, Connection, drive
from tests.bench.province import LARGE_WARD, Author, work_of
from tests.bench.report import Budget, Report
from tests.bench.server import Browser
from tests.bench.store import SECRET_KEY, Store
from tests.client import form_token
from tests.served import Server, free_port

MANY = 200
SECONDS = 20.0
QUICK_SECONDS = 10.0
PAUSE = 0.05  # seconds from one request of the member to the next
AFTER_START = 0.5  # seconds until the flood has reached its height
_WITHIN = Budget(most=500)  # ms
_AT_ONCE = Budget(most=3_000)  # ms

Guesses = Sequence[tuple[str, str]]
"""The address and the number of each client of a flood."""


@dataclass(frozen=True, slots=True)
class Flood:
    """Clients that each send the same wrong sign-in again as soon as it was answered."""

    port: int
    cookie: str
    token: str
    guesses: Guesses
    seconds: float


def measure(report: Report, store: Store, *, quick: bool) -> None:
    """Measure a member's requests alone and in each flood."""
    report.section(f"Floods of wrong sign-ins, {store.engine}")
    author, owner, *others = store.users.authors[LARGE_WARD][: 2 + MANY]
    floods: Mapping[str, Guesses] = {
        f"{MANY} from one address": [("203.0.113.1", each.phone) for each in others],
        "60 at one number from ten": [(f"203.0.113.{each % 10}", owner.phone) for each in range(60)],
    }
    port = free_port()
    origin, seconds = f"http://{HOST}:{port}", QUICK_SECONDS if quick else SECONDS
    with (
        TemporaryDirectory(prefix="tung-nha-bench-") as folder,
        Server(store.url, Path(folder) / "log", secret_key=SECRET_KEY, port=port, public_origin=origin),
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process,
    ):
        member = Member(port, author)
        known = Browser(port)
        known.send_form("/logout", known.sign_in(owner.phone), {})
        alone = member.times(seconds)
        for name, guesses in floods.items():
            flood = process.submit(run, Flood(port, *_form(port), guesses, seconds))
            _measure_in(report, name, alone, member, flood, seconds)
        again = process.submit(run, Flood(port, *_form(port), floods["60 at one number from ten"], seconds))
        sleep(AFTER_START)
        report.row("owner signs in on a known device", [_sign_in(port, owner, known.cookies)], "ms", _AT_ONCE)
        report.row("owner signs in on a new device", [_sign_in(port, owner, {})], "ms", _AT_ONCE)
        again.result()


def _measure_in(
    report: Report,
    name: str,
    alone: Mapping[str, float],
    member: Member,
    flood: Future[Counter[str]],
    seconds: float,
) -> None:
    sleep(AFTER_START)
    crowded = member.times(seconds - 2 * AFTER_START)
    for request, milliseconds in crowded.items():
        report.row(f"{name}: {request}, p95 (alone: {alone[request]:.0f})", [milliseconds], "ms", _WITHIN)
    statuses = ", ".join(f"{number} × {status}" for status, number in sorted(flood.result().items()))
    report.say(f"  {name}: {statuses}")


def run(flood: Flood) -> Counter[str]:
    """Send a flood; return how often it was answered with each status."""
    connections = []
    for address, number in flood.guesses:
        client = socket.create_connection((HOST, flood.port))
        connections.append(Connection(client, repeat(_request(flood, address, number))))
    try:
        answers, _ = drive(connections, flood.seconds)
    finally:
        for connection in connections:
            connection.socket.close()
    return Counter(answer[9:12].decode() for _, _, answer in answers)


def _request(flood: Flood, address: str, number: str) -> bytes:
    body = urlencode({"phone": number, "password": "mot cau sai", "csrf_token": flood.token})
    lines = (
        "POST /login HTTP/1.1",
        f"Host: {HOST}:{flood.port}",
        f"Origin: http://{HOST}:{flood.port}",
        f"User-Agent: {USER_AGENT}",
        f"X-Forwarded-For: {address}",
        f"Cookie: {flood.cookie}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "",
        body,
    )
    return "\r\n".join(lines).encode()


def _form(port: int) -> tuple[str, str]:
    """Return the cookie and the token of a sign-in page."""
    with closing(Browser(port)) as browser:
        token = form_token(browser.send("GET", "/login").read().decode())
        return browser.cookie, token


def _sign_in(port: int, owner: Author, cookies: Mapping[str, str]) -> float:
    """Sign the owner of an attacked number in, from an address of their own, on a device with ``cookies``.

    Return how many milliseconds that takes; without end when it is refused.
    """
    browser = Browser(port)
    browser.cookies |= cookies
    begun = perf_counter()
    try:
        browser.sign_in(owner.phone, X_Forwarded_For="198.51.100.4")
    except RuntimeError:
        return inf
    finally:
        browser.close()
    return (perf_counter() - begun) * 1000


class Member:
    """A member at work, who opens the phone's page, asks who they are and sends an entry, again and again."""

    def __init__(self, port: int, author: Author) -> None:
        self._port = port
        with closing(Browser(port)) as browser:
            self._token = browser.sign_in(author.phone)
            self._cookies = browser.cookies
        self._author = author
        self._rng = random.Random(author.user_id)

    def times(self, seconds: float) -> dict[str, float]:
        """Return how many milliseconds 95 of 100 requests of each kind took at most, by when they were due.

        Each has a connection of its own, so that both processes of the server are asked.
        """
        steps = {"page": self._open_page, "session": self._ask, "sync": self._sync}
        times: dict[str, list[float]] = {name: [] for name in steps}
        due = perf_counter()
        end = due + seconds
        for name, step in cycle(steps.items()):
            sleep(max(0.0, due - perf_counter()))
            with closing(Browser(self._port)) as browser:
                browser.cookies |= self._cookies
                answer = step(browser)
                answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{name} was answered {answer.status}")
            times[name].append((perf_counter() - due) * 1000)
            due += PAUSE
            if due > end:
                break
        return {name: sorted(each)[len(each) * 95 // 100] for name, each in times.items()}

    def _open_page(self, browser: Browser) -> HTTPResponse:
        return browser.send("GET", "/log/")

    def _ask(self, browser: Browser) -> HTTPResponse:
        return browser.send("GET", "/api/v1/session")

    def _sync(self, browser: Browser) -> HTTPResponse:
        at, [(kind, fields)] = datetime.now(UTC), work_of(self._author, 1, today(), self._rng)
        entry = {"id": str(uuid7(at, self._rng)), "kind": kind, "revision": 1, "recorded_at": at.isoformat(), "form": 1}
        body = json.dumps({"entries": [entry | {"fields": fields}]})
        return browser.send("POST", "/api/v1/sync", body, Content_Type="application/json", X_CSRF_Token=self._token)
