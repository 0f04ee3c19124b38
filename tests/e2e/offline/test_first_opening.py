"""The first opening of the app, over a slow line that is cut: what has come is of use, and the rest follows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright, Request, expect

from tests.e2e.chromium import PHONE, context_options
from tests.e2e.offline.cached_pages import LATER, NEEDED, cached, has_pages
from tests.e2e.offline.phone import Phone, wait_for_worker
from tests.e2e.offline.phone_actions import stored, wait_until
from tests.e2e.server import Site
from tests.network import FlakyProxy, running

BYTES_PER_SECOND = 50_000
ROUND_TRIP_SECONDS = 0.4
"""The "slow 3G" of WebPageTest: 400 kbit/s and 400 ms, as with one bar of signal in an alley."""

MOST_BYTES = 15 * BYTES_PER_SECOND
"""What such a line carries in a quarter of a minute."""


class SlowLine(FlakyProxy):
    """A line that all connections share; each piece of data also takes half a round trip."""

    def __init__(self, server_port: int) -> None:
        super().__init__(server_port)
        self.carried = 0
        """How many bytes it has carried."""
        self._is_free_at = 0.0

    async def carry(self, data: bytes) -> None:
        """Wait for one's turn, for the bytes, and for the way."""
        now = asyncio.get_running_loop().time()
        self.carried += len(data)
        self._is_free_at = max(now, self._is_free_at) + len(data) / BYTES_PER_SECOND
        await asyncio.sleep(self._is_free_at - now + ROUND_TRIP_SECONDS / 2)


@pytest.fixture
def slow_phone(new_context: Callable[..., BrowserContext], playwright: Playwright, site: Site) -> Iterator[Phone]:
    """Return a phone with one bar of signal."""
    with running(SlowLine(site.port)) as line:
        context = new_context(base_url=line.url, **context_options(playwright, PHONE))
        phone = Phone(context, site, line)
        yield phone
    assert phone.errors == []


def _assert_opens_offline(phone: Phone, *paths: str) -> None:
    page = phone.context.new_page()
    for path in paths:
        phone.open(path, page)
        expect(
            page.locator(f"body:has(a[aria-current=page]), form[data-kind='{path.removeprefix('/log/')}']")
        ).to_be_visible()
    page.close()


def test_first_opening_on_a_slow_line_that_is_cut_opens_offline(slow_phone: Phone) -> None:
    slow_phone.sign_in("ana")
    page = slow_phone.context.new_page()
    page.goto("/log/")
    wait_for_worker(page)
    wait_until(page, lambda: any(one["name"] == "households" for one in stored(page, "lists")))
    slow_phone.go_offline()
    assert isinstance(slow_phone.proxy, SlowLine)
    assert slow_phone.proxy.carried < MOST_BYTES
    # What came before is of use: no other language, of which nothing opens here.
    assert not has_pages(cached(page), *NEEDED, language="en")
    page.close()
    _assert_opens_offline(slow_phone, *NEEDED)


def test_the_rest_comes_in_the_same_opening(phone: Phone) -> None:
    page = phone.prepare()
    wait_until(
        page,
        lambda: has_pages(cached(page), *NEEDED, *LATER) and has_pages(cached(page), *NEEDED, *LATER, language="en"),
    )
    assert page.url.endswith("/log/")


def test_cut_installation_leaves_a_home_page_and_goes_on_where_it_was(phone: Phone) -> None:
    asked: list[str] = []

    def fail(route: Any) -> None:
        asked.append(route.request.url)
        route.abort()

    phone.context.route("**/log/visit?lang=*", fail)
    page = phone.prepare()
    assert asked
    assert not has_pages(cached(page), "/log/visit")
    phone.go_offline()
    phone.open("/log/", page)
    expect(page.locator("a[href='/log/visit']").first).to_be_visible()
    phone.context.unroute("**/log/visit?lang=*")
    before = set(cached(page))
    fetched: list[str] = []

    def note(request: Request) -> None:
        # What the page asks for, such as code at a tap, comes from the cache.
        if request.service_worker:
            fetched.append(request.url.removeprefix(phone.proxy.url))

    phone.context.on("request", note)
    phone.go_online()
    wait_until(page, lambda: has_pages(cached(page), *NEEDED, *LATER))
    assert not before & set(fetched) - {"/log/"}
    phone.go_offline()
    _assert_opens_offline(phone, *NEEDED)


def test_page_that_the_server_does_not_have_keeps_no_other_from_coming(phone: Phone) -> None:
    asked: list[str] = []

    def fail(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=404, body="404", content_type="text/html")

    phone.context.route("**/log/card?lang=*", fail)
    page = phone.prepare()
    others = [path for path in LATER if path != "/log/card"]
    wait_until(page, lambda: has_pages(cached(page), *others, language="en") and len(asked) == 2)
    phone.open_fresh("/log/mine", page)
    phone.open_fresh("/log/", page)
    page.wait_for_timeout(1000)
    assert len(asked) == 2
