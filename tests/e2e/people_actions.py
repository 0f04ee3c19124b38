"""What is done on the pages of a ward's people before they are checked or pictured."""

from __future__ import annotations

from itertools import count

from playwright.sync_api import Page

_numbers = count(1)


def open_every_change(page: Page) -> None:
    """Open the page of a person, and all that can be changed there."""
    page.locator("li[data-state=active] > a, li[data-state=never_seen] > a").first.click()
    for summary in page.locator(".person-part > summary").all():
        summary.click()


def show_reset_code(page: Page) -> None:
    """Show the code with which a person chooses a new password."""
    open_every_change(page)
    page.locator("form[action*='/reset'] button").click()
    page.locator("svg.code").wait_for()


def invite_somebody(page: Page) -> None:
    """Invite somebody whose number nobody has, and see the link."""
    page.fill("#name", "Công Tằng Tôn Nữ Ví Dụ Nguyễn Thị Được Mời")
    page.fill("#phone", f"09120{next(_numbers):05}")
    page.select_option("#team", index=1)
    page.locator("main form button[type=submit]").click()
    page.locator("svg.code").wait_for()


def open_invitation(page: Page) -> None:
    """Invite somebody, and open the invitation."""
    invite_somebody(page)
    page.goto("/people/invitations")
    page.locator(".people a").first.click()
    page.locator("form[action*='/again']").wait_for()


def paste_people(page: Page) -> None:
    """Look at a list of people with lines that are wrong."""
    page.select_option("#team", index=1)
    page.fill(
        "#pasted", "1\tLê Ví Dụ An\t0913000001\nLê Ví Dụ Bình; 0913000001\nLê Ví Dụ Chi\nLê Ví Dụ Dung; 0913000002"
    )
    page.locator("main form button[type=submit]").last.click()
    page.locator(".read-people").wait_for()
