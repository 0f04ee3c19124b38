"""States of the list of households on the phone: each function leads an opened page to one."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.offline.phone_actions import wait_for_script

_LIST = "**/api/v1/households*"


def open_lanes(page: Page) -> None:
    """Open every lane."""
    _wait(page)
    page.locator("details.lane").evaluate_all("(lanes) => { for (const lane of lanes) lane.open = true; }")
    wait_for_script(page, "[...document.querySelectorAll('details.lane')].every((lane) => lane.querySelector('li'))")


def show_merchants(page: Page) -> None:
    """Show the merchants instead of the households."""
    _wait(page)
    page.locator("#list-kind [value=merchants]").click()


def find_nothing(page: Page) -> None:
    """Search for what is in no list."""
    _wait(page)
    page.locator("#find").fill("khongcogi")
    page.locator("#household-list .notice").wait_for()


def choose_filter(page: Page) -> None:
    """Show only those of whom nobody knows what they have."""
    _wait(page)
    page.locator("#list-filter [data-filter=unknown]").click()


def miss_list(page: Page) -> None:
    """Open the page without a list on the phone, on a line that does not bring it."""
    page.context.route(_LIST, lambda route: route.fulfill(status=200, content_type="text/html", body="Wi-Fi"))
    _forget_list(page)
    page.locator("[data-missing]").wait_for()


def _wait(page: Page) -> None:
    page.locator("html[data-fresh]").wait_for()
    page.locator("#household-list > *").first.wait_for()


def _forget_list(page: Page) -> None:
    _wait(page)
    page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("tung-nha");
          opening.onsuccess = () => {
            const tx = opening.result.transaction("lists", "readwrite");
            const range = IDBKeyRange.bound([0, "households"], [1e9, "households", []]);
            const asking = tx.objectStore("lists").getAllKeys(range);
            asking.onsuccess = () => {
              for (const key of asking.result) if (key[1] === "households") tx.objectStore("lists").delete(key);
            };
            tx.oncomplete = () => resolve(opening.result.close());
          };
        })"""
    )
    page.reload()
