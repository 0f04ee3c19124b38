"""What is done on the form of a merchant before it is checked or pictured."""

from __future__ import annotations

from playwright.sync_api import Page

BANK = "[data-field=bank_bin]"


def search_bank(page: Page) -> None:
    """Look for a bank by a word that several have."""
    page.locator(BANK).scroll_into_view_if_needed()
    page.locator(f"{BANK} [data-bin]").first.wait_for()
    page.fill("[name=bank_bin]", "sai gon")
    page.locator(f"{BANK} [data-bin='970403']").wait_for()
    page.locator("[name=bank_bin]").scroll_into_view_if_needed()


def choose_bank(page: Page) -> None:
    """Choose the bank with the longest name, and paste an account number."""
    page.locator(BANK).scroll_into_view_if_needed()
    page.locator(f"{BANK} [data-bin]").first.wait_for()
    page.fill("[name=bank_bin]", "546035")
    page.locator(f"{BANK} [data-bin='546035']").tap()
    page.fill("[name=account_tail]", "1234 5678 9012")
    page.locator("[data-field=account_tail]").scroll_into_view_if_needed()
