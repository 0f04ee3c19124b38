"""What a phone has cached of the app, and a phone that has all of it."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.offline.phone import Phone, wait_for_worker
from tests.e2e.offline.phone_actions import wait_until

NEEDED = ("/log/", "/log/visit", "/log/households", "/log/installation", "/log/training", "/log/merchant", "/log/mine")
LATER = ("/log/help", "/log/card", "/log/counting", "/log/install", "/offline")
"""Pages that the worker caches after the others, one by one and in no order that a test may rely on."""

_CACHED = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("tung-nha-"));
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().map(({ url }) => new URL(url)).map(({ pathname, search }) => pathname + search);
}"""


def cached(page: Page) -> list[str]:
    """Return the addresses of all that is cached."""
    found: list[str] = page.evaluate(_CACHED)
    return found


def has_pages(addresses: list[str], *paths: str, language: str = "vi") -> bool:
    """Return whether all pages with some paths are among cached addresses."""
    return all(any(address.startswith(f"{path}?lang={language}&") for address in addresses) for path in paths)


def prepare_whole(phone: Phone, name: str = "ana") -> Page:
    """Open the app while online, until every page is on the phone."""
    return wait_for_pages(phone.prepare(name))


def wait_for_pages(page: Page) -> Page:
    """Wait until a page works offline and every other is on the phone; the files that pages need come before them."""
    wait_for_worker(page)
    wait_until(page, lambda: has_pages(cached(page), *NEEDED, *LATER))
    return page
