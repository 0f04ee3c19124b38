"""Who has no post any more: the phone still sends what was done inside it, and shows nothing that was theirs."""

from __future__ import annotations

from playwright.sync_api import expect

from app.month import now
from app.people.authority import OPERATOR
from app.people.post_actions import end_person
from tests.cast import ANA
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import log_entry, wait_until


def test_what_an_ended_person_had_waiting_is_sent_and_the_card_is_gone(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.go_offline()
    id = log_entry(phone, page, "Ghi trước khi nghỉ")
    ward.do(lambda session: end_person(session, OPERATOR, ANA, now()))
    phone.go_online()
    page = phone.open("/log/card", page)
    wait_until(page, lambda: id in ward.rows())
    expect(page.locator("#message")).to_contain_text("Phường đã cho anh/chị nghỉ từ ngày")
    expect(page.locator("#card")).to_have_count(0)
    expect(page.locator(".tabs a")).to_have_count(1)
    page.locator("#message a").click()
    expect(page.locator("main .notice")).to_contain_text("vẫn được gửi về phường đến hết ngày")
