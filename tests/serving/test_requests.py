"""What the app is given of a request, and what leaves of its answer, over real HTTP."""

from __future__ import annotations

from select import select
from time import monotonic
from typing import Any

import orjson
import pytest

from tests.served import Server
from tests.serving.conftest import SMALL_BUFFER, TIMEOUT, Client, Serve, cookie_of_ana, status_of
from tests.serving.targets import ECHO_LIMIT, PIECE

LARGE = 100_000_000  # bytes that nobody sends


@pytest.fixture
def echoing(serve: Serve) -> Server:
    return serve("echoing")


def seen(server: Server, first_line: str, *headers: str, body: bytes = b"") -> Any:
    """Return the environ that the app saw."""
    with Client(server.port) as client:
        answer = client.send(first_line, "Connection: close", *headers, body=body).received()
    return orjson.loads(answer.partition(b"\r\n\r\n")[2])


def test_the_environ_is_what_wsgi_asks_for(echoing: Server) -> None:
    form = "Content-Type: application/x-www-form-urlencoded"
    environ = seen(
        echoing, "POST /a%2Fb/T%E1%BB%ABng%ff?q=%C3%A9&b", form, "Content-Length: 4", "X-One: a", body=b"a=\xc3\xa9"
    )
    expected = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/a/b/Từng".encode().decode("latin-1") + "\xff",
        "QUERY_STRING": "q=%C3%A9&b",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(echoing.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": "4",
        "HTTP_HOST": "localhost",
        "HTTP_X_ONE": "a",
        "wsgi.url_scheme": "http",
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "body": "a=\xc3\xa9",
    }
    assert environ.items() >= expected.items()


def test_headers_that_come_twice_are_joined(echoing: Server) -> None:
    environ = seen(echoing, "GET /", "X-Two: 1", "X-Two: 2", "Cookie: a=1", "Cookie: b=2")
    assert (environ["HTTP_X_TWO"], environ["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")


def test_clients_cannot_fake_the_proxys_headers(echoing: Server) -> None:
    environ = seen(echoing, "GET /", "X_Forwarded_For: 192.0.2.1", "X-Forwarded-For: 198.51.100.1")
    assert environ["HTTP_X_FORWARDED_FOR"] == "198.51.100.1"
    assert "HTTP_X_FORWARDED_FOR" not in seen(echoing, "GET /", "X_Forwarded_For: 192.0.2.1")


def test_a_body_in_chunks_reaches_the_app_with_its_length(echoing: Server) -> None:
    environ = seen(echoing, "POST /", "Transfer-Encoding: chunked", body=b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    assert (environ["CONTENT_LENGTH"], environ["body"]) == ("5", "abcde")
    assert "HTTP_TRANSFER_ENCODING" not in environ


def test_a_large_body_arrives_byte_by_byte_the_same(echoing: Server) -> None:
    body = bytes(range(256)) * (ECHO_LIMIT // 256)
    assert seen(echoing, "POST /", f"Content-Length: {len(body)}", body=body)["body"].encode("latin-1") == body


def test_client_is_asked_to_continue(echoing: Server) -> None:
    with Client(echoing.port) as client:
        client.send("POST /", "Content-Length: 3", "Expect: 100-continue", "Connection: close")
        assert client.socket.recv(100).startswith(b"HTTP/1.1 100 ")
        client.socket.sendall(b"abc")
        assert b'"body":"abc"' in client.received()


def test_one_connection_carries_requests_one_after_another(echoing: Server) -> None:
    with Client(echoing.port) as client:
        client.send("POST /first", "Content-Length: 3", body=b"abc")
        client.send("HEAD /second")
        answer = client.send("GET /third", "Connection: close").received()
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 3
    assert answer.count(b"\r\nx-two: 1\r\nx-two: 2\r\n") == 3
    assert answer.index(b'"PATH_INFO":"/first"') < answer.index(b'"PATH_INFO":"/third"')
    assert b"/second" not in answer


@pytest.mark.parametrize(
    ("framing", "sent"), [("Content-Length: 10", b"12345"), ("Transfer-Encoding: chunked", b"5\r\n12345\r\n")]
)
def test_an_app_never_sees_half_a_body(echoing: Server, framing: str, sent: bytes) -> None:
    with Client(echoing.port) as client:
        client.send("POST /", framing, body=sent)
        client.socket.shutdown(1)
        assert b"PATH_INFO" not in client.received()


def test_an_answer_in_pieces_says_how_long_it_is(echoing: Server) -> None:
    with Client(echoing.port) as client:
        head, _, body = client.send("GET /pieces/30", "Connection: close").received().partition(b"\r\n\r\n")
    assert f"\r\ncontent-length: {30 * len(PIECE)}\r\n".encode() in head
    assert body == 30 * PIECE


def test_an_answer_that_fails_halfway_is_an_error_from_its_first_byte(echoing: Server) -> None:
    assert status_of(echoing.port, "GET /fails/30") == 500


def test_an_answer_that_there_is_no_room_for_says_come_again(serve: Serve) -> None:
    port = serve("cramped_echo").port
    with Client(port, SMALL_BUFFER) as other:
        other.send("GET /pieces/300").socket.recv(1)
        with Client(port) as client:
            answer = client.send("GET /pieces/300").received()
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nretry-after: " in answer
    end = monotonic() + TIMEOUT
    while (status := status_of(port, "GET /pieces/300")) == 503:
        assert monotonic() < end, "the room is not free again"
    assert status == 200


def test_an_answer_that_there_is_never_room_for_does_not_say_so(serve: Serve) -> None:
    server = serve("cramped_echo")
    with Client(server.port) as client:
        answer = client.send("GET /pieces/500").received()
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"retry-after" not in answer
    assert "TooLargeError" in server.log_text()


@pytest.mark.parametrize(
    ("first_line", "body"), [("GET /pieces/30", b""), ("POST /", b"x" * ECHO_LIMIT)], ids=["answer", "body"]
)
def test_full_disk_is_logged(serve: Serve, first_line: str, body: bytes) -> None:
    server = serve("diskless")
    assert status_of(server.port, "GET /") == 200
    with Client(server.port) as client:
        answer = client.send(first_line, f"Content-Length: {len(body)}", body=body).received()
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nretry-after: " in answer
    assert "temporary file failed" in server.log_text()
    assert status_of(server.port, "POST /", "Content-Length: 3", body=b"abc") == 200, "small ones need no disk"


@pytest.mark.parametrize("path", ["/login", "/waiting/", "/settings/template", "/nowhere"])
def test_a_body_that_says_it_is_too_large_is_not_taken_in(serve: Serve, path: str) -> None:
    form = "Content-Type: application/x-www-form-urlencoded"
    with Client(serve("impatient").port) as client:
        client.send(f"POST {path}", form, f"Content-Length: {LARGE}", "Sec-Fetch-Site: same-origin")
        answer = client.received()
    assert int(answer.split(b" ", 2)[1]) in {302, 404, 413}
    assert b"content-security-policy" in answer, "the app itself has answered"


def test_bodies_in_chunks_keep_to_the_limit_too(serve: Serve) -> None:
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with Client(serve("impatient").port) as client:
        form = "Content-Type: application/x-www-form-urlencoded"
        client.send("POST /login", form, "Transfer-Encoding: chunked", "Sec-Fetch-Site: same-origin", body=10 * piece)
        answer = client.received()
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_of_too_many_large_bodies_one_is_asked_to_come_again(serve: Serve) -> None:
    server = serve("cramped")
    port, cookie = server.port, cookie_of_ana(server)
    with Client(port) as first, Client(port) as second, Client(port) as third:
        clients = {client.socket: client for client in (first, second, third)}
        for client in clients.values():
            client.send("POST /login", cookie, "Content-Length: 500000", body=b"x" * 450_000)
        [refused, *_], _, _ = select(list(clients), [], [], TIMEOUT)
        answer = clients[refused].received_head()
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nretry-after: " in answer
        small = status_of(port, "POST /api/v1/sync", "Content-Length: 2", "Sec-Fetch-Site: same-origin", body=b"{}")
        assert small == 401, "small bodies still come in"
