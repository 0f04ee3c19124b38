"""What is done on the page of an invitation before it is checked or pictured."""

from __future__ import annotations

from playwright.sync_api import Page

INSIDE_ZALO = (
    "Mozilla/5.0 (Linux; Android 10; wv) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36 Zalo android/121"
)
INSIDE_ZALO_ON_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Zalo iOS/620"
)


def take_suggested_password(page: Page) -> None:
    """Take the password that an invitation suggests."""
    page.locator("[data-fills]").click()
    page.locator("#password[type=text]").wait_for()


def _reload_as(page: Page, user_agent: str) -> None:
    """Load a page again as the server shows it to another browser."""
    with_name = {"user-agent": user_agent}
    page.route("**/invite/*", lambda route: route.continue_(headers=route.request.headers | with_name))
    page.reload()


def reload_inside_zalo(page: Page) -> None:
    """Open a page inside Zalo on an Android phone."""
    _reload_as(page, INSIDE_ZALO)


def reload_inside_zalo_of_iphone(page: Page) -> None:
    """Open a page inside Zalo on an iPhone."""
    _reload_as(page, INSIDE_ZALO_ON_IPHONE)
