"""What is written into forms of the desk and not saved: it comes back after a sign-in, an error, or leaving."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Route, expect

from app.database import in_transaction
from app.month import Month, now
from app.people.models import Device
from tests.cast import CARLA
from tests.e2e.checks import assert_sound
from tests.e2e.chromium import DESK, PHONE, SIZES
from tests.e2e.server import Site

WORDS = f"/reports/months/{Month.current().previous()}/words"
TEXT = "Tổ đã giúp người cao tuổi ở ngõ 5 cài sổ sức khỏe."
OTHER_TEXT = "Nội dung của người khác."
Opened = Callable[..., BrowserContext]


def _end_sessions(app: Flask) -> None:
    with app.app_context():
        of_carla = sa.update(Device).where(Device.user_id == CARLA).values(revoked_at=now())
        in_transaction(lambda session: session.execute(of_carla))


def _sign_in(page: Page, site: Site, name: str) -> None:
    page.locator("[name=phone]").fill(site.phones[name])
    page.locator("[name=password]").fill(site.password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/login" not in url)


def _field(page: Page) -> Locator:
    return page.locator("main form.long-form textarea").first


def _write(page: Page, text: str = TEXT) -> None:
    page.goto(WORDS)
    _field(page).fill(text)


def _save(page: Page) -> None:
    page.locator("main form.long-form button.primary").click()


def _notice(page: Page) -> Locator:
    return page.locator(".draft-notice")


def _bring_back(page: Page) -> None:
    _notice(page).get_by_role("button", name="Lấy lại").click()


def _drafts(page: Page) -> list[str]:
    return list(page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft '))"))


def test_words_come_back_after_the_session_ended(app: Flask, desk: BrowserContext, site: Site) -> None:
    page = desk.new_page()
    _write(page)
    _end_sessions(app)
    _save(page)
    page.wait_for_url(lambda url: "/login" in url)
    _sign_in(page, site, "carla")
    if WORDS not in page.url:
        expect(_notice(page)).to_contain_text("chưa được lưu: Phần lời của báo cáo")
        _notice(page).get_by_role("link", name="Viết tiếp").click()
    expect(_notice(page)).to_contain_text("đang viết dở ở đây lúc")
    expect(_field(page)).to_have_value("")
    for size in (PHONE, DESK):
        page.set_viewport_size(SIZES[size])
        assert_sound(page)
    _bring_back(page)
    expect(_field(page)).to_have_value(TEXT)
    expect(_field(page)).to_be_focused()
    _save(page)
    expect(page.get_by_text("Đã lưu")).to_be_visible()
    assert _drafts(page) == []
    page.goto(WORDS)
    expect(_field(page)).to_have_value(TEXT)
    expect(_notice(page)).to_have_count(0)


def test_nothing_of_a_secret_is_in_a_draft(desk: BrowserContext) -> None:
    page = desk.new_page()
    _write(page)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert len(_drafts(page)) == 1
    token = page.locator("main form.long-form [name=csrf_token]").input_value()
    assert token not in page.evaluate("JSON.stringify(sessionStorage)")
    page.goto("/account/password")
    page.locator("[name=current]").fill("một mật khẩu")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert "mật khẩu" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_leaving_asks_first_and_what_was_written_is_offered(desk: BrowserContext) -> None:
    page = desk.new_page()
    questions: list[str] = []

    def leave(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(WORDS)
    _field(page).click()
    page.keyboard.type("Viết dở")
    page.goto("/account")
    assert questions == ["beforeunload"]
    expect(_notice(page)).to_have_count(0)
    page.go_back()
    _bring_back(page)
    expect(_field(page)).to_have_value("Viết dở")
    page.reload()
    _notice(page).get_by_role("button", name="Bỏ").click()
    expect(_notice(page)).to_have_count(0)
    assert _drafts(page) == []
    asked = len(questions)
    page.goto("/account")
    assert len(questions) == asked


ERRORS: dict[str, Callable[[Route], None]] = {
    "500": lambda route: route.fulfill(status=500, content_type="text/html", body="<p>oops</p>"),
    "cut line": lambda route: route.abort("connectionreset"),
    "portal": lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Chào mừng</p>"),
}


@pytest.mark.parametrize("what", ERRORS)
def test_draft_stays_after_an_answer_that_is_none(desk: BrowserContext, what: str) -> None:
    page = desk.new_page()
    _write(page)
    page.route(f"**{WORDS}", ERRORS[what], times=1)
    _save(page)
    page.wait_for_url(lambda url: WORDS in url or url.startswith("chrome-error"), wait_until="load")
    expect(_field(page)).to_have_count(0)
    page.goto("/account")
    expect(_notice(page)).to_contain_text("chưa được lưu")
    _notice(page).get_by_role("link").click()
    _bring_back(page)
    expect(_field(page)).to_have_value(TEXT)


def test_draft_stays_when_the_answer_got_lost_until_it_shows_as_saved(desk: BrowserContext) -> None:
    page = desk.new_page()
    _write(page)

    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("timedout")

    page.route(f"**{WORDS}", lose, times=1)
    _save(page)
    page.wait_for_url("chrome-error://**")
    page.goto(WORDS)
    expect(_field(page)).to_have_value(TEXT)
    expect(_notice(page)).to_have_count(0)
    assert _drafts(page) == []


def test_stale_token_leads_back_to_what_was_written(app: Flask, desk: BrowserContext, site: Site) -> None:
    page = desk.new_page()
    _write(page)
    desk.clear_cookies()
    desk.add_cookies([{"name": "language", "value": "vi", "url": site.url}])
    other = desk.new_page()
    other.goto("/login")
    _sign_in(other, site, "carla")
    _save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang này đã cũ")
    assert_sound(page)
    _notice(page).get_by_role("link", name="Viết tiếp").click()
    _bring_back(page)
    _save(page)
    expect(page.get_by_text("Đã lưu")).to_be_visible()
    assert _drafts(page) == []


def test_errors_of_the_form_leave_the_draft(desk: BrowserContext) -> None:
    page = desk.new_page()
    _write(page, "Liên hệ số 0912345678 nhé.")
    _save(page)
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    expect(_notice(page)).to_have_count(0)
    page.goto("/account")
    page.goto(WORDS)
    _bring_back(page)
    expect(_field(page)).to_have_value("Liên hệ số 0912345678 nhé.")
    _field(page).fill(TEXT)
    _save(page)
    expect(page.get_by_text("Đã lưu")).to_be_visible()
    assert _drafts(page) == []


def test_two_tabs_have_drafts_of_their_own(desk: BrowserContext) -> None:
    first, second = desk.new_page(), desk.new_page()
    _write(first, "Tab một")
    _write(second, "Tab hai")
    _save(first)
    expect(first.get_by_text("Đã lưu")).to_be_visible()
    second.goto("/account")
    second.goto(WORDS)
    expect(_notice(second)).to_contain_text("đã có người khác lưu")
    _bring_back(second)
    expect(_field(second)).to_have_value("Tab hai")
    _save(second)
    expect(second.locator("[data-stored]").first).to_contain_text("Tab một")
    expect(_field(second)).to_have_value("Tab hai")
    _save(second)
    expect(second.get_by_text("Đã lưu")).to_be_visible()
    assert _drafts(second) == []


def test_nobody_else_sees_a_draft(app: Flask, desk: BrowserContext, site: Site) -> None:
    page = desk.new_page()
    _write(page)
    _end_sessions(app)
    _save(page)
    _sign_in(page, site, "vera")
    page.goto("/account")
    expect(_notice(page)).to_have_count(0)
    assert TEXT not in page.evaluate("JSON.stringify(sessionStorage)")


def test_signing_out_removes_drafts(desk: BrowserContext) -> None:
    page, other = desk.new_page(), desk.new_page()
    _write(page)
    _write(other)
    page.goto("/account")
    page.locator("#sign-out button").click()
    page.wait_for_url(lambda url: "/login" in url)
    other.wait_for_url(lambda url: "/login" in url)
    for tab in (page, other):
        assert _drafts(tab) == []


def test_typing_does_not_lose_what_is_offered(desk: BrowserContext) -> None:
    page = desk.new_page()
    _write(page, "Bản cũ")
    page.goto(WORDS)
    expect(_notice(page)).to_be_visible()
    _field(page).fill("Bản mới")
    page.goto(WORDS)
    _notice(page).get_by_role("button", name="Bỏ").click()
    _bring_back(page)
    expect(_field(page)).to_have_value("Bản cũ")
