"""What is done on the page of the house numbers of a lane."""

from __future__ import annotations

from playwright.sync_api import Page


def look_at_houses(page: Page) -> None:
    """See which houses of a lane would be new."""
    page.fill("[name=lane]", "ngõ 3")
    page.fill("[name=first]", "1")
    page.fill("[name=last]", "45")
    page.select_option("[name=side]", "odd")
    page.fill("[name=suffixes]", "A B")
    page.click("button[name=look]")
    page.wait_for_selector("#preview")
