"""Corrections on the phone: what is logged with a visit is corrected with it, and nothing returned goes back unseen."""

from __future__ import annotations

from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now
from tests.cast import CARLA, WARD_A
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import choose, fill_in_visit, log_entry, press_save, save, stored, wait_until


def _review(ward: Ward, id: str, action: Action, **why: str) -> None:
    def act(session: Session) -> object:
        return review(session, WARD_A, {UUID(id): 1}, DecisionNote(action, CARLA, now(), **why))

    assert ward.do(act) == {UUID(id): "done"}


def _log_with(phone: Phone, page: Page, label: str, *services: str) -> str:
    """Log a visit with installations; return its id."""
    phone.open("/log/visit", page)
    fill_in_visit(page, label)
    for service in services:
        choose(page, "also", service)
    return save(page, "stored")


def _correct(phone: Phone, page: Page, id: str) -> None:
    phone.open(f"/log/visit?id={id}", page)
    page.locator("#entry").wait_for()


def _installations(ward: Ward, visit: str) -> dict[str, str]:
    """Return the status of each service that the ward has with a visit."""
    return {row["service"]: row["status"] for row in ward.rows().values() if row["visit"] == visit}


def test_visit_that_met_nobody_withdraws_what_was_logged_with_it(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    id = _log_with(phone, page, "Số 41, ngõ 9", "vneid_2", "health_record")
    phone.go_offline()
    _correct(phone, page, id)
    choose(page, "met", "absent")
    dialog = page.locator("#logged-with")
    press_save(page)
    expect(dialog).to_be_visible()
    expect(dialog.locator("li")).to_have_count(2)
    dialog.locator("[value=back]").tap()
    expect(page.locator("#entry")).to_be_visible()
    assert stored(page) == []
    press_save(page)
    expect(dialog.locator("[value=withdraw]")).to_have_text("Rút 2 cài đặt ghi cùng lượt này")
    dialog.locator("[value=withdraw]").tap()
    page.locator("#receipt[data-receipt=waiting]").wait_for()
    expect(page.locator("#receipt li", has_text="đã rút")).to_have_count(2)
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert set(_installations(ward, id).values()) == {"void"}
    assert ward.rows()[id]["met"] == "absent"


def test_what_is_approved_already_stays_with_a_visit_that_met_nobody(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    id = _log_with(phone, page, "Số 42, ngõ 9", "vneid_2")
    (installed,) = (row["id"] for row in ward.rows().values() if row["visit"] == id)
    _review(ward, installed, Action.APPROVE)
    phone.open_fresh("/log/mine", page)
    _correct(phone, page, id)
    choose(page, "met", "declined")
    press_save(page)
    dialog = page.locator("#logged-with")
    expect(dialog.locator("[data-approved]")).to_contain_text("đã được duyệt")
    expect(dialog.locator("[value=withdraw]")).to_be_hidden()
    dialog.locator("[value=keep]").tap()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert _installations(ward, id) == {"vneid_2": "approved"}


def test_returned_entry_is_not_sent_again_as_it_was(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    id = log_entry(phone, page, "Số 43, ngõ 9", state="stored")
    _review(ward, id, Action.RETURN, reason="people", comment="Mời xem lại số người")
    phone.open_fresh("/log/mine", page)
    _correct(phone, page, id)
    press_save(page)
    dialog = page.locator("#unchanged")
    expect(dialog.locator("[data-summary]")).to_contain_text("Mời xem lại số người")
    dialog.locator("[value=back]").tap()
    assert ward.rows()[id]["revision"] == "1"
    press_save(page)
    dialog.locator("[value=save]").tap()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert (ward.rows()[id]["status"], ward.rows()[id]["revision"]) == ("submitted", "2")


def test_correction_adds_what_was_also_helped_with(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    id = _log_with(phone, page, "Số 44, ngõ 9", "vneid_2")
    phone.go_offline()
    _correct(phone, page, id)
    logged = page.locator(".logged-with li")
    expect(logged).to_have_count(1)
    expect(logged.locator("a")).to_have_attribute("href", f"/log/installation?id={logged.get_attribute('data-entry')}")
    expect(page.locator("[name=also][value=vneid_2]")).to_have_count(0)
    choose(page, "also", "health_record")
    assert save(page, "waiting") == id
    # What waits on this phone was logged with it, too.
    _correct(phone, page, id)
    expect(logged).to_have_count(2)
    expect(page.locator("[name=also][value=health_record]")).to_have_count(0)
    phone.go_online()
    expect(page.locator("#status-bar")).to_have_attribute("data-waiting", "0")
    assert _installations(ward, id) == {"vneid_2": "submitted", "health_record": "submitted"}
    assert ward.rows()[id]["revision"] == "2"


def test_draft_of_a_correction_keeps_what_is_added(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    id = _log_with(phone, page, "Số 45, ngõ 9", "vneid_2")
    _correct(phone, page, id)
    choose(page, "also", "health_record")
    wait_until(page, lambda: len(stored(page, "drafts")) == 1)
    page.reload()
    expect(page.locator("[name=also][value=health_record]")).to_be_checked()
    assert save(page, "stored") == id
    assert set(_installations(ward, id)) == {"vneid_2", "health_record"}
