"""The phone offline: its pages open, saved entries are stored, and each is sent to the ward exactly once."""

from __future__ import annotations

import json

from playwright.sync_api import Route, expect

from tests.cast import ANA
from tests.e2e.offline.cached_pages import LATER, NEEDED, prepare_whole
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import SYNC, Phone, PhoneOnDisk
from tests.e2e.offline.phone_actions import (
    entry_row,
    expect_waiting,
    log_entry,
    press_save,
    save,
    send_in_background,
    stored,
    wait_until,
)

KINDS = ("visit", "installation", "training", "merchant")


def test_every_page_opens_offline_after_one_visit(phone: Phone) -> None:
    prepare_whole(phone).close()
    phone.go_offline()
    page = phone.context.new_page()
    for path in (*NEEDED, *LATER):
        phone.open(path, page)
        expect(page.locator("h1")).to_be_visible()
        if path.removeprefix("/log/") in KINDS:
            expect(page.locator("#entry [name=neighbourhood] option").first).to_be_attached()
            expect(page.locator("#entry button[type=submit]")).to_be_visible()
    page.goto("/overview/")
    expect(page.locator("h1")).to_be_visible()
    page.goto("/")
    expect(page.locator("a[href='/log/visit']")).to_be_visible()


def test_twelve_entries_survive_a_kill_and_are_sent_once_in_order(phone_on_disk: PhoneOnDisk, ward: Ward) -> None:
    phone = phone_on_disk
    page = phone.prepare()
    received = int(page.locator("#status-bar").get_attribute("data-received") or 0)
    phone.go_offline()
    saved = []
    for number in range(12):
        kind = KINDS[number % 4]
        saved.append(log_entry(phone, page, f"Lần {number}, ngoài vùng sóng", kind, state=None))
    phone.kill()
    assert ward.rows() == {}

    phone.start_again(is_online=False)
    page = phone.open()
    expect_waiting(page, 12)
    expect(page.locator("[data-figure=waiting]")).to_contain_text("12")
    phone.sent.clear()
    phone.sign_in("ana")  # a browser writes its cookies down half a minute later only
    phone.go_online()
    expect_waiting(page, 0)
    rows = ward.rows()
    assert set(rows) == set(saved)
    assert {row["revision"] for row in rows.values()} == {"1"}
    assert phone.sent_ids[-1] == saved
    expect(page.locator("#status-bar")).to_have_attribute("data-received", str(received + 12))


def test_receipt_shows_where_the_entry_is(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    phone.go_offline()
    id = log_entry(phone, page, "Chỗ không có sóng")
    expect(page.locator("#receipt h2")).to_contain_text("trên máy")
    expect_waiting(page, 1)
    assert [copy["id"] for copy in stored(page)] == [id]
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    expect(page.locator("#receipt h2")).to_contain_text("Phường")
    expect_waiting(page, 0)
    assert stored(page) == []
    assert set(ward.rows()) == {id}


def test_worker_sends_when_every_page_is_closed(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    phone.go_offline()
    id = log_entry(phone, page, "Đã đóng trang")
    page.goto("about:blank")
    assert ward.rows() == {}
    phone.go_online()
    send_in_background(phone, page)
    wait_until(page, lambda: set(ward.rows()) == {id})
    phone.open("/log/", page)
    expect_waiting(page, 0)


def test_waiting_entry_is_corrected_before_it_is_sent(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.go_offline()
    id = log_entry(phone, page, "Sửa trước khi gửi")
    for people in (2, 3):
        phone.open("/log/mine", page)
        entry_row(page, id).locator(f"a[href='/log/visit?id={id}']").tap()
        page.locator("#entry").wait_for()
        page.locator("[data-field=people] [data-step='1']").tap()
        assert save(page, "waiting") == id
        assert [copy["fields"]["people"] for copy in stored(page)] == [people]
    phone.sent.clear()
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    rows = ward.rows()
    assert set(rows) == {id}
    assert (rows[id]["people"], rows[id]["revision"]) == ("3", "3")
    assert phone.sent_ids == [[id]]


def test_entry_can_be_withdrawn_offline(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    at_ward = log_entry(phone, page, "Phường đã nhận, rồi rút", state="stored")
    phone.go_offline()
    here_only = log_entry(phone, page, "Chưa gửi, rồi rút")
    phone.open("/log/mine", page)
    for id in (at_ward, here_only):
        row = entry_row(page, id)
        row.locator("button.danger").tap()
        page.locator("#withdraw button[value=withdraw]").tap()
        expect(row.locator("button.danger")).to_have_count(0)
        expect(row).to_have_attribute("data-status", "waiting")
    expect_waiting(page, 2)
    phone.go_online()
    expect(entry_row(page, at_ward)).to_have_attribute("data-status", "void")
    expect(entry_row(page, here_only)).to_have_attribute("data-status", "void")
    assert {id: row["status"] for id, row in ward.rows().items()} == {at_ward: "void", here_only: "void"}


def test_recently_visited_household_asks_for_confirmation(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    label = "Nhà đã đến hôm nay"
    saved = {log_entry(phone, page, label, state="stored")}
    phone.open_fresh("/log/visit", page)
    page.fill("[name=household]", label)
    page.locator("[data-found] button").first.tap()
    press_save(page)
    expect(page.locator("dialog#repeat")).to_be_visible()
    page.locator("#repeat button[value=back]").tap()
    expect(page.locator("#entry")).to_be_visible()
    assert set(ward.rows()) == saved
    press_save(page)
    page.locator("#repeat button[value=save]").tap()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    assert len(ward.rows()) == 2


def test_household_with_a_waiting_visit_asks_for_confirmation(phone: Phone, ward: Ward) -> None:
    page = phone.prepare()
    phone.go_offline()
    id = log_entry(phone, page, "Nhà còn chờ gửi")
    phone.open("/log/visit", page)
    page.fill("[name=household]", "nha con cho gui")
    page.locator("[data-found] button", has_text="Nhà còn chờ gửi").tap()
    press_save(page)
    expect(page.locator("dialog#repeat [data-summary]")).to_contain_text("máy")
    page.locator("#repeat button[value=back]").tap()
    assert [copy["id"] for copy in stored(page)] == [id]
    phone.go_online()
    expect_waiting(page, 0)
    assert set(ward.rows()) == {id}


def test_export_file_holds_every_waiting_entry(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.go_offline()
    saved = {log_entry(phone, page, "Vào tệp", kind) for kind in KINDS}
    phone.open("/log/mine", page)
    page.locator("#export").tap()
    with page.expect_download() as download:
        page.locator("#hand-over [data-save]").tap()
    assert download.value.suggested_filename.startswith(f"tung-nha-{ANA}-")
    content = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert {entry["id"] for entry in content["entries"]} == saved
    assert content["member"]["id"] == ANA
    page.locator("#hand-over[data-done=saved] [data-close]").tap()
    # They stay, and go as ever; what the coordinator took in meanwhile is known then.
    expect_waiting(page, 4)
    desk = ward.open_page("/waiting/")
    desk.locator("input[type=file]").set_input_files(download.value.path())
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator("[data-stored]")).to_have_attribute("data-stored", "4")
    assert set(ward.rows()) == saved
    outcomes: list[str] = []

    def listen(route: Route) -> None:
        answer = route.fetch()
        outcomes.extend(receipt["outcome"] for receipt in answer.json()["receipts"])
        route.fulfill(response=answer)

    phone.add_fault(SYNC, listen)
    phone.go_online()
    expect_waiting(page, 0)
    assert outcomes == ["known"] * 4
    rows = ward.rows()
    assert set(rows) == saved
    assert {row["member"][-3:] for row in rows.values()} == {"Ana"}


def test_viewer_is_shown_the_figures(phone: Phone) -> None:
    phone.sign_in("vera")
    page = phone.open_fresh()
    expect(page.locator("[data-state=warning] a[href='/']")).to_be_visible()
    expect(page.locator("a[href='/log/visit']")).to_have_count(0)


def test_coordinator_logs_offline(phone: Phone, ward: Ward) -> None:
    page = phone.prepare("carla")
    phone.go_offline()
    id = log_entry(phone, page, "Cán bộ phường tự đi")
    phone.go_online()
    page.locator("#receipt[data-receipt=stored]").wait_for()
    rows = ward.rows()
    assert set(rows) == {id}
    assert rows[id]["member"].endswith("Carla")
