"""The real server on a database of its own, and whoever is signed in to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.client import form_token
from tests.served import HOST, Server

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
def served(database: str, phones: Mapping[str, str], password: str, log: Path, *options: str) -> Iterator[Site]:
    """Serve ``database`` as ``make run`` does, with one worker and more ``options``, to the end of the block."""
    with Server(database, log, ["--workers", "1", *options]) as server:
        yield Site(server.port, database, phones, password)
