"""A phone of the random walk: its browser can be killed, and its batches can meet faults."""

from __future__ import annotations

import os
import signal
from collections import deque
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright, Route

from tests.e2e.chromium import PHONE, context_options, launch_options
from tests.e2e.server import Site

TIMEOUT_MS = 20_000
OWNER = "ana"


class KillablePhone:
    """A phone whose browser has its own profile on disk, and can be killed and started again."""

    def __init__(self, playwright: Playwright, site: Site, folder: Path) -> None:
        self._playwright, self._site, self._folder = playwright, site, folder
        self.is_offline = False
        self.faults: deque[str] = deque()
        self.start()

    def start(self) -> None:
        """Start the browser with what is on its disk."""
        self.context: BrowserContext = self._playwright.chromium.launch_persistent_context(
            self._folder,
            base_url=self._site.url,
            **{**launch_options(), **context_options(self._playwright, PHONE)},
        )
        self.context.set_default_timeout(TIMEOUT_MS)
        # Chromium saves its cookies twice a minute; one that is killed before that would have to sign in again.
        self._site.sign_in(self.context, OWNER)
        self.context.add_cookies([{"name": "language", "value": "vi", "url": self._site.url}])
        self.context.route("**/api/v1/sync", self._answer)
        self.context.set_offline(self.is_offline)
        self.tabs: list[Page] = list(self.context.pages) or [self.context.new_page()]

    def kill(self) -> None:
        """Kill the browser, as an empty battery does, in the middle of whatever it does."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with suppress(Error):
            self.context.close()

    def _processes(self) -> list[int]:
        own = f"--user-data-dir={self._folder}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if own in path.read_bytes().split(b"\0"):
                    found.append(int(path.parent.name))
        return found

    def set_offline(self, is_offline: bool) -> None:
        """Lose the connection, or get it back."""
        self.is_offline = is_offline
        self.context.set_offline(is_offline)

    def open(self, path: str, tab: Page | None = None) -> Page:
        """Open a page of the app in a tab."""
        page = tab or self.tabs[0]
        page.goto(path, wait_until="domcontentloaded")
        return page

    def _answer(self, route: Route) -> None:
        """Let a batch through, or answer it with the next fault."""
        # A phone that is killed meanwhile gets no answer.
        with suppress(Error):
            self._answer_with(route, self.faults.popleft() if self.faults else "")

    def _answer_with(self, route: Route, fault: str) -> None:
        if fault in {"error_after", "dropped"}:
            route.fetch()
        match fault:
            case "":
                route.continue_()
            case "dropped":
                route.abort("connectionreset")
            case "portal":
                route.fulfill(status=200, content_type="text/html", body="<html><title>Wi-Fi</title></html>")
            case "busy":
                route.fulfill(status=503, json={"error": "busy"}, headers={"Retry-After": "1"})
            case _:
                route.fulfill(status=500, json={"error": "error"})
