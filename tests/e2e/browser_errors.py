"""Errors of a browser: in its console, on its pages, and of its requests. Each fails the test that caused it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

from tests.e2e.server import Site

_OFFLINE = "net::ERR_INTERNET_DISCONNECTED"


class BrowserErrors:
    """Collects the console errors, page errors, failed requests and requests to other hosts of a browser's context."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self._site = site
        self._pages: set[str] = set()
        self.found: list[str] = []
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failure)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self._pages.add(request.url)
        if not request.url.startswith((f"{self._site.url}/", "data:", "blob:")):
            self.found.append(f"another host was asked: {request.url}")

    def _on_failure(self, request: Request) -> None:
        # Leaving a page and downloading abort requests, which is no error. Going offline is done by a test itself.
        if request.failure not in {"net::ERR_ABORTED", _OFFLINE}:
            self.found.append(f"{request.method} {request.url} failed: {request.failure}")

    def _on_console(self, message: ConsoleMessage) -> None:
        # A page that answers 4xx was asked for by the test, which checks the status itself.
        is_status = message.text.startswith("Failed to load resource: the server responded with a status of")
        is_offline = message.text.endswith(_OFFLINE)
        if message.type == "error" and not is_offline and not (is_status and message.location["url"] in self._pages):
            self.found.append(f"console: {message.text} ({message.location['url']})")

    def _on_error(self, error: WebError) -> None:
        self.found.append(f"error on a page: {error.error}")

    def assert_none(self) -> None:
        """Fail with all errors since the last call."""
        found, self.found = self.found, []
        assert not found, "errors in the browser:\n" + "\n".join(found)
