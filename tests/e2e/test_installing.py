"""Installing the app: what the browser requires, the instructions of each device, and the text size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, expect

from tests.e2e.checks import assert_fits
from tests.e2e.chromium import PHONE, context_options, launch_options, whole_browser
from tests.e2e.conftest import OpenBrowser
from tests.e2e.invitation_actions import INSIDE_ZALO
from tests.e2e.page_actions import IPHONE, enlarge_text, offer_to_install, reload_with_user_agent
from tests.e2e.server import Site

GUIDE = "/log/install"
LARGE = 21  # CSS pixels


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward that has worked."""
    return filled_database


@pytest.fixture(scope="module")
def own_phone(playwright: Playwright, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Return a browser with a profile on disk: without one no app can be installed."""
    options: dict[str, Any] = context_options(playwright, PHONE) | launch_options(whole_browser())
    folder = tmp_path_factory.mktemp("phone")
    context = playwright.chromium.launch_persistent_context(folder, base_url=site.url, **options)
    yield context
    context.close()


def _at(context: BrowserContext, path: str) -> CDPSession:
    page = context.new_page()
    page.goto(path)
    return context.new_cdp_session(page)


@pytest.mark.parametrize("path", ["/log/", "/log/visit", GUIDE, "/login"])
def test_app_is_installable(own_phone: BrowserContext, path: str) -> None:
    browser = _at(own_phone, path)
    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    manifest = browser.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.webmanifest?lang=vi")


def _shown(page: Page) -> list[str]:
    return [str(way.get_attribute("data-method")) for way in page.locator("[data-method]:visible").all()]


@pytest.mark.parametrize(("user_agent", "way"), [(None, "android"), (IPHONE, "ios"), (INSIDE_ZALO, "inside")])
def test_install_page_shows_the_method_of_this_device(
    open_browser: OpenBrowser, user_agent: str | None, way: str
) -> None:
    page = open_browser().new_page()
    page.goto(GUIDE)
    if user_agent:
        reload_with_user_agent(user_agent)(page)
    expect(page.locator("html[data-ready]")).to_have_count(1)
    assert _shown(page) == [way]
    page.locator("#other-methods").tap()
    assert len(_shown(page)) == 5
    assert_fits(page)


def test_install_page_uses_the_browsers_own_prompt(open_browser: OpenBrowser) -> None:
    page = open_browser().new_page()
    page.goto(GUIDE)
    page.locator("html[data-ready]").wait_for()
    ask = page.locator("[data-install-offer]:visible")
    assert ask.count() == 0
    offer_to_install(page)
    ask.locator("button").tap()
    expect(page.locator("[data-outcome=accepted]")).to_be_visible()
    assert page.locator("html").get_attribute("data-prompted") == "true"
    # A browser answers only once.
    assert ask.count() == 0


def test_install_page_copies_the_address(open_browser: OpenBrowser, site: Site) -> None:
    context = open_browser()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    page = context.new_page()
    page.goto(GUIDE)
    reload_with_user_agent(INSIDE_ZALO)(page)
    page.locator("#copy").tap()
    expect(page.locator("[data-outcome=copied]")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}{GUIDE}"


def test_install_page_without_scripts_shows_every_method(open_browser: OpenBrowser, site: Site) -> None:
    browser = open_browser().browser
    assert browser
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(GUIDE)
    expect(page.locator("[data-method] h2")).to_have_count(5)
    expect(page.locator("[data-method=desk]")).to_be_visible()
    expect(page.locator("button[name=type]").first).to_be_hidden()
    context.close()


def _size(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def test_larger_text_size_is_remembered(open_browser: OpenBrowser) -> None:
    context = open_browser("ana")
    page, other = context.new_page(), context.new_page()
    other.goto("/log/mine")
    page.goto("/log/")
    usual = _size(page)
    large = page.locator("button[name=type][value=large]")
    expect(large).to_have_attribute("aria-pressed", "false")
    enlarge_text(page)
    expect(large).to_have_attribute("aria-pressed", "true")
    assert _size(page) == LARGE > usual
    # The other page that is open follows, and so does every page that comes: before its first paint.
    expect(other.locator("html")).to_have_attribute("data-text-size", "large")
    for path in ("/log/visit", "/account", "/log/"):
        page.goto(path, wait_until="commit")
        page.locator("body").wait_for(state="attached")
        assert page.locator("html").get_attribute("data-text-size") == "large"
    page.locator("button[name=type][value=usual]").click()
    page.reload()
    assert _size(page) == usual


def test_larger_text_size_works_without_local_storage(open_browser: OpenBrowser) -> None:
    page = open_browser().new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })")
    page.goto("/login")
    enlarge_text(page)
    assert _size(page) == LARGE
