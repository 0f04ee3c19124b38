"""Sharing a report's totals: with the share sheet of the phone, and by the clipboard where there is none."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.chromium import DESK
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import wait_for_script
from tests.e2e.server import Site

PAGE = "/reports/read"
WITH_SHEET = "navigator.share = async (given) => { window.given = given; };"
CLOSED_SHEET = 'navigator.share = async () => { throw new DOMException("", "AbortError"); };'
NO_SHEET = "Object.defineProperty(Navigator.prototype, 'share', { value: undefined });"
NO_CLIPBOARD = "navigator.clipboard.writeText = async () => { throw new Error(); };"


def test_share_sheet_gets_the_text(open_browser: OpenBrowser) -> None:
    page = open_browser("carla").new_page()
    page.add_init_script(WITH_SHEET)
    page.goto(PAGE)
    text = page.locator("#shared").input_value()
    page.locator("#share").tap()
    wait_for_script(page, "window.given")
    assert page.evaluate("window.given") == {"text": text}
    page.add_init_script(CLOSED_SHEET)
    page.reload()
    page.locator("#share").tap()
    expect(page.locator("#copied")).to_be_hidden()
    expect(page.locator("#shared")).to_be_hidden()


def test_text_is_copied_or_shown_without_a_share_sheet(open_browser: OpenBrowser, site: Site) -> None:
    context = open_browser("carla", size=DESK)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    page = context.new_page()
    page.add_init_script(NO_SHEET)
    page.goto(PAGE)
    text = page.locator("#shared").input_value()
    assert "Phường".upper() in text.upper()
    page.locator("#share").click()
    expect(page.locator("#copied")).to_have_text("Đã sao chép. Mở Zalo và dán.")
    assert page.evaluate("navigator.clipboard.readText()") == text
    page.add_init_script(NO_CLIPBOARD)
    page.reload()
    # An open month's text says as of which minute it is.
    text = page.locator("#shared").input_value()
    page.locator("#share").click()
    expect(page.locator("#shared")).to_be_visible()
    assert page.evaluate("getSelection().toString() || document.activeElement.value") == text
