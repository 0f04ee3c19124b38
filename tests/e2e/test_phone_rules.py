"""What the ward would refuse the phone says at once, also without a connection; Enter saves nothing half filled in."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, Route, expect

from app.month import today
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import wait_until

SAVE = "button[type=submit].primary"


def _open(open_browser: OpenBrowser, path: str) -> Page:
    page = open_browser("ana").new_page()
    page.goto(path)
    page.locator("html[data-ready]").wait_for()
    return page


def test_error_stands_by_a_field_that_is_left_and_what_was_typed_stays(open_browser: OpenBrowser) -> None:
    page = _open(open_browser, "/log/training")
    page.fill("[name=attendees]", "1.2")
    # At once: the code that checks comes with the first answer.
    page.locator("[name=women]").focus()
    error = page.locator("[data-field=attendees] .error")
    expect(error).to_have_text("“1.2” là số gì? Ghi 1200 hoặc 1.")
    expect(page.locator("[name=attendees]")).to_have_value("1.2")
    page.fill("[name=women]", "31")
    page.fill("[name=attendees]", "30")
    page.fill("[name=note]", "Gọi chị Năm 0912 345 678")
    page.locator("[name=women]").focus()
    page.locator("[name=elderly]").focus()
    expect(error).to_have_text("")
    expect(page.locator("[data-field=women] .error")).to_contain_text("Không thể nhiều hơn tổng số người dự.")
    expect(page.locator("[data-field=note] .error")).to_contain_text("số điện thoại")


def test_enter_moves_on_and_saves_nothing(open_browser: OpenBrowser) -> None:
    page = _open(open_browser, "/log/training")
    page.fill("[name=attendees]", "30")
    page.locator("[name=attendees]").press("Enter")
    expect(page.locator("[name=women]")).to_be_focused()
    page.locator("[name=women]").press("Enter")
    expect(page.locator("[name=elderly]")).to_be_focused()
    expect(page.locator("#receipt")).to_be_hidden()
    expect(page.locator("#errors")).to_be_hidden()


def test_long_text_is_counted_and_never_cut(open_browser: OpenBrowser) -> None:
    page = _open(open_browser, "/log/training")
    note = page.locator("[name=note]")
    note.fill("đ" * 460)
    counter = page.locator("[data-counts=note]")
    expect(counter).to_have_text("còn 40 chữ")
    note.fill("đ" * 512)
    expect(counter).to_contain_text("bớt 12 chữ")
    page.locator(SAVE).tap()
    expect(page.locator("[data-field=note] .error")).to_contain_text("bớt 12 chữ")
    expect(note).to_have_value("đ" * 512)


def test_text_is_counted_once_the_sentences_are_there(open_browser: OpenBrowser) -> None:
    page = open_browser("ana", has_worker=False).new_page()
    held: list[Route] = []
    page.route("**/log/rules*", lambda route: held.append(route))
    page.goto("/log/training")
    page.locator("html[data-ready]").wait_for()
    note = page.locator("[name=note]")
    note.fill("đ" * 512)
    wait_until(page, lambda: bool(held))
    note.press("ArrowLeft")
    expect(page.locator("[data-counts=note]")).to_have_count(0)
    held[0].continue_()
    expect(page.locator("[data-counts=note]")).to_contain_text("bớt 12 chữ")


def test_day_of_last_year_is_asked_about_before_saving(open_browser: OpenBrowser) -> None:
    page = _open(open_browser, "/log/training")
    page.locator("[name=topics][value=scam_warning]").check()
    page.fill("[name=attendees]", "30")
    day = today() - timedelta(days=365)
    page.fill("[name=happened_on]", day.isoformat())
    page.locator(SAVE).tap()
    dialog = page.locator("#doubts")
    expect(dialog).to_contain_text(f"{day:%d/%m/%Y}")
    dialog.locator("[value=back]").tap()
    expect(page.locator("#receipt")).to_be_hidden()
    expect(page.locator("[name=attendees]")).to_have_value("30")
    page.locator(SAVE).tap()
    dialog.locator("[value=save]").tap()
    expect(page.locator("#receipt")).to_be_visible()
