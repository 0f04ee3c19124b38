"""What is corrected on the phone: each function leads an opened page to one of its states."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.form_actions import open_returned_entry, save_visit


def open_visit_with_installation(page: Page) -> None:
    """Save a visit with something that was set up, and open it to be corrected."""
    save_visit(page)
    id = page.locator("#receipt [data-entry]").first.get_attribute("data-entry")
    page.goto(f"/log/visit?id={id}")
    page.locator(".logged-with").wait_for()


def meet_nobody(page: Page) -> None:
    """Correct such a visit to one at which nobody was at home, and save it."""
    open_visit_with_installation(page)
    page.locator("label", has=page.locator("[name=met][value=absent]")).click()
    page.locator("#entry button[type=submit]").click()
    page.locator("#logged-with[open]").wait_for()


def withdraw_with_visit(page: Page) -> None:
    """Withdraw what was set up with the visit."""
    meet_nobody(page)
    page.locator("#logged-with [value=withdraw]").click()
    page.locator("[data-receipt=stored]").wait_for()


def send_unchanged(page: Page) -> None:
    """Save a returned entry as it was."""
    open_returned_entry(page)
    page.locator("#entry button[type=submit]").click()
    page.locator("#unchanged[open]").wait_for()


def open_joined_work(page: Page) -> None:
    """Open the list of what others logged with the phone's user."""
    page.locator("#joined summary").click()
    page.locator("#joined [data-joined]").first.wait_for()
