"""Who sends or reads slowly keeps nobody waiting, and the connection of who is too slow is closed."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from time import monotonic, sleep
from typing import NoReturn

import pytest

from tests.served import answers
from tests.serving.conftest import SMALL_BUFFER, TIMEOUT, Client, Serve, half_sent, status_of
from tests.serving.targets import IMPATIENT, PIECE

PAST_ALL_BUFFERS = 100
"""So many pieces do not fit between server and client: who does not read keeps the server from sending them all."""


@pytest.mark.parametrize("number", [8, 32])
def test_half_sent_bodies_keep_nobody_waiting(serve: Serve, number: int) -> None:
    port = serve("impatient").port
    with ExitStack() as stack:
        for client in half_sent(port, number):
            stack.enter_context(client)
        assert answers(port)
        assert status_of(port, "GET /login") == 200
        assert (
            status_of(port, "POST /api/v1/sync", "Content-Length: 2", "Sec-Fetch-Site: same-origin", body=b"{}") == 401
        )


@pytest.mark.parametrize("number", [8, 32])
def test_client_that_does_not_read_keeps_nobody_waiting(serve: Serve, number: int) -> None:
    port = serve("echoing").port
    with ExitStack() as stack:
        clients = [stack.enter_context(Client(port, SMALL_BUFFER)) for _ in range(number)]
        for client in clients:
            client.send(f"GET /pieces/{PAST_ALL_BUFFERS}")
        for client in clients:
            assert client.socket.recv(1), "its answer has begun"
        assert status_of(port, "GET /") == 200


def test_a_slow_but_steady_body_arrives(serve: Serve) -> None:
    """It takes longer than a body may stand still, at twice the rate that is asked for."""
    pieces, size = 12, IMPATIENT.rate // 2
    with Client(serve("echoing").port) as client:
        client.send("POST /", f"Content-Length: {pieces * size}", "Connection: close")
        begun = monotonic()
        for _ in range(pieces):
            client.socket.sendall(b"x" * size)
            sleep(0.25)  # This is the client's own pace, not a wait for anything.
        assert monotonic() - begun > IMPATIENT.idle
        assert b'"CONTENT_LENGTH":"%d"' % (pieces * size) in client.received()


@pytest.mark.parametrize("framing", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
def test_a_body_that_trickles_is_cut_off(serve: Serve, framing: str) -> None:
    with Client(serve("echoing").port) as client:
        client.send("POST /", framing, body=b"1\r\nx\r\n")
        answer = client.received()
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"\r\nconnection: close\r\n" in answer


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/api/v1/sync", b"application/json", b'{"error":"request_timeout"}'),
        ("/login", b"text/plain", b"Request Timeout"),
    ],
)
def test_an_answer_of_the_servers_own_is_like_the_apps(serve: Serve, path: str, kind: bytes, body: bytes) -> None:
    with Client(serve("impatient").port) as client:
        answer = client.send(f"POST {path}", "Content-Length: 1000", body=b"x").received()
    head, _, text = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"\r\ncontent-type: " + kind in head
    assert b"\r\ncontent-security-policy: " in head
    assert text == body


def test_client_that_reads_too_late_sees_a_cut_answer(serve: Serve) -> None:
    with Client(serve("echoing").port) as client:
        client.send(f"GET /pieces/{PAST_ALL_BUFFERS}")
        with pytest.raises(ConnectionError):
            _send_until_refused(client)
        received = bytearray()
        with suppress(ConnectionResetError):
            while piece := client.socket.recv(1 << 20):
                received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        assert f"content-length: {PAST_ALL_BUFFERS * len(PIECE)}".encode() in head
        assert len(body) < PAST_ALL_BUFFERS * len(PIECE)


@pytest.mark.parametrize(("request_line", "number"), [(f"GET /pieces/{PAST_ALL_BUFFERS}", 1), ("GET /pieces/1", 60)])
def test_the_connection_of_who_never_reads_is_closed(serve: Serve, request_line: str, number: int) -> None:
    with Client(serve("echoing").port, SMALL_BUFFER) as client:
        for _ in range(number):
            client.send(request_line)
        with pytest.raises(ConnectionError):
            _send_until_refused(client)


def _send_until_refused(client: Client) -> NoReturn:
    """Send a byte now and then, which the server's kernel answers with a reset once the connection is closed there."""
    end = monotonic() + TIMEOUT
    while monotonic() < end:
        client.socket.sendall(b"x")
        sleep(0.1)
    pytest.fail("the connection is still there")
