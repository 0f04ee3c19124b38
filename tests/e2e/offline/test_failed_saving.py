"""Saving that fails unexpectedly, or because the database does not answer: it never ends in silence."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.faults import refuse_entries
from tests.e2e.offline.phone import SAVE, SESSION, SYNC, Phone
from tests.e2e.offline.phone_actions import expect_waiting, fill_in_visit, press_save, save, stored, wait_until

NO_DIGEST = """Object.defineProperty(crypto, "subtle", { get: () => self.digests, configurable: true })"""
"""Takes the digests from a page, as a browser does where the address is not safe."""

HANGS = """(() => {
  const held = new WeakSet();
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...values) {
    const request = put.apply(this, values);
    if (self.isStuck) held.add(request).add(this.transaction);
    return request;
  };
  for (const { prototype } of [IDBRequest, IDBTransaction]) {
    prototype.addEventListener = function (type, listener, ...more) {
      const heard = (event) => held.has(this) || listener.call(this, event);
      EventTarget.prototype.addEventListener.call(this, type, heard, ...more);
    };
  }
})()"""
"""Lets a test stop the answers of the database: what is put is taken, perhaps stored, and nothing is heard of it."""

CANNOT_DRAW = """() => {
  document.getElementById("status-bar").replaceChildren = () => { throw new Error("drawing"); };
}"""

_BAD = "[data-state=bad]"


def _without_digests(phone: Phone, label: str) -> Page:
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, label)
    page.evaluate(NO_DIGEST)
    return page


def test_unexpected_error_while_saving_ends_in_a_sentence(phone: Phone, ward: Ward) -> None:
    page = _without_digests(phone, "Lỗi không ai ngờ")
    press_save(page)
    expect(page.locator(_BAD)).to_contain_text("CHƯA được lưu")
    expect(page.locator(_BAD)).to_be_in_viewport()
    expect(page.locator(SAVE)).to_be_enabled()
    expect(page.locator("#receipt")).to_be_hidden()
    assert ward.rows() == {}
    # What was written comes back when the page is loaded again, without what went wrong.
    with page.expect_navigation():
        page.locator("[data-reload]").tap()
    expect(page.locator("[data-chosen]")).to_contain_text("Lỗi không ai ngờ")
    id = save(page, "stored")
    assert set(ward.rows()) == {id}


def test_what_could_not_be_saved_is_offered_as_a_file(phone: Phone, tmp_path: Path) -> None:
    page = _without_digests(phone, "Lưu thành tệp")
    press_save(page)
    expect(page.locator("[data-save-file]")).to_be_visible()
    # The file holds what was to be saved last, though the sentence is the same.
    page.fill("[name=note]", "Viết thêm")
    page.locator("[data-save-file]").evaluate("(button) => { button.dataset.old = ''; }")
    press_save(page)
    expect(page.locator("[data-save-file][data-old]")).to_have_count(0)
    expect(page.locator(SAVE)).to_be_enabled()
    with page.expect_download() as download:
        page.locator("[data-save-file]").tap()
    path = tmp_path / "waiting.json"
    download.value.save_as(path)
    content = json.loads(path.read_text())
    assert content["format"] == "tung-nha/waiting"
    assert [entry["fields"]["household"]["label"] for entry in content["entries"]] == ["Lưu thành tệp"]
    assert [entry["fields"]["note"] for entry in content["entries"]] == ["Viết thêm"]
    expect(page.locator("#message")).to_contain_text(download.value.suggested_filename)


def test_database_that_never_answers_is_passed_by(phone: Phone, ward: Ward) -> None:
    phone.context.add_init_script(HANGS)
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Bộ nhớ treo, có sóng")
    page.evaluate("self.isStuck = true")
    id = save(page, "stored")
    assert set(ward.rows()) == {id}
    # What the database took all the same is known to the ward.
    page = phone.open_fresh("/log/", page)
    expect_waiting(page, 0)
    assert set(ward.rows()) == {id}


def test_entry_stays_on_the_page_until_the_database_answers(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    phone.context.add_init_script(HANGS)
    page = phone.prepare("ana", "/log/visit")
    page.clock.install()
    fill_in_visit(page, "Bộ nhớ treo, mất sóng")
    phone.go_offline()
    page.evaluate("self.isStuck = true")
    press_save(page)
    # Nothing can be typed that would not be saved.
    expect(page.locator("#entry")).to_have_js_property("inert", True)
    wait_until(page, lambda: _after_a_while(page).locator(_BAD).count() > 0)
    expect(page.locator("#entry")).to_have_js_property("inert", False)
    expect(page.locator(_BAD)).to_contain_text("CHƯA được lưu")
    expect(page.locator(_BAD)).to_contain_text("giữ trang này mở")
    expect(page.locator(SAVE)).to_be_enabled()
    assert page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))") is False
    page.evaluate("self.isStuck = false")
    wait_until(page, lambda: _after_a_while(page).locator("#receipt[data-receipt=waiting]").count() > 0)
    (copy,) = stored(page)
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert set(ward.rows()) == {copy["id"]}


def _after_a_while(page: Page) -> Page:
    page.clock.run_for(1000)
    return page


def _hold_on_page(phone: Phone, label: str) -> Page:
    """Return a form that could neither be stored nor sent, with the ward within reach again."""
    phone.context.add_init_script(HANGS)
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, label)
    phone.add_fault(SESSION, lambda route: route.abort())
    page.evaluate("self.isStuck = true")
    press_save(page)
    expect(page.locator(_BAD)).to_contain_text("CHƯA được lưu", timeout=30_000)
    phone.remove_faults(SESSION)
    return page


def test_entry_that_the_page_holds_goes_when_the_line_comes_back(quiet_phone: Phone, ward: Ward) -> None:
    page = _hold_on_page(quiet_phone, "Bộ nhớ treo, sóng về")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("#receipt[data-receipt=stored]").wait_for(timeout=30_000)
    assert len(ward.rows()) == 1


def test_changes_after_a_failed_saving_are_saved_by_the_button(quiet_phone: Phone, ward: Ward) -> None:
    page = _hold_on_page(quiet_phone, "Sửa tiếp sau khi lỗi")
    page.fill("[name=note]", "Viết thêm")
    page.evaluate("self.isStuck = false; dispatchEvent(new Event('online'))")
    press_save(page)
    page.locator("#receipt[data-receipt=stored]").wait_for(timeout=30_000)
    assert [row["note"] for row in ward.rows().values()] == ["Viết thêm"]


def test_refused_form_can_be_saved_again_before_all_is_answered(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Bị từ chối, danh sách treo")
    phone.add_fault(SYNC, refuse_entries, times=1)
    phone.add_fault("**/api/v1/mine*", lambda route: None)
    press_save(page)
    expect(page.locator("[data-field=note].wrong")).to_be_visible()
    expect(page.locator(SAVE)).to_be_enabled(timeout=5_000)
    page.fill("[name=note]", "Ghi chú rõ hơn")
    id = save(page)
    (copy,) = stored(page)
    assert (copy["id"], copy["fields"]["note"]) == (id, "Ghi chú rõ hơn")


def test_receipt_is_shown_and_entry_sent_where_a_page_cannot_show_a_change(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Thanh trạng thái hỏng")
    page.evaluate(
        "() => { document.getElementById('status-bar').replaceChildren = () => { throw new Error('drawing') } }"
    )
    id = save(page)
    wait_until(page, lambda: set(ward.rows()) == {id})
    assert phone.sent_ids == [[id]]
    expect(page.locator("[data-unexpected]")).to_have_count(1)
    expect(page.locator("[data-unexpected]")).to_contain_text("Tải lại trang")
    assert {error.split(":")[-1].strip() for error in phone.errors} == {"drawing"}
    phone.errors.clear()
