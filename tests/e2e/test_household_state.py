"""The state of a household on the form of a visit: suggested, sent only when confirmed or changed, kept apart."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import household_actions as actions
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import stored, wait_until
from tests.e2e.tap_counter import TapCounter

SAVE = "button[type=submit].primary"
SUMMARY = "[data-field=state] summary"


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward with data."""
    return filled_database


def _open(page: Page, path: str = "/log/visit") -> Page:
    page.goto(path)
    page.locator("html[data-ready]").wait_for()
    return page


def _name_household(page: Page, label: str) -> None:
    page.locator("[name=household]").fill(label)
    page.locator("[data-found] button").last.tap()


def _save(page: Page) -> str:
    page.locator(SAVE).tap()
    receipt = page.locator("[data-receipt=stored]")
    receipt.wait_for()
    id = receipt.locator("[data-entry]").first.get_attribute("data-entry")
    assert id
    return id


def _fields(context: BrowserContext, id: str) -> dict[str, Any]:
    """Return the fields of an own entry as the ward has them."""
    entries = context.request.get("/api/v1/mine?form=2").json()["entries"]
    found: dict[str, Any] = next(one["fields"] for one in entries if one["id"] == id)
    return found


def test_state_is_sent_as_written_and_unknown_is_not_zero(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    expect(page.locator(SUMMARY)).to_have_text("Hiện trạng: chưa rà soát")
    _name_household(page, "Số 41, ngõ 9")
    actions.open_state(page)
    page.fill("#state-people_14", "4")
    page.locator("#state-people_60").locator("xpath=preceding-sibling::button").tap()
    page.fill("#state-have-vneid_2", "3")
    page.locator("label", has=page.locator("#state-internet-false")).tap()
    expect(page.locator(SUMMARY)).to_contain_text("ghi lần này · 4 người từ 14 tuổi · 0 người từ 60 tuổi")
    id = _save(page)
    expected = {"people_14": 4, "people_60": 0, "internet": False, "have": {"vneid_2": 3}}
    assert _fields(phone, id)["state"] == expected
    line = "Hiện trạng: 4 người từ 14 tuổi · 0 người từ 60 tuổi · VNeID mức 2: 3 người đã có · nhà không có internet"
    expect(page.locator(f'[data-entry="{id}"] .state')).to_have_text(line)
    _open(page, "/log/mine")
    expect(page.locator(f'[data-entry="{id}"] .state')).to_have_text(line)
    expect(page.locator(f'[data-entry="{id}"] .state')).not_to_contain_text("Số người được giúp")


def test_visit_without_state_has_none(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    _name_household(page, "Số 42, ngõ 9")
    id = _save(page)
    assert "state" not in _fields(phone, id)
    expect(page.locator(f'[data-entry="{id}"] .state')).to_have_count(0)


def test_state_is_not_asked_where_nobody_was_met(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    _name_household(page, "Số 43, ngõ 9")
    actions.open_state(page)
    page.fill("#state-people_14", "4")
    TapCounter(page).choose("met", "absent")
    expect(page.locator("[data-field=state]")).to_be_hidden()
    id = _save(page)
    assert "state" not in _fields(phone, id)


def test_known_state_is_sent_only_after_one_tap(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    actions.show_known_state(page)
    expect(page.locator(SUMMARY)).to_contain_text("rà soát ngày")
    expect(page.locator(SUMMARY)).to_contain_text("4 người từ 14 tuổi")
    expect(page.locator("#state-people_14")).to_have_value("4")
    page.locator(SAVE).tap()
    _confirm_repeat(page)
    id = _stored(page)
    assert "state" not in _fields(phone, id)

    _open(page)
    label = actions.store_known_household(page)
    actions.choose_household(page, label)
    page.locator("[data-confirm]").tap()
    expect(page.locator(SUMMARY)).to_contain_text("ghi lần này")
    page.locator("[data-confirm]").tap()
    expect(page.locator(SUMMARY)).to_contain_text("rà soát ngày")
    page.locator("[data-confirm]").tap()
    page.locator(SAVE).tap()
    _confirm_repeat(page)
    assert _fields(phone, _stored(page))["state"] == actions.STATE


def _confirm_repeat(page: Page) -> None:
    asked = page.locator("#repeat button[value=save]")
    page.locator("#repeat[open], #receipt:not([hidden])").first.wait_for()
    if asked.is_visible():
        asked.tap()


def _stored(page: Page) -> str:
    id = page.locator("[data-receipt=stored] [data-entry]").first.get_attribute("data-entry")
    assert id
    return id


def test_state_of_one_household_is_not_sent_for_another(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    actions.show_known_state(page)
    page.locator("[data-confirm]").tap()
    page.locator("[data-change]").tap()
    _name_household(page, "Số 44, ngõ 9")
    expect(page.locator(SUMMARY)).to_have_text("Hiện trạng: chưa rà soát")
    assert "state" not in _fields(phone, _save(page))


def test_numbers_that_cannot_be_true_are_refused_with_the_fold_open(open_browser: OpenBrowser) -> None:
    page = _open(open_browser("ana").new_page())
    actions.write_wrong_state(page)
    expect(page.locator("#state-error")).to_contain_text("Người từ 60 tuổi cũng là người từ 18 tuổi")
    page.locator("[data-field=state] summary").tap()
    page.locator(SAVE).tap()
    expect(page.locator("#state-people_60")).to_be_visible()


def test_correction_shows_its_own_state_and_can_take_it_away(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    _name_household(page, "Số 45, ngõ 9")
    actions.open_state(page)
    page.fill("#state-smartphones", "2")
    id = _save(page)
    _open(page, f"/log/visit?id={id}")
    expect(page.locator(SUMMARY)).to_contain_text("2 điện thoại thông minh")
    page.locator("[data-field=people] [data-step='1']").tap()
    _save(page)
    assert _fields(phone, id)["state"] == {"smartphones": 2}
    _open(page, f"/log/visit?id={id}")
    page.locator("[data-confirm]").tap()
    expect(page.locator(SUMMARY)).to_have_text("Hiện trạng: không ghi ở lượt này")
    _save(page)
    assert not _fields(phone, id).get("state")


def test_correction_of_a_known_household_shows_its_own_state(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    actions.show_known_state(page)
    page.locator(SAVE).tap()
    _confirm_repeat(page)
    id = _stored(page)
    _open(page, f"/log/visit?id={id}")
    expect(page.locator(SUMMARY)).to_have_text("Hiện trạng: không ghi ở lượt này")
    expect(page.locator("#state-people_14")).to_have_value("")
    page.locator("[data-field=people] [data-step='1']").tap()
    _save(page)
    assert "state" not in _fields(phone, id)


def test_draft_brings_the_state_back(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    _name_household(page, "Số 46, ngõ 9")
    actions.open_state(page)
    page.fill("#state-people_14", "5")
    page.locator("details", has=page.locator("#called")).locator("summary").tap()
    page.fill("#called", "nhà bà Sáu")
    wait_until(page, lambda: "nhà bà Sáu" in str(stored(page, "drafts")))
    _open(page)
    expect(page.locator(SUMMARY)).to_contain_text("ghi lần này · 5 người từ 14 tuổi")
    expect(page.locator("#called")).to_have_value("nhà bà Sáu")
    assert _fields(phone, _save(page))["state"] == {"people_14": 5}


def test_notice_is_one_tap_away_and_names_the_ward(open_browser: OpenBrowser) -> None:
    page = _open(open_browser("ana").new_page())
    taps = TapCounter(page)
    taps.tap("[data-opens=privacy-notice]")
    notice = page.locator("#privacy-notice")
    for text in ("Phường Quảng Thắng", "có thể từ chối", "yêu cầu sửa hoặc xóa", "91/2025/QH15"):
        expect(notice).to_contain_text(text)
    assert taps.count == 1
    notice.get_by_role("button").tap()
    expect(notice).to_be_hidden()


def test_state_that_was_written_for_a_listed_household_is_not_sent_for_another(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page())
    actions.choose_household(page, "ngõ")
    actions.open_state(page)
    page.fill("#state-people_14", "7")
    page.locator("details", has=page.locator("#called")).locator("summary").tap()
    page.fill("#called", "nhà bà Chín")
    page.locator("[data-change]").tap()
    _name_household(page, "Số 51, ngõ 9")
    expect(page.locator("#called")).to_have_value("")
    fields = _fields(phone, _save(page))
    assert "state" not in fields
    assert "called" not in fields["household"]


def test_state_is_suggested_after_enter(open_browser: OpenBrowser) -> None:
    page = _open(open_browser("ana").new_page())
    label = actions.store_known_household(page)
    page.fill("[name=household]", label)
    page.keyboard.press("Enter")
    expect(page.locator(SUMMARY)).to_contain_text("rà soát ngày")
