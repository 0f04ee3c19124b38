"""What somebody does at a busy desk, and what they read there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.e2e.offline.phone import Phone

COUNTING = "/log/counting"
BUTTONS = "#count-buttons button"

STORED = """() => Object.fromEntries(
  [...document.querySelectorAll("#count-buttons button:not([data-waiting])")]
    .filter((button) => Number(button.dataset.people))
    .map((button) => [button.dataset.procedure, Number(button.dataset.people)]))"""


def open_desk(phone: Phone, page: Page | None = None) -> Page:
    """Open the page of counting, with its buttons."""
    page = phone.open(COUNTING, page)
    page.locator(BUTTONS).first.wait_for()
    return page


def count(page: Page, procedure: str, times: int = 1, *, until: int | None = None) -> None:
    """Count people of a group of procedures, as fast as a thumb can, and wait until ``until`` are on the disk."""
    button = page.locator(f"#count-buttons [data-procedure={procedure}]")
    before = int(button.get_attribute("data-people") or 0)
    button.evaluate("(button, times) => { for (let i = 0; i < times; i += 1) button.click(); }", times)
    people = before + times if until is None else until
    page.locator(f"[data-procedure={procedure}][data-people='{people}']:not([data-waiting])").wait_for()


def counted(page: Page) -> dict[str, int]:
    """Return the numbers that look as if they were stored, by group of procedures."""
    found: dict[str, Any] = page.evaluate(STORED)
    return found


def total(page: Page) -> int:
    """Return how many people the page says the shift has."""
    return int(page.locator(".count-total [data-figure-of=total]").get_attribute("data-people") or 0)


def end_shift(page: Page) -> None:
    """End the shift: what was counted is among the entries."""
    page.locator("#end-shift").tap()
    page.locator("#shift-end").wait_for()
