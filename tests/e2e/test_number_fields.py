"""Fields for numbers on the phone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import OpenBrowser


def test_number_is_read_as_it_is_written(open_browser: OpenBrowser) -> None:
    page = open_browser("ana").new_page()
    page.goto("/log/training")
    page.locator("html[data-ready]").wait_for()
    page.locator("[name=topics][value=scam_warning]").check()
    page.fill("[name=attendees]", "1,5")
    page.locator("button[type=submit].primary").tap()
    expect(page.locator("[data-field=attendees] .error")).to_have_text("“1,5” là số gì? Ghi 1500 hoặc 1.")
    page.fill("[name=attendees]", " 1.204 ")
    page.locator("button[type=submit].primary").tap()
    entry = page.locator("[data-receipt=stored] [data-entry]").first.get_attribute("data-entry")
    page.goto(f"/log/training?id={entry}")
    expect(page.locator("[name=attendees]")).to_have_value("1204")
