"""The real server, started as the Makefile starts it, and phones signed in to it."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode

from app.config import ROOT
from tests.bench.load import HOST, USER_AGENT, Phone
from tests.bench.store import SECRET_KEY, Store
from tests.bench.world import PASSWORD, Author
from tests.client import form_token

START_WITHIN = 30  # seconds


class Server:
    """A server of its own on a store's database, from ``with`` to the end of it."""

    def __init__(self, store: Store) -> None:
        self.port = _free_port()
        environment = {name: value for name, value in os.environ.items() if name != "PUBLIC_ORIGIN"}
        environment |= {"DATABASE_URL": store.url, "SECRET_KEY": SECRET_KEY}
        self._process = subprocess.Popen(_command(self.port), cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    def __enter__(self) -> Server:
        deadline = time.monotonic() + START_WITHIN
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._stop()
                raise RuntimeError("the server did not start")
            time.sleep(0.05)
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stop()

    def _is_ready(self) -> bool:
        browser = Browser(self.port)
        try:
            return browser.send("GET", "/readyz").status == 200
        except OSError:
            return False
        finally:
            browser.close()

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def workers(self) -> list[int]:
        """Return the ids of the worker processes."""
        pid = self._process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Browser:
    """A browser on this server: it keeps its connection and its cookie."""

    def __init__(self, port: int) -> None:
        self._origin = f"http://{HOST}:{port}"
        self._connection = HTTPConnection(HOST, port, timeout=120)
        self.cookie = ""

    def send(self, method: str, path: str, body: str | None = None, **headers: str) -> HTTPResponse:
        """Send a request as a page of this site does; its answer is to be read before the next."""
        own = {"Origin": self._origin, "User-Agent": USER_AGENT, "Cookie": self.cookie}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, body, own | given)
        answer = self._connection.getresponse()
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return answer

    def sign_in(self, phone: str) -> str:
        """Sign somebody in; return the token that phones send with."""
        token = form_token(self.send("GET", "/login").read().decode())
        form = urlencode({"phone": phone, "password": PASSWORD, "csrf_token": token})
        answer = self.send("POST", "/login", form, Content_Type="application/x-www-form-urlencoded")
        answer.read()
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _command(port: int) -> list[str]:
    """Return the command line with which ``make run`` serves."""
    ask = ["make", "--no-print-directory", "-s", "--eval", "serving: ; @echo $(GRANIAN)", "serving", f"PORT={port}"]
    return shlex.split(subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
