"""What is done on the pages of a ward's people before they are checked or pictured."""

from __future__ import annotations

from itertools import count

from playwright.sync_api import Page

_numbers = count(1)
PASTED = (
    "STT\tHọ và tên\tSố điện thoại\tChức danh\tTổ\tNgày sinh\tSố CCCD",
    "1\tCông Tằng Tôn Nữ Ví Dụ Nguyễn Thị An\t913000001\tTổ trưởng\tTổ 2\t02/09/1985\t",
    "2\tLê Ví Dụ Bình\t0913000001\tTổ viên\tTổ 1\t\t",
    "3\tLê Ví Dụ Chi\t\tTổ viên\tTổ 1\t\t",
    "4\tLê Ví Dụ Dung\t0913000002\tTổ viên\tTổ 1\t\t",
    "5\tLê Ví Dụ Em\t0913000003\tBí thư chi bộ\tTổ 2\t\t",
    "6\tLê Ví Dụ Giang\t0913000004\t\tTổ 99\t\t",
    "7\tLê Ví Dụ Hà\t0913000005\tCán bộ phường\t\t\t",
    "Lê Ví Dụ Khánh; 0913000006",
)


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
    number = next(_numbers)
    page.fill("#name", f"Công Tằng Tôn Nữ Ví Dụ Nguyễn Thị Được Mời {number}")
    page.fill("#phone", f"09120{number:05}")
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
    page.fill("#pasted", "\n".join(PASTED))
    page.locator("main form button[type=submit]").last.click()
    page.locator(".read-people").first.wait_for()
