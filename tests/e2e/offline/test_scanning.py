"""The reader of codes comes with its first use, and from then on works without a connection, also after an update."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.offline.cached_pages import LATER, NEEDED, cached, has_pages
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import wait_until
from tests.e2e.scan_actions import CASES, DIALOG, NOTE, SCAN, SUMMARY, show_to_camera

CODE = CASES["Agribank, thirteen digits"]["text"]


def _has_reader(page: Page) -> bool:
    return any("zxing_reader" in address for address in cached(page))


def _open_form(phone: Phone, page: Page) -> None:
    phone.open("/log/merchant", page)
    page.locator(SCAN).wait_for()
    show_to_camera(page, CODE)


def test_reader_works_offline_once_it_was_used(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/merchant")
    wait_until(page, lambda: has_pages(cached(page), *NEEDED, *LATER, language="en"))
    assert not _has_reader(page)
    _open_form(phone, page)
    page.locator(SCAN).tap()
    expect(page.locator(SUMMARY)).to_contain_text("Agribank")
    wait_until(page, lambda: _has_reader(page))
    phone.go_offline()
    _forget_http_cache(page)
    page.close()
    again = phone.context.new_page()
    _open_form(phone, again)
    again.locator(SCAN).tap()
    expect(again.locator(SUMMARY)).to_contain_text("Agribank")


def _forget_http_cache(page: Page) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("Network.clearBrowserCache")
    tools.detach()


def test_reader_that_never_came_is_explained_and_asked_for_again(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/merchant")
    wait_until(page, lambda: has_pages(cached(page), *NEEDED, *LATER, language="en"))
    phone.go_offline()
    page.close()
    page = phone.context.new_page()
    _open_form(phone, page)
    page.locator(SCAN).tap()
    expect(page.locator(NOTE)).to_contain_text("lần đầu cần có mạng")
    assert page.evaluate("cameraTracks.map(({ readyState }) => readyState)") == ["ended"]
    page.locator(f"{DIALOG} form button").tap()
    page.locator("[data-bin='970405']").tap()
    expect(page.locator("[data-field=bank_bin] [data-chosen]")).to_contain_text("Agribank")
    phone.go_online()
    page.locator(SCAN).tap()
    expect(page.locator(SUMMARY)).to_contain_text("Agribank")
