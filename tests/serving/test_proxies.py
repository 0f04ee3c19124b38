"""Behind the shipped files of Caddy and nginx everything holds that holds without them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from secrets import token_urlsafe

import orjson
import pytest

from app.config import MAX_BODY
from app.photos.image import MOST_BYTES as MOST_PHOTO_BYTES
from app.settings.template_views import MOST_SENT as MOST_TEMPLATE_BYTES
from app.sync.waiting_file import MOST_BYTES as MOST_FILE_BYTES
from tests.proxies import NAME, PROXIES, proxied
from tests.served import HOST
from tests.serving.conftest import Client, Serve, half_sent, status_of

PHOTO = "/api/v1/photos/0199a000-0000-7000-8000-000000000001"
LIMITS = {
    "POST /login": MAX_BODY,
    f"PUT {PHOTO}": MOST_PHOTO_BYTES,
    "POST /settings/template": MOST_TEMPLATE_BYTES,
    "POST /waiting/": MOST_FILE_BYTES,
}
HEADERS = (f"Host: {NAME}", "Sec-Fetch-Site: same-origin", "Content-Type: application/x-www-form-urlencoded")
Proxied = Callable[[str], int]


@pytest.fixture(scope="module", params=PROXIES)
def proxy(request: pytest.FixtureRequest, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """Return what puts a proxy before the server of a target, each of the two in turn."""
    with ExitStack() as stack:
        ports: dict[str, int] = {}

        def proxy(target: str) -> int:
            if target not in ports:
                folder: Path = tmp_path_factory.mktemp("proxy")
                ports[target] = stack.enter_context(proxied(request.param, serve(target).port, folder))
            return ports[target]

        yield proxy


@pytest.mark.parametrize(("first_line", "limit"), LIMITS.items())
def test_allowed_requests_pass_the_proxy(proxy: Proxied, first_line: str, limit: int) -> None:
    with Client(proxy("measuring")) as client:
        client.send(first_line, *HEADERS, f"Content-Length: {limit}", "Connection: close", body=bytes(limit))
        answer = client.received()
    assert answer.partition(b"\r\n\r\n")[2] == str(limit).encode()


def test_too_large_requests_are_refused_by_the_proxy(proxy: Proxied) -> None:
    with Client(proxy("impatient")) as client:
        client.send("POST /login", *HEADERS, f"Content-Length: {MAX_BODY + 1}", body=bytes(MAX_BODY + 1))
        answer = client.received_head()
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_half_sent_bodies_keep_nobody_waiting(proxy: Proxied) -> None:
    port = proxy("impatient")
    with ExitStack() as stack:
        for client in half_sent(port, 32, HEADERS[0]):
            stack.enter_context(client)
        assert status_of(port, "GET /login", HEADERS[0]) == 200


def test_the_proxy_says_who_the_client_is(proxy: Proxied) -> None:
    with Client(proxy("echoing")) as client:
        spoofed = ("X-Forwarded-For: 192.0.2.1", "X_Forwarded_For: 192.0.2.1", "X-Forwarded-Proto: gopher")
        answer = client.send("GET /", HEADERS[0], "Connection: close", *spoofed).received()
    environ = orjson.loads(answer.partition(b"\r\n\r\n")[2])
    assert environ["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert environ["HTTP_X_FORWARDED_PROTO"] in {"http", "https"}


@pytest.mark.parametrize("name", PROXIES)
def test_tokens_of_addresses_stand_in_no_log_of_the_proxy(name: str, tmp_path: Path) -> None:
    """Neither when the app answers nor when it does not, which is when proxies write whole requests into their log."""
    tokens = [token_urlsafe(32) for _ in range(5)]
    start, invite, kept_from = f"/start/{tokens[0]}", f"/invite/{tokens[1]}?lang=en", f"/start/{tokens[2]}"
    with socket.socket() as closed:
        closed.bind((HOST, 0))  # It is bound, and nobody listens.
        with proxied(name, closed.getsockname()[1], tmp_path) as port:
            for path in (start, invite, f"/start/{tokens[3]}/more", f"/vi/invite/{tokens[4]}"):
                assert status_of(port, f"GET {path}", HEADERS[0]) == 502
            assert status_of(port, "GET /login", HEADERS[0], f"Referer: https://{NAME}{kept_from}") == 502
            assert status_of(port, "GET /nowhere", HEADERS[0]) == 502
    logs = {file.name: file.read_text(encoding="utf-8", errors="replace") for file in tmp_path.glob("*.log")}
    assert "/nowhere" in "".join(logs.values()), "other requests are logged"
    logs["error.log"] = logs.get("error.log", "").replace(kept_from, "")  # nginx filters no errors of other pages.
    assert not [token for token in tokens if token in "".join(logs.values())]


@pytest.mark.parametrize("name", PROXIES)
def test_where_an_answer_leads_no_log_of_the_proxy_holds_a_token(name: str, serve: Serve, tmp_path: Path) -> None:
    """Whoever chooses another language on the page of a link is led back to it."""
    token = token_urlsafe(32)
    back = f"/invite/{token}?lang=vi"
    with proxied(name, serve("leading").port, tmp_path) as port, Client(port) as client:
        client.send("POST /language", *HEADERS, f"Content-Length: {len(back)}", "Connection: close", body=back.encode())
        assert back in client.received().decode()
    logs = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("*.log"))
    assert "/language" in logs
    assert token not in logs
