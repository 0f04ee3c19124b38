"""After signing out no names are shown: by Back, from the back/forward cache, offline, and in other tabs.

Playwright starts Chromium without the back/forward cache, which restores whole pages. Here it is switched on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, BrowserType, Error, Page, Playwright, expect

from app.database import in_transaction
from app.month import now
from app.people.models import Device
from tests.cast import CARLA
from tests.client import Visitor
from tests.conftest import dispose, make_app
from tests.e2e.chromium import PHONE, context_options, launch_options, whole_browser
from tests.e2e.conftest import TIMEOUT_MS
from tests.e2e.offline.phone_actions import wait_for_script
from tests.e2e.server import Site, fill_in_sign_in
from tests.factories import household, make_entry

NAME = "Nguyễn Ví Dụ"
HOUSEHOLD = "Số 7, ngõ Trí Nhớ"
NAMES = (NAME, HOUSEHOLD)
LOGIN = re.compile(r"/login$")
# `innerText` of what has no box is its whole text, as if it were shown.
_SHOWN_TEXT = "(document.body.checkVisibility() ? document.body.innerText : '')"
# What stands on a page that the browser brings back from its memory, as soon as it is painted.
_NOTE_RETURN = f"""addEventListener("pageshow", ({{ persisted }}) => {{
  if (persisted) requestAnimationFrame(() => {{ sessionStorage.returned = `[${{{_SHOWN_TEXT}}}]`; }});
}})"""

# A page that is hidden asks who its reader is, and may still give way to another.
_IS_SHOWN = "document.body.checkVisibility({ visibilityProperty: true })"
_STATE = f"{_IS_SHOWN} ? [location.href, document.readyState, {_SHOWN_TEXT}, sessionStorage.returned ?? null] : null"


@pytest.fixture(scope="module")
def remembering(browser_type: BrowserType) -> Iterator[Browser]:
    """Return a browser with its back/forward cache."""
    options: dict[str, Any] = launch_options(whole_browser())
    with browser_type.launch(**options, ignore_default_args=["--disable-back-forward-cache"]) as browser:
        yield browser


@pytest.fixture
def browser_of(remembering: Browser, playwright: Playwright, site: Site) -> Iterator[Any]:
    """Return a function that signs somebody in by the page, in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_one(name: str) -> Page:
        context = remembering.new_context(base_url=site.url, **context_options(playwright, PHONE))
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_init_script(_NOTE_RETURN)
        page = context.new_page()
        sign_in(page, site, name)
        return page

    yield open_one
    for context in contexts:
        context.close()


def sign_in(page: Page, site: Site, name: str) -> None:
    fill_in_sign_in(page, site.phones[name], site.password)
    page.wait_for_url(lambda url: not url.endswith("/login"))
    if "/log/" in page.url:
        # A page that is left while it makes its database keeps that from the next one for ten seconds.
        page.locator("html[data-fresh]").wait_for(state="attached")


@pytest.fixture(scope="module", autouse=True)
def logged(site: Site) -> None:
    """Let there be a household with a name to hide."""
    app = make_app(site.database)
    Visitor(app, "ana").sync(make_entry(household=household(HOUSEHOLD)))
    dispose(app)


def _state(page: Page) -> Any:
    """Return what is to be seen, or nothing while the page is hidden or gives way to another."""
    try:
        return page.evaluate(_STATE)
    except Error:
        return None


def go_back(page: Page) -> str | None:
    """Press Back; return what stood on the page if it came from the browser's memory."""
    page.evaluate("sessionStorage.removeItem('returned')")
    with page.expect_event("framenavigated"):
        page.evaluate("history.back()")
    # Of a page from memory Playwright does not say when it is loaded.
    before, state = None, _state(page)
    while state is None or state != before:
        page.wait_for_timeout(400)
        before, state = state, _state(page)
    returned: str | None = state[-1]
    return returned


def text_of(page: Page) -> str:
    """Return what is to be read, but for the list of those who may sign in, which each may be taken out of."""
    text: str = page.evaluate(
        "() => [...document.body.children].map((part) => part.innerText).join().replace("
        "document.getElementById('people-here')?.innerText ?? '', '')"
    )
    return text


def assert_no_names(text: str) -> None:
    assert not [name for name in NAMES if name in text], text


def open_on_phone(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("html[data-fresh]").wait_for(state="attached")


def sign_out(page: Page) -> None:
    page.goto("/account")
    page.locator("#sign-out button").click()
    page.wait_for_url(LOGIN)


@pytest.mark.parametrize(("name", "path"), [("carla", "/review/"), ("ana", "/log/mine")])
def test_pages_are_restored_from_the_back_forward_cache(browser_of: Any, name: str, path: str) -> None:
    """Without this the other tests would prove nothing."""
    page = browser_of(name)
    returned = None
    for _ in range(3):  # The browser may drop a page from its memory when the machine is busy.
        page.goto(path)
        expect(page.locator("body")).to_contain_text(HOUSEHOLD)
        # A page that still holds a lock is not kept.
        page.wait_for_load_state("networkidle")
        wait_for_script(page, "async () => (await navigator.locks.query()).held.length === 0")
        page.goto("/account")
        if returned := go_back(page):
            break
    assert returned is not None, "the page was not kept in memory"
    expect(page.locator("body")).to_contain_text(HOUSEHOLD)


def test_back_after_signing_out_shows_no_server_page(browser_of: Any) -> None:
    page = browser_of("carla")
    for path in ("/review/", "/overview/entries", "/journal/"):
        page.goto(path)
    sign_out(page)
    for _ in range(4):
        returned = go_back(page)
        assert_no_names(returned or "")
        expect(page).to_have_url(LOGIN)
        assert_no_names(text_of(page))


def test_back_after_signing_out_elsewhere_shows_nothing(browser_of: Any, site: Site) -> None:
    """No cookie of this browser changes then, which is all that it goes by itself."""
    page = browser_of("carla")
    page.goto("/review/")
    expect(page.locator("body")).to_contain_text(HOUSEHOLD)
    app = make_app(site.database)
    with app.app_context():
        of_carla = sa.update(Device).where(Device.user_id == CARLA).values(revoked_at=now())
        in_transaction(lambda session: session.execute(of_carla))
    dispose(app)
    page.goto("/overview/")
    expect(page).to_have_url(LOGIN)
    assert_no_names(go_back(page) or "")
    expect(page).to_have_url(LOGIN)
    assert_no_names(text_of(page))


def test_sign_out_in_another_tab_closes_server_pages(browser_of: Any) -> None:
    page = browser_of("carla")
    page.goto("/review/")
    page.goto("/overview/entries")
    expect(page.locator("body")).to_contain_text(HOUSEHOLD)
    sign_out(page.context.new_page())
    expect(page).to_have_url(LOGIN)
    assert_no_names(go_back(page) or "")
    expect(page).to_have_url(LOGIN)


def _expect_nobodys(page: Page) -> None:
    page.locator("html[data-fresh]").wait_for(state="attached")
    expect(page.locator("a[href='/login']").first).to_be_visible()
    assert_no_names(text_of(page))


@pytest.mark.parametrize("offline", [False, True])
def test_back_after_signing_out_shows_no_names_on_the_phone(browser_of: Any, offline: bool) -> None:
    page = browser_of("ana")
    open_on_phone(page, "/log/visit")
    page.locator("[name=note]").fill(HOUSEHOLD)
    for path in ("/log/", "/log/mine"):
        open_on_phone(page, path)
    wait_for_script(page, "navigator.serviceWorker.controller !== null")
    sign_out(page)
    assert page.evaluate("caches.keys()"), "what the app needs without a line is still there"
    page.context.set_offline(offline)
    for path in ("/account", "/log/mine", "/log/", "/log/visit"):
        assert_no_names(go_back(page) or "")
        if path == "/account":
            continue
        expect(page).to_have_url(re.compile(f"{path}$"))
        page.locator("html[data-fresh]").wait_for(state="attached")
        assert_no_names(text_of(page))
        if path == "/log/visit":
            assert page.locator("[name=note]").count() == 0 or page.locator("[name=note]").input_value() == ""


def test_sign_out_in_another_tab_clears_phone_pages(browser_of: Any) -> None:
    page = browser_of("ana")
    open_on_phone(page, "/log/mine")
    expect(page.locator("body")).to_contain_text(HOUSEHOLD)
    open_on_phone(page, "/log/")
    expect(page.locator("#user-name")).to_contain_text(NAME)
    sign_out(page.context.new_page())
    _expect_nobodys(page)
    assert_no_names(go_back(page) or "")
    _expect_nobodys(page)


def test_next_user_finds_no_page_of_the_previous_one(browser_of: Any, site: Site) -> None:
    page = browser_of("ana")
    open_on_phone(page, "/log/mine")
    expect(page.locator("body")).to_contain_text(HOUSEHOLD)
    sign_out(page)
    sign_in(page, site, "bruno")
    page.locator("html[data-fresh]").wait_for(state="attached")
    for _ in range(4):
        returned = go_back(page) or ""
        assert f"{NAME} Ana" not in returned
        assert HOUSEHOLD not in returned
        text = text_of(page)
        assert f"{NAME} Ana" not in text
        assert HOUSEHOLD not in text
