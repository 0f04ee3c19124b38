"""Drafts: an unfinished form is restored after a call, a reload and a crash, in one tab only."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import Phone, PhoneOnDisk
from tests.e2e.offline.phone_actions import choose, fill_in_visit, save, stored, wait_until

CALLED = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  delete document.visibilityState;
}"""
"""The event that a page gets when a call comes in."""

DIES_WHEN_LEFT = """(() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...values) {
    return self.isLeft && this.name === "drafts" ? this.get("nothing") : put.apply(this, values);
  };
})()"""
"""Lets a test leave a page so fast that its database writes nothing more; see :func:`_leave_at_once`."""

FULL_COPIES = """Storage.prototype.setItem = () => { throw new DOMException("no room", "QuotaExceededError"); }"""


def _half_done(page: Page, label: str) -> None:
    fill_in_visit(page, label)
    choose(page, "topics", "vneid")
    page.fill("[name=note]", "Còn dở")
    wait_until(page, lambda: any(draft["values"].get("note") == "Còn dở" for draft in stored(page, "drafts")))


def _expect_half_done(page: Page, label: str) -> None:
    expect(page.locator("[data-start-anew]")).to_be_visible()
    expect(page.locator("[data-chosen]")).to_contain_text(label)
    expect(page.locator("[name=topics][value=vneid]")).to_be_checked()
    expect(page.locator("[name=note]")).to_have_value("Còn dở")


def test_draft_is_restored_after_a_reload_and_a_call(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    _half_done(page, "Đang ghi thì tải lại")
    phone.open("/log/visit", page)
    _expect_half_done(page, "Đang ghi thì tải lại")
    page.fill("[name=note]", "Chuông reo")
    page.evaluate(CALLED)
    wait_until(page, lambda: [one["values"]["note"] for one in stored(page, "drafts")] == ["Chuông reo"])
    (draft,) = stored(page, "drafts")
    phone.open("/log/visit", page)
    expect(page.locator("[name=note]")).to_have_value("Chuông reo")
    assert save(page, "waiting") == draft["id"]
    assert stored(page, "drafts") == []
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    rows = ward.rows()
    assert [(row["household"], row["note"]) for row in rows.values()] == [("Đang ghi thì tải lại", "Chuông reo")]
    phone.open("/log/visit", page)
    expect(page.locator("[data-start-anew]")).to_have_count(0)
    expect(page.locator("[name=note]")).to_have_value("")


def test_draft_is_restored_after_a_crash(phone_on_disk: PhoneOnDisk, ward: Ward) -> None:
    phone = phone_on_disk
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    _half_done(page, "Đang ghi thì tắt máy")
    phone.kill()
    phone.start_again(is_online=False)
    page = phone.open("/log/visit")
    _expect_half_done(page, "Đang ghi thì tắt máy")
    id = save(page, "waiting")
    phone.sign_in("ana")
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert set(ward.rows()) == {id}


def test_drafts_of_two_tabs_become_two_entries(phone: Phone, ward: Ward) -> None:
    first = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    _half_done(first, "Thẻ một")
    second = phone.open("/log/visit")
    expect(second.locator("[name=note]")).to_have_value("")
    expect(second.locator("[data-start-anew]")).to_have_count(0)
    fill_in_visit(second, "Thẻ hai")
    saved = {save(first, "waiting"), save(second, "waiting")}
    assert len(saved) == 2
    phone.go_online()
    second.locator("#receipt[data-receipt=stored]").wait_for()
    first.locator("#receipt[data-receipt=stored]").wait_for()
    rows = ward.rows()
    assert set(rows) == saved
    assert {row["household"] for row in rows.values()} == {"Thẻ một", "Thẻ hai"}


def test_draft_can_be_discarded(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/visit")
    _half_done(page, "Không ghi nữa")
    phone.open("/log/visit", page)
    with page.expect_navigation():
        page.locator("[data-start-anew]").tap()
    page.locator("#entry").wait_for()
    expect(page.locator("[name=note]")).to_have_value("")
    expect(page.locator("[data-start-anew]")).to_have_count(0)
    assert stored(page, "drafts") == []


def test_draft_of_another_user_is_not_opened(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/visit")
    _half_done(page, "Của riêng Ana")
    phone.lose_session()
    phone.sign_in("bruno")
    page = phone.open_fresh("/log/visit", page)
    page.locator("#entry").wait_for()
    expect(page.locator("#user-name, #entry [name=note]").last).to_have_value("")
    expect(page.locator("[data-start-anew]")).to_have_count(0)
    assert [draft["values"]["note"] for draft in stored(page, "drafts")] == ["Còn dở"]


def _leave_at_once(page: Page, text: str) -> None:
    """Write a note and go back before the database has it, and before the pause after which it would get it."""
    page.evaluate("self.isLeft = true; self.setTimeout = () => 0")
    page.fill("[name=note]", text)
    page.go_back()


def _write_and_leave(phone: Phone, label: str, text: str) -> Page:
    phone.context.add_init_script(DIES_WHEN_LEFT)
    page = phone.prepare("ana", "/log/")
    page = phone.open("/log/visit", page)
    _half_done(page, label)
    _leave_at_once(page, text)
    page.locator("html[data-fresh]").wait_for(state="attached")
    return page


def test_last_letters_before_going_back_are_not_lost(phone: Phone, ward: Ward) -> None:
    page = _write_and_leave(phone, "Bấm Quay lại ngay", "Chữ cuối cùng")
    page = phone.open("/log/visit", page)
    expect(page.locator("[name=note]")).to_have_value("Chữ cuối cùng")
    # The database has it now, and no copy is left beside it.
    assert [draft["values"]["note"] for draft in stored(page, "drafts")] == ["Chữ cuối cùng"]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))") == []
    id = save(page, "stored")
    assert ward.rows()[id]["note"] == "Chữ cuối cùng"
    page = phone.open("/log/visit", page)
    expect(page.locator("[name=note]")).to_have_value("")


def test_last_letters_are_not_shown_to_another_user(phone: Phone) -> None:
    page = _write_and_leave(phone, "Của Ana, viết vội", "Chỉ Ana đọc")
    phone.lose_session()
    phone.sign_in("bruno")
    page = phone.open_fresh("/log/visit", page)
    page.locator("#entry").wait_for()
    expect(page.locator("[name=note]")).to_have_value("")
    expect(page.locator("[data-start-anew]")).to_have_count(0)
    phone.lose_session()
    phone.sign_in("ana")
    page = phone.open_fresh("/log/visit", page)
    expect(page.locator("[name=note]")).to_have_value("Chỉ Ana đọc")


def test_full_storage_of_a_page_does_not_disturb_leaving_it(phone: Phone) -> None:
    phone.context.add_init_script(FULL_COPIES)
    page = _write_and_leave(phone, "Không còn chỗ chép", "Không chép được")
    page = phone.open("/log/visit", page)
    expect(page.locator("[name=note]")).to_have_value("Còn dở")


def test_steady_typing_is_stored(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/visit")
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(minutes=1))
    for letter in "Ba chữ":
        page.locator("[name=note]").press_sequentially(letter)
        page.clock.run_for(100)
    # Nobody has paused for a quarter of a second.
    wait_until(page, lambda: bool(stored(page, "drafts")))


def test_form_that_comes_back_from_memory_shows_the_newest_draft(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/visit")
    _half_done(page, "Trở lại từ bộ nhớ")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    _expect_half_done(page, "Trở lại từ bộ nhớ")


def _open_correction(phone: Phone, id: str, page: Page | None = None) -> Page:
    page = phone.open(f"/log/visit?id={id}", page)
    page.locator("#entry:not([hidden]), [data-reload]").wait_for()
    return page


def test_correction_is_open_in_one_tab_only(phone: Phone) -> None:
    first = phone.prepare("ana", "/log/visit")
    fill_in_visit(first, "Sửa ở hai thẻ")
    id = save(first, "stored")
    first = _open_correction(phone, id, first)
    first.fill("[name=note]", "Ở thẻ một")
    second = _open_correction(phone, id)
    expect(second.locator("#message")).to_contain_text("đang mở ở một thẻ khác")
    expect(second.locator("#entry")).to_be_hidden()
    phone.open("/log/", first)
    with second.expect_navigation():
        second.locator("[data-reload]").tap()
    expect(second.locator("[name=note]")).to_have_value("Ở thẻ một")
