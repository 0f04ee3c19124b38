"""The phone of somebody whose post was ended while work waited on it: it sends that, and shows nothing any more."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app.logbook.models import MonthLock
from app.month import Month, now
from app.people.authority import OPERATOR
from app.people.post_actions import end_person
from tests.cast import ANA, BRUNO, WARD_A
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import SYNC, Phone
from tests.e2e.offline.phone_actions import log_entry, stored


def test_what_waits_on_the_phone_of_an_ended_person_is_sent(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare("ana")
    phone.go_offline()
    waiting = log_entry(phone, page, "Việc làm trước khi nghỉ")
    ward.do(lambda session: end_person(session, OPERATOR, ANA, now()))
    page.close()
    phone.go_online()
    page = phone.context.new_page()
    with page.expect_response(SYNC) as answer:
        page.goto("/log/")
    assert answer.value.ok
    expect(page.locator("#status-bar")).not_to_contain_text("Ana")
    assert ward.rows()[waiting]["member"].endswith("Ana")
    expect(page.locator("#message")).to_contain_text("vẫn được gửi về phường đến hết ngày")
    page.goto("/log/card")
    expect(page.locator("#message")).to_contain_text("Phường đã cho anh/chị nghỉ từ ngày")
    expect(page.locator("#card")).to_have_count(0)
    expect(page.locator(".tabs a")).to_have_count(1)
    # The first page may open itself anew once it has heard of the end.
    assert stored(page) == []


def test_an_ended_person_reads_what_the_ward_did_not_take_in(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare("bruno")
    phone.go_offline()
    log_entry(phone, page, "Việc làm trước khi nghỉ")

    def end_and_close(session: Session) -> None:
        end_person(session, OPERATOR, BRUNO, now())
        lock = session.get(MonthLock, (WARD_A, str(Month.current())))
        session.add(lock or MonthLock(ward_id=WARD_A, month=str(Month.current()), closed_at=now()))

    ward.do(end_and_close)
    page.close()
    phone.go_online()
    page = phone.context.new_page()
    page.goto("/log/")
    expect(page.locator("#message .bad")).to_contain_text("phường chưa nhận: 1")
    expect(page.locator("#message .bad li")).to_contain_text("đã chốt")
