"""The queue when answers are odd, late or missing: each decision is sent, or its entry returns and says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import BrowserContext, Dialog, Page, Route, expect

from app.database import reader
from app.logbook.models import Entry
from app.logbook.status import Status
from tests.client import Visitor
from tests.e2e.checks import assert_sound
from tests.e2e.chromium import DESK, PHONE, SIZES
from tests.e2e.offline.phone_actions import wait_until
from tests.e2e.server import Site
from tests.factories import household, make_entry

DECIDE = "**/review/decide"
UNKNOWN = "Không rõ phường đã nhận quyết định"
SIGNED_OUT = "Phiên đăng nhập đã hết"
Interfere = Callable[[Route], None]


def _log(app: Flask, number: int) -> list[UUID]:
    entries = [make_entry(household=household(f"Số {n}, ngõ 4")) for n in range(1, number + 1)]
    Visitor(app, "ana").sync(*entries)
    return [UUID(entry["id"]) for entry in entries]


def _statuses(app: Flask) -> dict[UUID, Status]:
    with app.app_context():
        return {row.id: row.status for row in reader().execute(sa.select(Entry.id, Entry.status))}


def _open(context: BrowserContext) -> tuple[Page, list[str]]:
    page = context.new_page()
    page.goto("/review/")
    return page, [str(card.get_attribute("data-entry")) for card in page.locator(".entry-card").all()]


def _card(page: Page, id: str) -> Any:
    return page.locator(f"[data-entry='{id}']")


def _title(page: Page, id: str) -> str:
    return str(_card(page, id).locator("h2").inner_text()).partition(" Đến")[0]


def _answer(**answer: Any) -> Interfere:
    return lambda route: route.fulfill(**answer)


def _answer_late(route: Route) -> None:
    """Let the ward have the decision, and its answer never arrive."""
    route.fetch()
    route.abort("timedout")


INTERFERENCES: dict[str, Interfere] = {
    "null": _answer(content_type="application/json", body="null"),
    "portal's JSON": _answer(json={"status": "ok"}),
    "later shape": _answer(json={"done": {"1": "2"}, "words": "?"}),
    "portal's page": _answer(status=200, content_type="text/html", body="<p>Chào mừng</p>"),
    "error": _answer(status=500, body="oops"),
    "cut line": lambda route: route.abort("connectionreset"),
}


@pytest.mark.parametrize("what", INTERFERENCES)
def test_decisions_after_an_odd_answer_are_sent(app: Flask, desk: BrowserContext, what: str) -> None:
    _log(app, 4)
    page, (first, *rest) = _open(desk)
    titles = [_title(page, id) for id in (first, *rest)]
    page.route(DECIDE, INTERFERENCES[what], times=1)
    for id in (first, *rest[:2]):
        _card(page, id).locator(".approve").click()
    expect(_card(page, first).get_by_role("alert")).to_contain_text(UNKNOWN)
    expect(page.locator("#undo")).to_contain_text(titles[2])
    expect(page.locator("[data-waiting]")).to_have_attribute("data-waiting", "2")
    statuses = _statuses(app)
    assert [statuses[UUID(id)] for id in (first, *rest)] == [
        Status.SUBMITTED,
        Status.APPROVED,
        Status.APPROVED,
        Status.SUBMITTED,
    ]
    _card(page, first).locator(".approve").click()
    expect(page.locator("#undo")).to_contain_text(titles[0])
    expect(page.locator("[data-waiting]")).to_have_attribute("data-waiting", "1")
    assert _statuses(app)[UUID(first)] is Status.APPROVED


def test_decision_whose_answer_was_late_is_explained(app: Flask, desk: BrowserContext) -> None:
    _log(app, 2)
    page, (first, _second) = _open(desk)
    page.route(DECIDE, _answer_late, times=1)
    _card(page, first).locator(".approve").click()
    expect(_card(page, first).get_by_role("alert")).to_contain_text(UNKNOWN)
    _card(page, first).locator(".approve").click()
    expect(_card(page, first).get_by_role("alert")).to_contain_text("đã duyệt")
    expect(_card(page, first).locator(".approve")).to_have_count(0)
    assert sorted(_statuses(app).values()) == [Status.APPROVED, Status.SUBMITTED]


def test_reason_and_selection_come_back_with_what_was_not_sent(app: Flask, desk: BrowserContext) -> None:
    _log(app, 3)
    page, (first, second, third) = _open(desk)
    page.route(DECIDE, INTERFERENCES["cut line"], times=2)
    _card(page, first).locator("[data-reasons-for=return] summary").click()
    _card(page, first).locator("[data-reasons-for=return] textarea").fill("Ghi nhầm số người")
    _card(page, first).locator("[data-reasons-for=return] button").first.click()
    expect(_card(page, first).get_by_role("alert")).to_contain_text(UNKNOWN)
    expect(_card(page, first).locator("[data-reasons-for=return] textarea")).to_have_value("Ghi nhầm số người")
    for id in (second, third):
        _card(page, id).locator(".select-box").click()
    bulk = page.locator("#bulk-decision [data-reasons-for=return]")
    bulk.locator("summary").click()
    bulk.locator("textarea").fill("Cả hai trùng nhau")
    bulk.locator("button").first.click()
    expect(_card(page, third).get_by_role("alert")).to_contain_text(UNKNOWN)
    expect(page.locator("#selected-count")).to_have_text("2")
    expect(bulk.locator("textarea")).to_have_value("Cả hai trùng nhau")
    bulk.locator("summary").click()
    bulk.locator("button").first.click()
    expect(page.locator("#undo")).to_contain_text("Đã trả lại: 2.")
    expect(bulk.locator("textarea")).to_have_value("")


def test_reviewer_signs_in_on_another_page_and_goes_on(app: Flask, desk: BrowserContext, site: Site) -> None:
    _log(app, 3)
    page, (first, second, third) = _open(desk)
    desk.clear_cookies()
    desk.add_cookies([{"name": "language", "value": "vi", "url": site.url}])
    _card(page, first).locator(".approve").click()
    alert = _card(page, first).get_by_role("alert")
    expect(alert).to_contain_text(SIGNED_OUT)
    page.set_viewport_size(SIZES[PHONE])
    assert_sound(page)
    with desk.expect_page() as opened:
        alert.get_by_role("link").click()
    other = opened.value
    other.locator("[name=phone]").fill(site.phones["carla"])
    other.locator("[name=password]").fill(site.password)
    other.locator("main form button[type=submit]").click()
    other.wait_for_url(lambda url: not url.endswith("/login"))
    other.close()
    for id in (first, second):
        _card(page, id).locator(".approve").click()
        expect(_card(page, id)).to_have_count(0)
    expect(page.locator("#undo")).to_contain_text("Đã duyệt: 1.")
    page.locator("#undo button").click()
    expect(_card(page, second)).to_be_visible()
    statuses = _statuses(app)
    assert [statuses[UUID(id)] for id in (first, second, third)] == [
        Status.APPROVED,
        Status.SUBMITTED,
        Status.SUBMITTED,
    ]


def test_leaving_with_something_unsent_asks_first(app: Flask, desk: BrowserContext) -> None:
    _log(app, 2)
    page, (first, second) = _open(desk)
    held: list[Route] = []
    page.route(DECIDE, lambda route: held.append(route), times=1)
    questions: list[str] = []

    def stay(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    _card(page, first).locator(".approve").click()
    wait_until(page, lambda: bool(held))
    page.evaluate("location.assign('/account')")
    wait_until(page, lambda: questions == ["beforeunload"])
    expect(_card(page, second)).to_be_visible()
    held[0].continue_()
    expect(page.locator("#undo")).to_contain_text("Đã duyệt: 1.")
    _card(page, second).locator("[data-reasons-for=return] summary").click()
    _card(page, second).locator("[data-reasons-for=return] textarea").fill("Đang viết dở")
    page.evaluate("location.assign('/account')")
    wait_until(page, lambda: questions == ["beforeunload"] * 2)
    expect(_card(page, second).locator("[data-reasons-for=return] textarea")).to_have_value("Đang viết dở")


def test_words_that_are_too_long_are_counted_and_stay(app: Flask, desk: BrowserContext) -> None:
    _log(app, 3)
    page, (first, *rest) = _open(desk)
    panel = _card(page, first).locator("[data-reasons-for=return]")
    panel.locator("summary").click()
    words, counter = panel.locator("textarea"), panel.locator("[data-counts]")
    words.focus()
    page.keyboard.insert_text("đ" * 512)
    expect(counter).to_contain_text("bớt 12 chữ")
    panel.locator("button").first.click()
    expect(_card(page, first).get_by_role("alert")).to_contain_text("bớt 12 chữ")
    expect(words).to_have_value("đ" * 512)
    for id in rest:
        _card(page, id).locator(".select-box").click()
    bulk = page.locator("#bulk-decision [data-reasons-for=return]")
    bulk.locator("summary").click()
    bulk.locator("textarea").fill("đ" * 450)
    expect(bulk.locator("[data-counts]")).to_have_text("còn 50 chữ")
    bulk.locator("button").first.click()
    expect(page.locator("#undo")).to_contain_text("Đã trả lại: 2.")
    expect(bulk.locator("[data-counts]")).to_have_count(0)


def test_page_is_not_loaded_again_under_a_reason_that_is_typed(app: Flask, desk: BrowserContext) -> None:
    _log(app, 2)
    page, (first, second) = _open(desk)
    _card(page, first).locator(".approve").click()
    expect(page.locator("#undo")).to_contain_text("Đã duyệt: 1.")
    page.goto("/review/")
    comment = _card(page, second).locator("[data-reasons-for=return] textarea")
    _card(page, second).locator("[data-reasons-for=return] summary").click()
    comment.fill("Hỏi lại chị Ana")
    page.locator("#undo button").click()
    expect(page.locator("#outdated")).to_be_visible()
    expect(comment).to_have_value("Hỏi lại chị Ana")
    for size in (PHONE, DESK):
        page.set_viewport_size(SIZES[size])
        assert_sound(page)
    _card(page, second).locator("[data-reasons-for=return] button").first.click()
    expect(_card(page, first)).to_be_visible()
    expect(page.locator("#outdated")).to_be_hidden()
    assert _statuses(app) == {UUID(first): Status.SUBMITTED, UUID(second): Status.RETURNED}
