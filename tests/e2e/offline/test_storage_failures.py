"""Phones whose database is closed, full or missing, or whose clock is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.month import Month, now, today
from tests.e2e.offline.conftest import NewPhone, Ward
from tests.e2e.offline.phone import SESSION, Phone
from tests.e2e.offline.phone_actions import (
    entry_row,
    expect_waiting,
    fill_in_visit,
    log_entry,
    press_save,
    save,
    stored,
    wait_until,
)

CLOSES_DATABASES = """(() => {
  const { open } = IDBFactory.prototype;
  const opened = [];
  IDBFactory.prototype.open = function (...wanted) {
    const request = open.apply(this, wanted);
    opened.push(request);
    return request;
  };
  self.closeDatabases = () => opened.forEach((request) => request.result.close());
})()"""
"""Lets a test close what the page has open, as a phone does with a page that was long away."""

IS_FULL = """(() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...values) {
    if (self.isFull) throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, values);
  };
})()"""

KEEPS_NOTHING = """IDBFactory.prototype.open = () => {
  throw new DOMException("a private window", "SecurityError");
}"""


def test_form_can_be_saved_after_the_browser_closed_the_database(phone: Phone, ward: Ward) -> None:
    phone.context.add_init_script(CLOSES_DATABASES)
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    fill_in_visit(page, "Trang để quên lâu")
    page.evaluate("closeDatabases()")
    id = save(page, "waiting")
    page.evaluate("closeDatabases()")
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert set(ward.rows()) == {id}


def test_full_phone_sends_at_once(phone: Phone, ward: Ward) -> None:
    phone.context.add_init_script(IS_FULL)
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Máy đầy, có sóng")
    page.evaluate("self.isFull = true")
    id = save(page, "stored")
    assert stored(page) == []
    assert set(ward.rows()) == {id}


def test_full_phone_offline_shows_that_nothing_is_saved(phone: Phone, ward: Ward) -> None:
    phone.context.add_init_script(IS_FULL)
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Máy đầy, mất sóng")
    page.fill("[name=note]", "Không được mất")
    phone.go_offline()
    page.evaluate("self.isFull = true")
    press_save(page)
    expect(page.locator("[data-state=bad]")).to_contain_text("CHƯA được lưu")
    expect(page.locator("[data-state=bad]")).to_be_in_viewport()
    expect(page.locator("#receipt")).to_be_hidden()
    expect(page.locator("[data-chosen]")).to_contain_text("Máy đầy, mất sóng")
    expect(page.locator("[name=note]")).to_have_value("Không được mất")
    page.evaluate("self.isFull = false")
    id = save(page, "waiting")
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert set(ward.rows()) == {id}


def test_choice_after_a_failed_saving_is_saved_by_the_button(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    phone.context.add_init_script(IS_FULL)
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Máy đầy, chọn nhầm hộ")
    phone.add_fault(SESSION, lambda route: route.abort())
    page.evaluate("self.isFull = true")
    press_save(page)
    expect(page.locator("[data-state=bad]")).to_contain_text("CHƯA được lưu")
    # Another household is about to be chosen, which is no input yet.
    page.locator("[data-change]:visible").tap()
    facts = len(stored(page, "facts"))
    page.evaluate("self.isFull = false; dispatchEvent(new Event('online'))")
    wait_until(page, lambda: len(stored(page, "facts")) > facts)
    fill_in_visit(page, "Máy đầy, chọn đúng hộ")
    phone.remove_faults(SESSION)
    id = save(page, "stored")
    assert {row["household"] for row in ward.rows().values()} == {"Máy đầy, chọn đúng hộ"}
    assert set(ward.rows()) == {id}


def test_browser_without_storage_warns_before_writing(phone: Phone, ward: Ward) -> None:
    phone.context.add_init_script(KEEPS_NOTHING)
    phone.sign_in("ana")
    page = phone.open_fresh("/log/visit")
    expect(page.locator("[data-state=bad]")).to_contain_text("không lưu được gì")
    fill_in_visit(page, "Cửa sổ riêng tư")
    id = save(page, "stored")
    assert set(ward.rows()) == {id}


# In the hour before midnight the ward takes the next day already, so the clock that is ahead is two days off.
@pytest.mark.parametrize("days", [2, -1])
def test_wrong_clock_loses_no_entry(new_phone: NewPhone, ward: Ward, days: int) -> None:
    phone = new_phone(in_background=False)
    # A clock that is behind by less than a day is not asked about.
    phone.context.clock.install(time=now() + timedelta(days=days, minutes=1))
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    fill_in_visit(page, f"Đồng hồ lệch {days} ngày")
    if days > 0:
        press_save(page)
        page.locator("#doubts [value=save]").tap()
        page.locator("#receipt[data-receipt=waiting]").wait_for()
        (id,) = [copy["id"] for copy in stored(page)]
    else:
        id = save(page, "waiting")
    phone.go_online()
    if days > 0:
        # The ward takes no work of tomorrow; the form says so, and nothing of it is gone.
        expect(page.locator("#errors")).to_be_visible()
        expect(page.locator("[data-field=happened_on]")).to_have_class("field wrong")
        assert [copy["id"] for copy in stored(page)] == [id]
        page.fill("[name=happened_on]", today().isoformat())
        assert save(page, "stored") == id
    else:
        page.locator("#receipt[data-receipt=stored]").wait_for()
    expect_waiting(page, 0)
    day = today() - timedelta(days=days < 0)
    rows = ward.rows(Month.of(day))
    assert set(rows) == {id}
    assert rows[id]["happened_on"] == day.isoformat()


def test_entries_that_wait_too_long_are_warned_about(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    phone.context.clock.install()
    page = phone.prepare()
    phone.go_offline()
    id = log_entry(phone, page, "Chờ nhiều ngày")
    for days, level in ((0, "waiting"), (2, "warning"), (4, "bad")):
        phone.context.clock.set_system_time(now() + timedelta(days=days))
        page.evaluate("dispatchEvent(new Event('offline'))")
        expect(page.locator("#status-bar")).to_have_attribute("data-level", level)
    phone.open("/log/mine", page)
    expect(entry_row(page, id)).to_have_attribute("data-status", "waiting")
    phone.go_online()
    expect_waiting(page, 0)
    assert set(ward.rows()) == {id}
