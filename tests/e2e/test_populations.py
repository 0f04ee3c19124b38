"""Entering the number of households of areas, by hand and from a table, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.cast import AREA_1, AREA_2
from tests.e2e.conftest import OpenBrowser

PATH = "/settings/populations/households"


def test_pasted_table_is_previewed_and_saved_with_the_enter_key(open_browser: OpenBrowser) -> None:
    page = open_browser("carla", has_worker=False).new_page()
    page.goto(PATH)
    page.locator("details", has=page.locator("#pasted")).locator("summary").tap()
    page.fill("#pasted", "Phố 1\t312\nPhố 2\t1.204")
    page.locator("button[name=fill]").tap()
    expect(page.locator(f"#area-{AREA_1}")).to_have_value("312")
    expect(page.locator("[data-as-of]")).to_have_count(0)
    page.fill("#as_of", "2026-06-30")
    page.fill("#source", "Danh sách của công an phường")
    page.fill(f"#area-{AREA_2}", "1204")
    page.press(f"#area-{AREA_2}", "Enter")
    expect(page.locator("[data-as-of='2026-06-30']")).to_contain_text("1.516")

    page.locator("[data-as-of] summary").tap()
    page.locator("[data-as-of] button.danger").tap()
    expect(page.locator("[data-as-of]")).to_have_count(0)
