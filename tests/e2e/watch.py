"""Nobody looks at a browser's console in the field, so the tests do: whatever a page complains of fails its test."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

from tests.e2e.server import Site

_CUT = "net::ERR_INTERNET_DISCONNECTED"


class Watch:
    """Collects console errors, page errors, failed requests and requests to other hosts of a browser's context."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self._site = site
        self._pages: set[str] = set()
        self.complaints: list[str] = []
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failure)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self._pages.add(request.url)
        if not request.url.startswith((f"{self._site.url}/", "data:", "blob:")):
            self.complaints.append(f"another host was asked: {request.url}")

    def _on_failure(self, request: Request) -> None:
        # Leaving a page, and a download, end what was under way: no fault. A line is cut by the test that does it.
        if request.failure not in {"net::ERR_ABORTED", _CUT}:
            self.complaints.append(f"{request.method} {request.url} failed: {request.failure}")

    def _on_console(self, message: ConsoleMessage) -> None:
        # A page that answers 4xx is one that the test asked for; the status is the test's to judge.
        is_status = message.text.startswith("Failed to load resource: the server responded with a status of")
        is_cut = message.text.endswith(_CUT)
        if message.type == "error" and not is_cut and not (is_status and message.location["url"] in self._pages):
            self.complaints.append(f"console: {message.text} ({message.location['url']})")

    def _on_error(self, error: WebError) -> None:
        self.complaints.append(f"error on a page: {error.error}")

    def assert_silent(self) -> None:
        """Fail with everything that was complained of since it was last asked."""
        complaints, self.complaints = self.complaints, []
        assert not complaints, "the browser complains:\n" + "\n".join(complaints)
