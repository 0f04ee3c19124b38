"""What is done on the lists of households and stalls before their pages are checked or pictured."""

from __future__ import annotations

from playwright.sync_api import Page


def open_first(page: Page) -> None:
    """Open the page of the first household of a list, and all that can be changed there."""
    page.locator(".parties a").first.click()
    for summary in page.locator("main summary").all():
        summary.click()


def save_without_address(page: Page) -> None:
    """Open a household, and save it without its address."""
    open_first(page)
    page.fill("#label", "")
    page.locator(".party-form button").click()


def merge_first_pair(page: Page) -> None:
    """Keep the first of a pair; the next one follows."""
    page.locator(".pair-side button").first.click()
    page.locator(".notice button").wait_for()


def open_merged(page: Page) -> None:
    """Merge a pair, and open the one that stays."""
    address = page.locator(".pair-side h2 a").first.get_attribute("href")
    merge_first_pair(page)
    page.goto(address or "")


def choose_other(page: Page) -> None:
    """Look for the line of which a household is another writing."""
    open_first(page)
    page.locator("a[href*='beside=']").click()
