"""A phone of the offline tests: it loses its connection, answers get lost, and its browser may be killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright, Route

from tests.e2e.chromium import PHONE, context_options, launch_options
from tests.e2e.server import Site
from tests.network import FlakyProxy

TIMEOUT_MS = 15_000
SAVE = "#entry button[type=submit]"
SYNC = "**/api/v1/sync"
PHOTOS = "**/api/v1/photos/**"
SESSION = "**/api/v1/session"

NO_BACKGROUND = "if (self.ServiceWorkerRegistration) delete ServiceWorkerRegistration.prototype.sync"
"""Removes background sync from a browser, as on an iPhone: then only pages send, and tests can count requests."""

Fault = Callable[[Route], None]


class Phone:
    """A browser's context, its proxy, and what it has sent."""

    def __init__(self, context: BrowserContext, site: Site, proxy: FlakyProxy) -> None:
        self.context, self.site, self.proxy = context, site, proxy
        self.errors: list[str] = []
        self.sent: list[list[dict[str, Any]]] = []
        """Every batch that a page or the worker has sent, also those that were not answered."""
        context.set_default_timeout(TIMEOUT_MS)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.route(SYNC, self._note)

    def _note(self, route: Route) -> None:
        self.sent.append(batch_of(route))
        route.fallback()

    def sign_in(self, name: str) -> None:
        """Sign in somebody of the cast."""
        self.site.sign_in(self.context, name)

    def lose_session(self) -> None:
        """End the session, as when it has expired."""
        self.context.clear_cookies(name="session")

    def open(self, path: str = "/log/", page: Page | None = None) -> Page:
        """Open a page of the phone and wait until it shows what is stored on the phone."""
        page = page or self.context.new_page()
        page.goto(path)
        page.locator("html[data-ready]").wait_for(state="attached")
        return page

    def open_fresh(self, path: str = "/log/", page: Page | None = None) -> Page:
        """Open a page and wait until it has also asked the server."""
        page = self.open(path, page)
        page.locator("html[data-fresh]").wait_for(state="attached")
        return page

    def prepare(self, name: str = "ana", path: str = "/log/") -> Page:
        """Open the app once while online, so that its pages are cached."""
        self.sign_in(name)
        page = self.open_fresh(path)
        wait_for_worker(page)
        return page

    def go_offline(self) -> None:
        """Lose the connection; the browser tells its pages."""
        self.proxy.disconnect()
        self.context.set_offline(True)

    def go_online(self) -> None:
        """Get the connection back; the browser tells its pages."""
        self.proxy.reconnect()
        self.context.set_offline(False)

    def add_fault(self, pattern: str, fault: Fault, times: int | None = None) -> None:
        """Answer requests for ``pattern`` by ``fault``, so many times; batches still count as sent."""

        def answer(route: Route) -> None:
            if pattern == SYNC:
                self.sent.append(batch_of(route))
            fault(route)

        self.context.route(pattern, answer, times=times)

    def remove_faults(self, pattern: str) -> None:
        """Remove all faults from ``pattern``."""
        self.context.unroute(pattern)
        if pattern == SYNC:
            self.context.route(SYNC, self._note)

    @property
    def sent_ids(self) -> list[list[str]]:
        """The ids of every batch."""
        return [[entry["id"] for entry in batch] for batch in self.sent]


class PhoneOnDisk(Phone):
    """A phone whose browser has its own profile on disk and can be killed; only its pages send."""

    def __init__(self, playwright: Playwright, site: Site, proxy: FlakyProxy, folder: Path) -> None:
        self._playwright, self._folder = playwright, folder
        super().__init__(self._launch(proxy), site, proxy)

    def _launch(self, proxy: FlakyProxy) -> BrowserContext:
        options = launch_options() | context_options(self._playwright, PHONE)
        context = self._playwright.chromium.launch_persistent_context(self._folder, base_url=proxy.url, **options)
        context.add_init_script(NO_BACKGROUND)
        return context

    def kill(self) -> None:
        """Kill the browser, as an empty battery does: no handler runs, and nothing more is written."""
        with self.context.expect_event("close"):
            for process in _processes_of(self._folder):
                # Some end by themselves once the first one is gone.
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def start_again(self, *, is_online: bool = True) -> None:
        """Start the browser again with its profile on disk."""
        sent, errors = self.sent, self.errors
        super().__init__(self._launch(self.proxy), self.site, self.proxy)
        self.sent, self.errors = sent, errors
        if is_online:
            self.go_online()
        else:
            self.go_offline()


def _processes_of(folder: Path) -> list[int]:
    """Return the process ids of the browsers that were started on a profile."""
    wanted = f"--user-data-dir={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # It ended meanwhile.
        if wanted in arguments:
            found.append(int(process.name))
    return found


def batch_of(route: Route) -> list[dict[str, Any]]:
    """Return the entries of a sync request."""
    body: Any = route.request.post_data_json
    entries: list[dict[str, Any]] = body["entries"]
    return entries


def wait_for_worker(page: Page) -> None:
    """Wait until the worker controls the page: from then on it opens offline."""
    page.evaluate(
        """() => Boolean(navigator.serviceWorker.controller) || new Promise((resolve) =>
          navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true }))"""
    )
