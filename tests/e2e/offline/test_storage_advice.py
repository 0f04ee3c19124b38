"""What the phone says about clearing the browser's data while something waits."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import expect_waiting, log_entry, wait_until

NOTICE = "#clearing-notice"
ADVICE = "#storage-advice"


def test_warning_about_clearing_the_browser_stays_until_it_is_understood(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    log_entry(phone, page, "Việc đầu tiên chờ gửi")
    expect(page.locator(NOTICE)).to_contain_text("Đừng xóa dữ liệu trình duyệt")
    page.locator(NOTICE).get_by_role("button", name="Đã hiểu").tap()
    expect(page.locator(NOTICE)).to_have_count(0)
    log_entry(phone, page, "Việc thứ hai chờ gửi")
    expect(page.locator("#receipt [data-reason]")).not_to_be_empty()
    expect(page.locator(NOTICE)).to_have_count(0)


def test_notice_about_clearing_goes_when_the_ward_has_the_entry(phone: Phone) -> None:
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    log_entry(phone, page, "Chờ một lát")
    expect(page.locator(NOTICE)).to_be_visible()
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    expect(page.locator(NOTICE)).to_have_count(0)


@pytest.mark.parametrize("is_kept", [True, False])
def test_own_work_advises_where_the_browser_may_clear_it(phone: Phone, is_kept: bool) -> None:
    phone.context.add_init_script(
        f"if (self.StorageManager) StorageManager.prototype.persisted = async () => {str(is_kept).lower()}"
    )
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    log_entry(phone, page, f"Có thể bị xóa {is_kept}")
    phone.open("/log/mine", page)
    expect(page.locator("#entries li").first).to_be_visible()
    if is_kept:
        expect(page.locator(ADVICE)).to_be_hidden()
        return
    expect(page.locator(ADVICE)).to_contain_text("màn hình chính")
    expect(page.locator(f"{ADVICE} a[href='/log/install']")).to_be_visible()
    phone.go_online()
    expect_waiting(page, 0)
    expect(page.locator(ADVICE)).to_be_hidden()


COUNTS_BADGES = """(() => {
  self.badges = [];
  Navigator.prototype.setAppBadge = async (number) => { self.badges.push(number); };
})()"""


def test_icon_shows_how_much_waits(quiet_phone: Phone) -> None:
    phone = quiet_phone
    phone.context.add_init_script(f"if (self.Navigator) {COUNTS_BADGES}")
    page = phone.prepare("ana", "/log/visit")
    phone.go_offline()
    log_entry(phone, page, "Số trên biểu tượng")
    wait_until(page, lambda: bool(page.evaluate("self.badges.at(-1) === 1")))
    phone.go_online()
    wait_until(page, lambda: bool(page.evaluate("self.badges.at(-1) === 0")))
