"""The phone of somebody whose post was ended while work waited on it: it sends that, and shows nothing any more."""

from __future__ import annotations

from playwright.sync_api import expect

from app.month import now
from app.people.authority import OPERATOR
from app.people.post_actions import end_person
from tests.cast import ANA
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
    page.locator("html[data-ready]").wait_for(state="attached")
    assert stored(page) == []
    expect(page.locator("#message")).to_contain_text("vẫn được gửi về phường đến hết ngày")
