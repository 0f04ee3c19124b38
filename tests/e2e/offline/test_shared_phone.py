"""One phone with several tabs or users: nothing is sent twice or under another name."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import Route, expect

from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.faults import answer_with
from tests.e2e.offline.phone import SESSION, SYNC, Phone
from tests.e2e.offline.phone_actions import (
    entry_row,
    expect_waiting,
    fill_in_visit,
    log_entry,
    return_to,
    save,
    sign_in_by_page,
    stored,
    wait_for_failed_tries,
    wait_until,
    wait_until_sending_ends,
)

_WAITS_FOR_ITS_TURN = """() => navigator.locks.query().then(({ pending }) =>
  pending.some(({ name }) => name === "tung-nha-send"))"""


def test_entry_is_sent_once_by_two_tabs(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    first = phone.prepare()
    phone.go_offline()
    saved = [log_entry(phone, first, f"Hai thẻ, số {number}") for number in range(3)]
    second = phone.open()
    expect_waiting(second, 3)
    phone.sent.clear()
    held: list[Route] = []
    phone.add_fault(SYNC, held.append)
    phone.go_online()
    wait_until(first, lambda: len(held) > 1 or bool(held and first.evaluate(_WAITS_FOR_ITS_TURN)))
    assert phone.sent_ids == [saved]
    for route in held:
        route.continue_()
    for page in (first, second):
        expect_waiting(page, 0)
        wait_until_sending_ends(page)
    assert phone.sent_ids == [saved]
    assert set(ward.rows()) == {*saved}


def test_entry_saved_while_another_tab_sends_is_sent(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    first = phone.prepare()
    second = phone.open("/log/visit")
    held: list[Route] = []
    phone.add_fault(SYNC, held.append, times=1)
    one = log_entry(phone, first, "Thẻ thứ nhất", state=None)
    wait_until(first, lambda: len(held) == 1)
    fill_in_visit(second, "Thẻ thứ hai")
    other = save(second, None)
    held[0].continue_()
    for page in (first, second):
        page.locator("#receipt[data-receipt=stored]").wait_for()
    assert set(ward.rows()) == {one, other}
    assert [id for batch in phone.sent_ids for id in batch] == [one, other]


def test_second_user_neither_sees_nor_sends_entries_of_the_first(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare("ana")
    phone.go_offline()
    anas = {log_entry(phone, page, f"Của Ana, số {number}") for number in range(2)}
    phone.sent.clear()
    phone.lose_session()
    phone.sign_in("bruno")
    phone.go_online()
    page = phone.open_fresh("/log/mine", page)
    expect(page.locator("#status-bar")).to_contain_text("Ana")
    expect_waiting(page, 0)
    for id in anas:
        expect(entry_row(page, id)).to_have_count(0)
    anothers = [
        {"id": copy["id"], "revision": 1, "outcome": "stored", "code": None, "digest": copy["digest"], "errors": {}}
        for copy in stored(page)
    ]

    def answer_for_both(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        route.fulfill(response=answer, json=body | {"receipts": [*anothers, *body["receipts"]]})

    phone.add_fault(SYNC, answer_for_both, times=1)
    brunos = log_entry(phone, page, "Của Bruno", state="stored")
    assert phone.sent_ids == [[brunos]]
    assert {copy["id"] for copy in stored(page)} == anas
    rows = ward.rows()
    assert set(rows) == {brunos}
    assert rows[brunos]["member"].endswith("Bruno")

    phone.lose_session()
    phone.sign_in("ana")
    phone.open_fresh("/log/", page)
    expect_waiting(page, 0)
    wait_until_sending_ends(page)
    rows = ward.rows()
    assert set(rows) == {brunos} | anas
    assert {rows[id]["member"][-3:] for id in anas} == {"Ana"}


def test_open_form_is_never_sent_under_another_name(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Ana viết, Bruno đăng nhập")
    phone.lose_session()
    phone.sign_in("bruno")
    with page.expect_response(SESSION):
        id = save(page, None)
    wait_until_sending_ends(page)
    assert phone.sent == []
    assert [copy["id"] for copy in stored(page)] == [id]
    phone.lose_session()
    phone.sign_in("ana")
    return_to(page)
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert ward.rows()[id]["member"].endswith("Ana")


def test_sign_out_with_waiting_entries_asks_and_keeps_them(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = sign_in_by_page(phone, "ana")
    phone.add_fault(SYNC, answer_with(500))
    id = log_entry(phone, page, "Đăng xuất khi còn chờ")
    page.goto("/account")
    page.locator("#sign-out button").tap()
    expect(page.locator("dialog#unsent [data-unsent=waiting] strong")).to_have_text("1")
    page.locator("#unsent button[value=stay]").tap()
    expect(page.locator("dialog#unsent")).to_be_hidden()
    phone.open_fresh("/log/", page)
    expect_waiting(page, 1)

    page.goto("/account")
    page.locator("#sign-out button").tap()
    page.locator("#unsent button[value=sign-out]").tap()
    page.wait_for_url("**/login*")
    phone.remove_faults(SYNC)
    phone.open_fresh("/log/", page)
    expect(page.locator("main, #message").locator("a[href='/login']").first).to_be_visible()
    expect(page.locator("#status-bar")).to_have_count(0)
    assert [copy["id"] for copy in stored(page)] == [id]
    assert stored(page, "lists") == []
    assert ward.rows() == {}

    sign_in_by_page(phone, "ana")
    wait_until(page, lambda: stored(page) == [])
    assert set(ward.rows()) == {id}


def test_sign_out_first_sends_waiting_entries(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = sign_in_by_page(phone, "ana")
    phone.add_fault(SYNC, answer_with(500), times=1)
    id = log_entry(phone, page, "Gửi nốt rồi đăng xuất")
    wait_for_failed_tries(phone, page)
    page.clock.install()
    page.goto("/account")
    # However slow this machine is, the page does not lose patience with it.
    page.clock.pause_at(datetime.now() + timedelta(minutes=1))
    page.locator("#sign-out button").tap()
    page.wait_for_url("**/login*")
    assert set(ward.rows()) == {id}


def test_entries_can_be_saved_after_the_session_ended(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    stayed = phone.prepare()
    phone.lose_session()
    saved = [log_entry(phone, stayed, f"Hết phiên, số {number}") for number in range(2)]
    sign_in = stayed.locator("#status-bar a[href='/login']")
    expect(sign_in).to_be_visible()
    expect(stayed.locator("#status-bar")).to_have_attribute("data-level", "warning")
    assert phone.sent == []
    phone.sign_in("ana")
    return_to(stayed)
    stayed.locator("#receipt[data-receipt=stored]").wait_for()
    expect_waiting(stayed, 0)
    expect(sign_in).to_have_count(0)
    assert set(ward.rows()) == {*saved}


def test_sign_in_sends_waiting_entries(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.lose_session()
    id = log_entry(phone, page, "Đăng nhập lại")
    page.locator("#status-bar a[href='/login']").tap()
    page.fill("[name=phone]", phone.site.phones["ana"])
    page.fill("[name=password]", phone.site.password)
    page.locator("main form button[type=submit]").tap()
    page.wait_for_url("**/log/**")
    expect_waiting(page, 0)
    wait_until_sending_ends(page)
    assert set(ward.rows()) == {id}
