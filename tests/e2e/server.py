"""The real server on a database of its own, and whoever is signed in to it."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import BrowserContext, Page

from app.config import ROOT
from tests.client import form_token

HOST = "127.0.0.1"
START_WITHIN = 30  # seconds
Cookies = list[Any]


class Site:
    """A served app: its address, its database and its people, each signed in once."""

    def __init__(self, port: int, database: str, phones: Mapping[str, str], password: str) -> None:
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self.database = database
        self.phones, self.password = phones, password
        self._cookies: dict[str, Cookies] = {}

    def sign_in(self, context: BrowserContext, name: str) -> None:
        """Give a browser somebody's cookie; the sign-in page itself has a test of its own."""
        if name not in self._cookies:
            self._cookies[name] = self._signed_in(context, name)
        context.add_cookies(self._cookies[name])

    def _signed_in(self, context: BrowserContext, name: str) -> Cookies:
        token = form_token(context.request.get(f"{self.url}/login").text())
        form = {"phone": self.phones[name], "password": self.password, "csrf_token": token}
        answer = context.request.post(
            f"{self.url}/login", form=form, headers={"Origin": self.url}, max_redirects=0, fail_on_status_code=False
        )
        assert answer.headers.get("location") == "/", f"{name} could not sign in: {answer.status}"
        return [cookie for cookie in context.cookies() if cookie.get("name") == "session"]

    def cookie_header(self, context: BrowserContext, name: str) -> str:
        """Return somebody's cookie as a header says it, for a client that is not this browser."""
        self.sign_in(context, name)
        return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in self._cookies[name])


def fill_in_sign_in(page: Page, phone: str, password: str) -> None:
    """Sign in as people do, by the page."""
    page.goto("/login")
    page.locator("[name=phone]").fill(phone)
    page.locator("[name=password]").fill(password)
    page.locator("main form button[type=submit]").click()


@contextmanager
def served(database: str, phones: Mapping[str, str], password: str, log: Path) -> Iterator[Site]:
    """Serve ``database`` as ``make run`` does, with one worker, to the end of the block."""
    port = _free_port()
    environ = {name: value for name, value in os.environ.items() if name != "PUBLIC_ORIGIN"}
    environ |= {"DATABASE_URL": database, "SECRET_KEY": "browser tests"}
    with log.open("wb") as output:
        process = subprocess.Popen(_command(port), cwd=ROOT, env=environ, stdout=output, stderr=output)
        try:
            _wait(lambda: _answers(port), process, log)
            yield Site(port, database, phones, password)
        finally:
            process.terminate()
            process.wait(START_WITHIN)


def _command(port: int) -> list[str]:
    """Return the command line with which ``make run`` serves, cut down to one worker."""
    ask = ["make", "--no-print-directory", "-s", "--eval", "serving: ; @echo $(GRANIAN)", "serving", f"PORT={port}"]
    environ = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}}
    said = subprocess.run(ask, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout
    program, *options = shlex.split(said)
    return [str(Path(sys.executable).with_name(Path(program).name)), *options[:-1], "--workers", "1", options[-1]]


def _wait(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = monotonic() + START_WITHIN
    while not is_ready():
        if process.poll() is not None or monotonic() > deadline:
            raise RuntimeError(f"the server did not start:\n{log.read_text()[-4000:]}")
        sleep(0.02)


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
