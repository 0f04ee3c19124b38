"""Faulty answers of the server: nothing is lost, and nothing is counted twice."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.offline.cached_pages import NEEDED
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.faults import answer_with, lose_answer
from tests.e2e.offline.phone import SESSION, SYNC, Fault, Phone, batch_of
from tests.e2e.offline.phone_actions import (
    add_person,
    click,
    entry_row,
    expect_waiting,
    fill_in_visit,
    log_entry,
    save,
    stored,
    wait_for_failed_tries,
    wait_until,
    wait_until_sending_ends,
)

PORTAL = "<!doctype html><title>Wi-Fi</title><h1 id=portal>Mời mua gói cước</h1>"


def _changes_receipts(change: Callable[[dict[str, object]], object]) -> Fault:
    def meet(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        for receipt in body["receipts"]:
            change(receipt)
        route.fulfill(response=answer, json=body)

    return meet


FAULTS: dict[str, Fault] = {
    "lost": lose_answer,
    "500 after storing": lambda route: route.fulfill(status=500, body=str(route.fetch().status)),
    "502 of a proxy": answer_with(502, "<h1>Bad Gateway</h1>"),
    "portal": answer_with(200, PORTAL),
    "portal in JSON": answer_with(200, '{"status": "ok"}', "application/json"),
    "redirect": answer_with(302, location="/healthz"),
    "half an answer": answer_with(200, '{"receipts": [{"id"', "application/json"),
    "another digest": _changes_receipts(lambda receipt: receipt.update(digest="0" * 64)),
    "another revision": _changes_receipts(lambda receipt: receipt.update(revision=7)),
    "another id": _changes_receipts(lambda receipt: receipt.update(id="0199a000-0000-7000-8000-000000000001")),
    "an unknown outcome": _changes_receipts(lambda receipt: receipt.update(outcome="perhaps")),
}


def test_entry_is_stored_once_after_any_faulty_answer(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.open("/log/visit", page)
    saved = set()
    for name, fault in FAULTS.items():
        phone.add_fault(SYNC, fault)
        phone.sent.clear()
        id = log_entry(phone, page, f"Trả lời hỏng: {name}")
        wait_for_failed_tries(phone, page)
        assert phone.sent_ids == [[id]], name
        assert [copy["id"] for copy in stored(page)] == [id], f"{name}: the phone let go of it"
        phone.remove_faults(SYNC)
        click(page.locator("[data-send]"))
        page.locator("#receipt[data-receipt=stored]").wait_for()
        saved.add(id)
        assert set(ward.rows()) == saved, name
        assert stored(page) == [], name
    assert {row["revision"] for row in ward.rows().values()} == {"1"}


def test_correction_after_a_lost_answer_is_the_next_revision(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.add_fault(SYNC, lose_answer, times=1)
    id = log_entry(phone, page, "Sửa sau khi mất trả lời")
    wait_for_failed_tries(phone, page)
    phone.go_offline()
    phone.open(f"/log/visit?id={id}", page)
    add_person(phone, page, id)
    rows = ward.rows()
    assert set(rows) == {id}
    assert (rows[id]["revision"], rows[id]["people"]) == ("2", "2")


@pytest.mark.parametrize("status", [400, 413])
def test_faulty_entry_is_set_aside_and_the_others_are_sent(quiet_phone: Phone, ward: Ward, status: int) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.go_offline()
    saved = [log_entry(phone, page, f"Lô {status}, số {number}") for number in range(5)]
    faulty = saved[2]
    refuse = answer_with(status, "{}", "application/json")

    def judge(route: Route) -> None:
        ids = [entry["id"] for entry in batch_of(route)]
        refuse(route) if faulty in ids else route.continue_()

    phone.add_fault(SYNC, judge)
    phone.go_online()
    expect_waiting(page, 0)
    assert set(ward.rows()) == {*saved} - {faulty}
    assert [(copy["id"], copy["state"]) for copy in stored(page)] == [(faulty, "parked")]
    expect(page.locator("#status-bar")).to_have_attribute("data-level", "warning")
    phone.open_fresh("/log/mine", page)
    row = entry_row(page, faulty)
    expect(row).to_have_attribute("data-status", "parked")
    phone.remove_faults(SYNC)
    click(row.locator(".actions button").first)
    expect(row).to_have_attribute("data-status", "submitted")
    assert set(ward.rows()) == {*saved}


@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_is_not_asked_before_retry_after(quiet_phone: Phone, ward: Ward, status: int) -> None:
    phone = quiet_phone
    phone.context.clock.install()
    page = phone.prepare()
    phone.add_fault(SYNC, answer_with(status, "{}", "application/json", retry_after="600"), times=1)
    id = log_entry(phone, page, f"Máy chủ bận {status}")
    wait_for_failed_tries(phone, page)
    phone.context.clock.fast_forward(590_000)
    wait_until_sending_ends(page)
    assert phone.sent_ids == [[id]]
    assert ward.rows() == {}
    phone.context.clock.fast_forward(11_000)
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert phone.sent_ids == [[id], [id]]
    assert set(ward.rows()) == {id}


def test_silent_server_times_out_and_is_tried_again(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    phone.context.clock.install()
    page = phone.prepare()
    held: list[Route] = []
    phone.add_fault(SYNC, held.append, times=1)
    id = log_entry(phone, page, "Máy chủ im lặng", state=None)
    wait_until(page, lambda: len(held) == 1)
    phone.context.clock.fast_forward(31_000)
    page.locator("#receipt[data-receipt=waiting]").wait_for()
    wait_until_sending_ends(page)
    phone.context.clock.fast_forward(10_000)
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert phone.sent_ids == [[id], [id]]
    assert set(ward.rows()) == {id}


def test_expired_token_is_fetched_again(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.add_fault(SYNC, answer_with(403, '{"error": "csrf"}', "application/json"), times=1)
    id = log_entry(phone, page, "Mã cũ", state="stored")
    assert phone.sent_ids == [[id], [id]]
    assert set(ward.rows()) == {id}


@pytest.mark.parametrize("is_redirect", [False, True])
def test_captive_portal_replaces_no_cached_page(quiet_phone: Phone, ward: Ward, is_redirect: bool) -> None:
    phone = quiet_phone
    page = phone.prepare()

    def portal(route: Route) -> None:
        if is_redirect and not route.request.url.endswith("/portal"):
            route.fulfill(status=302, headers={"location": "/portal"})
        else:
            route.fulfill(status=200, body=PORTAL, content_type="text/html")

    phone.add_fault("**/*", portal)
    id = log_entry(phone, page, f"Wi-Fi đòi tiền {is_redirect}")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update()).catch(() => null)")
    page.goto("/overview/")
    expect(page.locator("#portal")).to_be_visible()
    for path in NEEDED[:3]:
        phone.open(path, page)
        expect(page.locator("#portal")).to_have_count(0)
    phone.remove_faults("**/*")
    phone.go_offline()
    for path in NEEDED[:2]:
        phone.open(path, page)
        expect(page.locator("#portal")).to_have_count(0)
    phone.open("/log/mine", page)
    expect(entry_row(page, id)).to_have_attribute("data-status", "waiting")
    phone.go_online()
    expect(entry_row(page, id)).to_have_attribute("data-status", "submitted")
    assert set(ward.rows()) == {id}


def test_unreadable_session_answer_sends_nothing(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, "Cổng trả lời thay")
    phone.add_fault(SESSION, answer_with(200, json.dumps({"user": {"id": 1}}), "application/json"), times=1)
    with page.expect_response(SESSION):
        id = save(page, "waiting")
    wait_until_sending_ends(page)
    assert phone.sent == []
    click(page.locator("[data-send]"))
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert set(ward.rows()) == {id}
