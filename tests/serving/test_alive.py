"""``/healthz`` over real HTTP: the app's own answer, which waits for no thread."""

from __future__ import annotations

import os
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask

from app.serving.adapter import THREADS
from tests.client import Visitor
from tests.serving.conftest import HOST, TIMEOUT, Client, Serve, status_of


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_event_loops_answer_is_that_of_the_view(serve: Serve, app: Flask, method: str) -> None:
    expected = Visitor(app).http.open("/healthz", method=method)
    connection = HTTPConnection(HOST, serve("served").port, timeout=TIMEOUT)
    for _ in range(2):
        connection.request(method, "/healthz")
        answer = connection.getresponse()
        sent_by_server = {"date", "server"}
        headers = [(name.lower(), value) for name, value in answer.getheaders() if name.lower() not in sent_by_server]
        assert sorted(headers) == sorted((name.lower(), value) for name, value in expected.headers)
        assert (answer.status, answer.read()) == (expected.status_code, expected.data)
    connection.close()


def test_other_methods_are_refused_as_ever(serve: Serve) -> None:
    assert status_of(serve("served").port, "POST /healthz", "Sec-Fetch-Site: same-origin") == 405


def test_liveness_answers_while_all_threads_wait(serve: Serve, tmp_path: Path) -> None:
    port = serve("echoing_alive").port
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ExitStack() as stack, pipe.open("r+b", buffering=0) as end:
        waiting = [stack.enter_context(Client(port)).send(f"GET /waits?{pipe}") for _ in range(THREADS)]
        try:
            assert [status_of(port, "GET /healthz") for _ in range(10)] == [200] * 10
        finally:
            end.write(bytes(THREADS))
        assert all(client.received_head().startswith(b"HTTP/1.1 200 ") for client in waiting)
