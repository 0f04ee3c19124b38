"""What leads to the states of the pages on which areas are merged and split."""

from __future__ import annotations

from playwright.sync_api import Page

LOOK = ".long-form > .actions:last-child button"


def look_at_merge(page: Page) -> None:
    """Look at the map of old and new before two areas become one."""
    for box in page.locator("[name=areas]").all()[:2]:
        box.check()
    page.locator("#name").fill("Khu dân cư Mới")
    _look_from_today(page)
    page.locator("[data-steps='1']").wait_for()


def _look_from_today(page: Page) -> None:
    page.locator("#first_day").fill(page.evaluate("new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10)"))
    page.locator(LOOK).click()


def look_at_wrong_map(page: Page) -> None:
    """Look at a map of which lines are wrong."""
    page.locator("#lines").fill("Phố 1 -> Khu A\nPhố 99 -> Khu B\nPhố 2")
    _look_from_today(page)
    page.locator("#lines-error li").first.wait_for()


def look_at_map(page: Page) -> None:
    """Look at the map of a whole ward."""
    page.locator("#lines").fill("Phố 1 -> Tổ dân phố 1")
    _look_from_today(page)
    page.locator("[data-steps='1']").wait_for()


def look_at_split(page: Page) -> None:
    """Look at the map of an area that is split, with a lane whose households are chosen one by one."""
    page.locator("#name-0").fill("Phố 1A")
    page.locator("#name-1").fill("Phố 1B")
    lanes = page.locator("select[name^=lane-]")
    lanes.first.select_option("0")
    lanes.last.select_option("each")
    _look_from_today(page)
    page.locator("[data-steps='1']").wait_for()
