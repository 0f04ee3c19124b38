"""The real server, started as the Makefile starts it, and phones signed in to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from tests.bench.load import HOST, USER_AGENT, Phone
from tests.bench.province import PASSWORD, Author
from tests.bench.store import SECRET_KEY, Store
from tests.client import form_token
from tests.served import Server


@contextmanager
def serving(store: Store) -> Iterator[Server]:
    """Serve a store's database to the end of the block."""
    with TemporaryDirectory(prefix="tung-nha-bench-") as folder:
        log = Path(folder) / "server.log"
        with Server(store.url, log, secret_key=SECRET_KEY) as server:
            yield server


class Browser:
    """A browser on this server: it keeps its connection and its cookies."""

    def __init__(self, port: int) -> None:
        self._origin = f"http://{HOST}:{port}"
        # A workbook of 500,000 rows is made before its first byte leaves, which takes minutes.
        self._connection = HTTPConnection(HOST, port, timeout=900)
        self.cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """What it sends as its cookies."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def send(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> HTTPResponse:
        """Send a request as a page of this site does; its answer is to be read before the next."""
        own = {"Origin": self._origin, "User-Agent": USER_AGENT, "Cookie": self.cookie}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, body, own | given)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def send_form(self, path: str, token: str, form: Mapping[str, str], **headers: str) -> HTTPResponse:
        """Send a form with its token; read what is answered."""
        body = urlencode({"csrf_token": token, **form})
        answer = self.send("POST", path, body, Content_Type="application/x-www-form-urlencoded", **headers)
        answer.read()
        return answer

    def sign_in(self, phone: str, **headers: str) -> str:
        """Sign somebody in; return the token that phones send with."""
        token = form_token(self.send("GET", "/login").read().decode())
        answer = self.send_form("/login", token, {"phone": phone, "password": PASSWORD}, **headers)
        if answer.getheader("Location") != "/":
            raise RuntimeError(f"{phone} could not sign in: {answer.status}")
        return str(json.loads(self.send("GET", "/api/v1/session").read())["csrf"])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def phone_of(port: int, author: Author) -> Phone:
    """Sign an author in over HTTP."""
    browser = Browser(port)
    token = browser.sign_in(author.phone)
    browser.close()
    return Phone(browser.cookie, token)
