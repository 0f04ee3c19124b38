"""What is done with a list that comes in before its page is checked or pictured."""

from __future__ import annotations

from playwright.sync_api import Page

_AREAS = [f"Phố {number}\tSố {number}, ngõ 12, đường Nguyễn Trãi\t0489000{number:05}" for number in (1, 2)]
_LIST = "\n".join(
    [
        "DANH SÁCH HỘ GIA ĐÌNH",
        "Khu dân cư\tĐịa chỉ\tSố CCCD",
        *_AREAS,
        "Khu dân cư Nghĩa Thương, khu tập thể Nhà máy Thuốc lá cũ\tSố 4, ngõ 2\t",
        "Phố 2\t\t",
        "Tổng cộng\t4\t",
    ]
)


def read_list(page: Page) -> None:
    """Paste a list with personal columns and wrong rows, and have it read."""
    page.locator("details", has=page.locator("#pasted")).locator("summary").click()
    page.fill("#pasted", _LIST)
    page.fill("#given_by", "Công an phường, tổ quản lý hành chính về trật tự xã hội")
    page.locator("form.long-form button.primary").click()
    page.locator(".list-columns").wait_for()


def try_list_out(page: Page) -> None:
    """Have a list read, and try it out."""
    read_list(page)
    page.locator("form button.primary").click()
    page.locator(".row-counts").wait_for()


def apply_list(page: Page) -> None:
    """Apply a list to its end, without the wrong rows."""
    try_list_out(page)
    page.locator("input[name=skip]").check()
    page.locator("form[data-continues] button.primary").click()
    page.locator("[data-state=applied]").wait_for()
    page.locator("#undo").click()
