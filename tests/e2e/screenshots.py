"""Takes pictures of all page states, on a phone and at a desk, and those that docs and manifest show.

``python -m tests.e2e.screenshots [part of a name …]`` takes only the pictures whose names hold one of the parts.
"""

from __future__ import annotations

import sys
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from app.config import ROOT
from app.guides.guide_files import PICTURES
from app.pwa.manifest import SCREENSHOTS
from tests.e2e.chromium import DESK, PHONE, SIZES, context_options, launch_options, whole_browser
from tests.e2e.demonstration import demonstration, tests_ward
from tests.e2e.guide_pictures import GUIDE_PICTURES
from tests.e2e.page_state import PHONE_PAGES, PageState
from tests.e2e.page_states import PAGE_STATES
from tests.e2e.server import Site

ALL = ROOT / "build" / "screenshots"
SCREENS = ROOT / "docs" / "screens"
README = ROOT / "docs" / "screenshots"
IN_README = (("home", PHONE), ("visit", PHONE), ("ward", DESK))
SMALL_DESK = {"width": 1000, "height": 560}
HEAVIEST = 120_000  # bytes
MANIFEST = ROOT / "static" / "screenshots"
HEAVIEST_OF_MANIFEST = 60_000  # bytes
HEAVIEST_OF_GUIDES = 60_000  # bytes


class Sites(NamedTuple):
    """The demonstration, as full as a real ward, and the ward of the tests for pages that the other does not have."""

    demonstration: Site
    tests_ward: Site


def _page(browser: Browser, playwright: Playwright, sites: Sites, state: PageState, size: str, **more: Any) -> Page:
    # Some states are reached by taps, which a desk has only when it is asked for.
    options = context_options(playwright, size) | {"has_touch": True} | more
    context = _context_of(browser, sites.demonstration, state, options)
    if context.request.get(state.path).status != state.status:
        context.close()
        context = _context_of(browser, sites.tests_ward, state, options)
    page = context.new_page()
    state.open(page)
    return page


def _context_of(browser: Browser, site: Site, state: PageState, options: dict[str, Any]) -> BrowserContext:
    context = browser.new_context(base_url=site.url, **options)
    if state.person:
        site.sign_in(context, state.person)
    return context


def _take_screens(browser: Browser, playwright: Playwright, sites: Sites, parts: list[str]) -> int:
    """Take every screen of the phone in every state, as it comes up, small enough to be in git."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    taken = 0
    for state in PAGE_STATES:
        if not state.path.startswith(PHONE_PAGES) or (parts and not any(part in state.name for part in parts)):
            continue
        page = _page(browser, playwright, sites, state, PHONE, device_scale_factor=1)
        picture = Image.open(BytesIO(page.screenshot()))
        page.context.close()
        picture.save(SCREENS / f"{state.name}.webp", quality=60, method=6)
        taken += 1
    return taken


def _take_all(browser: Browser, playwright: Playwright, sites: Sites, parts: list[str]) -> int:
    """Take each page as it comes up, and whole where it is longer than the screen."""
    taken = 0
    for state in PAGE_STATES:
        if parts and not any(part in state.name for part in parts):
            continue
        for size, screen in SIZES.items():
            page = _page(browser, playwright, sites, state, size, device_scale_factor=1)
            page.screenshot(path=ALL / f"{state.name}-{size}.png")
            if page.evaluate("document.scrollingElement.scrollHeight") > screen["height"]:
                page.screenshot(path=ALL / f"{state.name}-{size}-whole.png", full_page=True)
            page.context.close()
            taken += 1
    return taken


def _take_for_readme(browser: Browser, playwright: Playwright, sites: Sites) -> None:
    """Take the few that are in git; one that is too heavy is taken again less sharp."""
    README.mkdir(parents=True, exist_ok=True)
    for name, size in IN_README:
        state = next(state for state in PAGE_STATES if state.name == name)
        path = README / f"{name}-{size}.png"
        for scale in (2, 1.5, 1):
            more = {"viewport": SMALL_DESK} if size == DESK else {}
            page = _page(browser, playwright, sites, state, size, device_scale_factor=scale, **more)
            page.screenshot(path=path)
            page.context.close()
            if path.stat().st_size < HEAVIEST:
                break
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


def _take_for_manifest(browser: Browser, playwright: Playwright, sites: Sites) -> None:
    """Take those that a browser shows before somebody installs, in the sizes that the manifest says."""
    MANIFEST.mkdir(parents=True, exist_ok=True)
    for name, (width, _height), _words in SCREENSHOTS:
        page_name, size = name.split("-")
        state = next(state for state in PAGE_STATES if state.name == page_name)
        page = _page(browser, playwright, sites, state, size, device_scale_factor=width / SIZES[size]["width"])
        picture = Image.open(BytesIO(page.screenshot()))
        page.context.close()
        path = MANIFEST / f"{name}.webp"
        for quality in (80, 65, 50, 35):
            picture.save(path, quality=quality, method=6)
            if path.stat().st_size < HEAVIEST_OF_MANIFEST:
                break
        print(f"{path.relative_to(ROOT)}: {picture.width}×{picture.height}, {path.stat().st_size // 1000} kB")


def _take_for_guides(browser: Browser, playwright: Playwright, sites: Sites, parts: list[str]) -> None:
    """Take the pictures of the guides, as a phone shows them."""
    for name, state in GUIDE_PICTURES.items():
        if parts and not any(part in name for part in parts):
            continue
        page = _page(browser, playwright, sites, state, PHONE, device_scale_factor=1.5)
        picture = Image.open(BytesIO(page.screenshot()))
        page.context.close()
        path = PICTURES / f"{name}.webp"
        for quality in (60, 45, 30):
            picture.save(path, quality=quality, method=6)
            if path.stat().st_size < HEAVIEST_OF_GUIDES:
                break
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


def main(parts: list[str]) -> None:
    """Make both sites, and take the pictures."""
    ALL.mkdir(parents=True, exist_ok=True)
    with demonstration() as shown, tests_ward() as ward, sync_playwright() as playwright:
        sites = Sites(shown, ward)
        browser = playwright.chromium.launch(**launch_options(whole_browser()))
        if not parts:
            _take_for_readme(browser, playwright, sites)
            _take_for_manifest(browser, playwright, sites)
        _take_for_guides(browser, playwright, sites, parts)
        screens = _take_screens(browser, playwright, sites, parts)
        taken = _take_all(browser, playwright, sites, parts)
        browser.close()
    print(f"{SCREENS.relative_to(ROOT)}: {screens} screens of the phone")
    print(f"{ALL.relative_to(ROOT)}: {taken} pictures of pages")


if __name__ == "__main__":
    main(sys.argv[1:])
