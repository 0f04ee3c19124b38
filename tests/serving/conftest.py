"""A server on a database with the cast, which serves what a test names, and raw connections to it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from app import create_app
from app.config import Config
from tests.client import Visitor
from tests.conftest import Databases, dispose
from tests.served import HOST, SECRET_KEY, Server

Serve = Callable[..., Server]
TIMEOUT = 20  # seconds; whoever waits longer for an answer has found a hang
SMALL_BUFFER = 4096  # bytes that the kernel keeps of what a test does not read


@pytest.fixture(scope="module")
def serve(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return what starts a server of one worker on a target of ``targets.py``, the same for a whole module."""
    started: dict[str, Server] = {}
    with ExitStack() as stack:

        def serve(target: str) -> Server:
            if target not in started:
                log = tmp_path_factory.mktemp("served") / "log"
                options = ["--workers", "1", "--target", f"tests.serving.targets:{target}"]
                started[target] = stack.enter_context(Server(databases.fresh("sqlite"), log, options))
            return started[target]

        yield serve


class Client:
    """A connection on which a test sends what it likes, byte by byte."""

    def __init__(self, port: int, receive_buffer: int | None = None) -> None:
        """Connect; ``receive_buffer`` is how many bytes the kernel keeps of what the test does not read."""
        self.socket = socket.socket()
        self.socket.settimeout(TIMEOUT)
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect((HOST, port))

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def send(self, first_line: str, *headers: str, body: bytes = b"") -> Client:
        """Send a request's head, and what there is of its body."""
        host = () if any(header.startswith("Host:") for header in headers) else ("Host: localhost",)
        head = "\r\n".join((f"{first_line} HTTP/1.1", *host, *headers, "", ""))
        self.socket.sendall(head.encode("latin-1") + body)
        return self

    def received_head(self) -> bytes:
        """Return the head of the next answer."""
        head = b""
        while b"\r\n\r\n" not in head and (piece := self.socket.recv(1 << 16)):
            head += piece
        return head

    def received(self) -> bytes:
        """Return all that comes until the server hangs up."""
        pieces = []
        while piece := self.socket.recv(1 << 20):
            pieces.append(piece)
        return b"".join(pieces)


def cookie_of_ana(server: Server) -> str:
    """Return the header by which the phone of Ana is signed in on a server."""
    app = create_app(Config(database_url=server.environ["DATABASE_URL"], secret_key=SECRET_KEY, testing=True))
    cookie = Visitor(app, "ana").http.get_cookie("session")
    dispose(app)
    assert cookie is not None
    return f"Cookie: session={cookie.value}"


def half_sent(port: int, number: int, host: str = "Host: localhost") -> list[Client]:
    """Return connections that have each sent half of a form to the sign-in page."""
    form = "Content-Type: application/x-www-form-urlencoded"
    headers = (host, "Sec-Fetch-Site: same-origin", form, "Content-Length: 100")
    return [Client(port).send("POST /login", *headers, body=b"phone=09") for _ in range(number)]


def status_of(port: int, first_line: str, *headers: str, body: bytes = b"") -> int:
    """Send a whole request on a connection of its own; return the status of its answer."""
    with Client(port) as client:
        answer = client.send(first_line, "Connection: close", *headers, body=body).received()
    return int(answer.split(b" ", 2)[1])
