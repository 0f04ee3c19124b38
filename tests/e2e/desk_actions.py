"""States of counting at a desk: each function leads the opened page to one."""

from __future__ import annotations

from playwright.sync_api import Page, Route

TAPS = (12, 3, 108, 1)
_FILL_DISK = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def count_people(page: Page) -> None:
    """Count people of some groups of procedures."""
    buttons = page.locator("#count-buttons button")
    buttons.first.wait_for()
    for number, times in enumerate(TAPS):
        button = buttons.nth(number)
        button.evaluate("(button, times) => { for (let i = 0; i < times; i += 1) button.click(); }", times)
        page.locator(f"#count-buttons [data-people='{times}']:not([data-waiting])").wait_for()


def open_shift(page: Page) -> None:
    """Show where the shift is and how papers are handed in."""
    page.locator("#shift summary").tap()
    page.locator("[name=where]").wait_for()


def end_shift(page: Page) -> None:
    """End a shift after some people were counted."""
    count_people(page)
    page.locator("#end-shift").tap()
    page.locator("#shift-end").wait_for()


def fail_to_count(page: Page) -> None:
    """Count somebody on a phone that has no room."""
    buttons = page.locator("#count-buttons button")
    buttons.first.wait_for()
    page.evaluate(_FILL_DISK)
    buttons.first.tap()
    page.locator("#count-state[data-state=failed]").wait_for()


def miss_procedures(page: Page) -> None:
    """Open the page with what an older server has sent."""
    page.locator("html[data-fresh]").wait_for()

    def without_procedures(route: Route) -> None:
        body = route.fetch().json()
        route.fulfill(json={key: value for key, value in body.items() if key != "procedures"})

    page.context.route("**/api/v1/bootstrap?*", without_procedures)
    page.evaluate("indexedDB.deleteDatabase('tung-nha')")
    page.reload()
    page.locator("#no-procedures").wait_for()
