"""Requests of the busiest hour come when they are due, whether those before were answered or not."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count, pairwise
from threading import Barrier, Thread

import pytest

from tests.bench.load import HOST, Phone
from tests.bench.open_loop import Schedule, due_times, run_schedule
from tests.bench.province import Author, made_up_households

BATCH = 5
AT_ONCE = 10
AUTHOR = Author(1, "0910000001", [2], {1: list(made_up_households(1, 20))})


class Receipts(BaseHTTPRequestHandler):
    """Answers that all is stored; the first ones only when :data:`AT_ONCE` wait for that."""

    protocol_version = "HTTP/1.1"
    waiting = Barrier(AT_ONCE)
    numbers = count()

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if next(self.numbers) < AT_ONCE:
            self.waiting.wait(30)
        body = json.dumps({"receipts": [{"outcome": "stored"} for _ in sent["entries"]]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_text: object) -> None:
        """Print nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer((HOST, 0), Receipts) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_none_waits_for_the_answer_of_another(port: int) -> None:
    outcome = run_schedule(Schedule(port, [(AUTHOR, Phone("session=1", "token"))], BATCH, 200, 0.5))
    assert outcome.answers > AT_ONCE
    assert outcome.errors == 0


def test_requests_are_due_at_instants_that_chance_sets() -> None:
    dues = list(due_times(100, 60, random.Random(1)))
    assert len(dues) == pytest.approx(6_000, rel=0.05)
    assert all(before <= later for before, later in pairwise(dues))
    assert 0 < dues[0] < dues[-1] < 60
    gaps = [later - before for before, later in pairwise(dues)]
    assert max(gaps) > 4 * sum(gaps) / len(gaps), "many come together, and then none for a while"
