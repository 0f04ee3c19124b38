"""What the phone's user joined, and the days of the month's attendance, on the page of their own work."""

from __future__ import annotations

from playwright.sync_api import expect

from app.month import Month
from tests.cast import ANA
from tests.e2e.offline.conftest import NewPhone
from tests.e2e.offline.phone_actions import fill_in_visit, save


def test_joined_work_and_days_are_shown_without_a_connection(new_phone: NewPhone) -> None:
    leo, ana = new_phone(), new_phone()
    page = leo.prepare("leo", "/log/visit")
    fill_in_visit(page, "Số 46, ngõ 9")
    page.locator(f"[name=companions][value='{ANA}']").check()
    id = save(page, "stored")
    page = ana.prepare("ana", "/log/mine")
    ana.go_offline()
    ana.open("/log/mine", page)
    expect(page.locator("#own-days")).to_have_text(f"Ngày công tháng {Month.current().first:%m/%Y}: 1 ngày")
    page.locator("#joined summary").tap()
    row = page.locator(f'#joined [data-joined="{id}"]')
    expect(row).to_contain_text("Số 46, ngõ 9")
    expect(row.locator("button, a")).to_have_count(0)
