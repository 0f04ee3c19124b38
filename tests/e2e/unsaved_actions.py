"""What is done on forms of the desk before they are checked or pictured: something is written and not saved."""

from __future__ import annotations

from playwright.sync_api import Page


def leave_words_unsaved(page: Page) -> None:
    """Write words of the report, leave them unsaved, and come back."""
    page.locator("main textarea").first.fill("Tổ đã họp hai lần trong tháng.")
    page.goto(page.url)
    page.locator(".draft-notice").wait_for()


def choose_day(page: Page) -> None:
    """Choose a day, which then stands below its field in words."""
    page.locator("main input[type=date]").first.fill("2026-03-12")
    page.locator(".day-words:not(:empty)").wait_for()
