"""A phone that cannot send says so, with the same numbers everywhere, and its work is given to the ward as a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.month import now
from app.people.authority import OPERATOR
from app.people.post_actions import end_person
from tests.cast import ANA, BRUNO
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.faults import answer_with
from tests.e2e.offline.phone import SYNC, TIMEOUT_MS, Phone
from tests.e2e.offline.phone_actions import click, expect_waiting, log_entry, stored, wait_for_script

# A phone whose share sheet takes texts, as Chrome's does, or everything, as Safari's does. It notes what it was given.
SHARES = """
  globalThis.shared = [];
  navigator.canShare = ({ files }) => files.every(({ type }) => %s);
  navigator.share = async ({ files }) => {
    if (globalThis.refusesToShare) {
      globalThis.hasRefused = true;
      throw new DOMException("", globalThis.refusesToShare);
    }
    for (const file of files) shared.push({ name: file.name, type: file.type, text: await file.text() });
  };
"""
TEXTS_ALONE, EVERYTHING = "type === 'text/plain'", "true"
# Writes copies and photos in the states that a phone may have them in.
PUT = """
  ({ copies, photos, size }) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("tung-nha");
    opening.onsuccess = () => {
      const tx = opening.result.transaction(["outbox", "photos"], "readwrite");
      for (const copy of copies) tx.objectStore("outbox").put(copy);
      for (const photo of photos) tx.objectStore("photos").put({ ...photo, jpeg: new ArrayBuffer(size) });
      tx.oncomplete = () => { opening.result.close(); resolve(); };
      tx.onerror = () => reject(tx.error);
    };
  })
"""


def _id(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012}"


def _copy(number: int, state: str, **more: object) -> dict[str, object]:
    fields = {
        "happened_on": "2026-01-05",
        "neighbourhood": 1,
        "household": None,
        "met": "met",
        "people": 1,
        "topics": [],
    }
    entry = {"id": _id(number), "kind": "visit", "revision": 1, "recorded_at": "2026-01-05T08:00:00Z", "form": 2}
    owner = {"user": ANA, "author": "Ana", "digest": "", "saved_at": int(now().timestamp() * 1000)}
    return {**entry, "fields": fields, **owner, "state": state, **more}


def _photo(number: int, entry: int, state: str, user: int = ANA, **more: object) -> dict[str, object]:
    at = int(now().timestamp() * 1000)
    return {"id": _id(number), "entry": _id(entry), "user": user, "state": state, "at": at, **more}


def _put(page: Page, copies: list[Any], photos: list[Any], size: int = 10) -> None:
    page.evaluate(PUT, {"copies": copies, "photos": photos, "size": size})


CONFLICT = {"outcome": "conflict", "code": "approved"}
REFUSED = {"outcome": "refused", "code": "invalid", "errors": {"note": ["?"]}}
PARKED = {"code": "unsendable"}
MIXES: dict[str, tuple[list[Any], list[Any], str, str]] = {
    "waiting": ([_copy(1, "waiting"), _copy(2, "waiting")], [], "2", ""),
    "with-photo": ([_copy(1, "waiting")], [_photo(11, 1, "waiting")], "1 và 1 ảnh", ""),
    "photos-alone": ([], [_photo(11, 1, "waiting"), _photo(12, 1, "waiting")], "2 ảnh", ""),
    "parked": ([_copy(1, "parked", **PARKED)], [_photo(11, 1, "waiting")], "0", "1"),
    "refused": ([_copy(1, "refused", **REFUSED)], [_photo(11, 1, "parked", code="unknown_entry")], "0", "1"),
    "conflict": ([_copy(1, "refused", **CONFLICT), _copy(2, "waiting")], [], "1", "1"),
    "refused-photo": ([], [_photo(11, 1, "parked", code="unreadable")], "0", "1 ảnh"),
    "all": (
        [_copy(1, "waiting"), _copy(2, "parked", **PARKED), _copy(3, "refused", **REFUSED)],
        [_photo(11, 1, "waiting"), _photo(12, 3, "waiting"), _photo(13, 4, "parked"), _photo(14, 5, "unsaved")],
        "1 và 1 ảnh",
        "2 và 1 ảnh",
    ),
}


@pytest.mark.parametrize("mix", MIXES)
def test_same_numbers_stand_on_every_page(quiet_phone: Phone, mix: str) -> None:
    phone = quiet_phone
    page = phone.prepare("ana")
    phone.go_offline()
    copies, photos, waiting, to_correct = MIXES[mix]
    _put(page, copies, photos)
    for path in ("/log/", "/log/visit", "/log/training", "/log/households", "/log/mine"):
        phone.open(path, page)
        figure = page.locator("#status-bar [data-figure=waiting]")
        expect(figure).to_have_text(f"Chưa gửi: {waiting}")
        button = page.locator("#status-bar .actions a", has_text="Xem việc cần sửa")
        if not to_correct or path in {"/log/", "/log/mine"}:
            expect(button).to_have_count(0)
        else:
            expect(button).to_have_text(f"Xem việc cần sửa: {to_correct}")
        if path == "/log/":
            for name, text, amount in (("waiting", "Chưa gửi", waiting), ("correct", "Cần sửa", to_correct)):
                line = page.locator(f'[data-line="{name}"]')
                expect(line).to_be_hidden() if amount in {"", "0"} else expect(line).to_contain_text(
                    f"{text}: {amount}"
                )
        if path == "/log/mine" and copies:
            filters = page.locator("#filter").inner_text()
            assert (f"cần sửa ({to_correct})" in filters) is bool(to_correct)
            assert (f"chưa gửi ({waiting})" in filters) is (waiting != "0")


def test_work_of_another_user_here_is_counted_with_photos(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = phone.prepare("ana")
    theirs = {"user": BRUNO, "author": "Bruno"}
    _put(page, [_copy(1, "refused", **REFUSED) | theirs], [_photo(11, 9, "waiting", BRUNO, author="Bruno")])
    phone.open("/log/visit", page)
    expect(page.locator("#status-bar")).to_contain_text("Của Bruno, chưa gửi: 1 và 1 ảnh.")
    expect(page.locator("#status-bar [data-figure=waiting]")).to_have_text("Chưa gửi: 0")
    expect(page.locator("[data-hand-over]")).to_have_count(0)


@pytest.mark.parametrize(("takes", "name"), [(TEXTS_ALONE, "txt"), (EVERYTHING, "json")])
def test_file_goes_to_the_share_sheet_one_tap_from_the_bar(
    quiet_phone: Phone, ward: Ward, takes: str, name: str
) -> None:
    phone = quiet_phone
    phone.context.add_init_script(SHARES % takes)
    page = phone.prepare()
    phone.go_offline()
    saved = log_entry(phone, page, f"Đưa bằng tệp {name}")
    phone.open("/log/", page)
    offer = page.locator("[data-hand-over]")
    # Without a connection the phone only has to wait; the file is offered to who has tried in vain.
    expect(page.locator("[data-send]")).to_be_visible()
    expect(offer).to_have_count(0)
    page.locator("[data-send]").tap()
    offer.tap()
    sheet = page.locator("#hand-over")
    expect(sheet).to_contain_text("Trong tệp có: 1")
    expect(sheet).to_contain_text("Phường Quảng Thắng")
    expect(sheet.locator(".primary")).to_have_count(1)
    page.evaluate("globalThis.refusesToShare = 'AbortError'")
    sheet.locator("[data-share]").tap()
    wait_for_script(page, "() => globalThis.hasRefused === true")
    expect(sheet.locator("[data-share]")).to_be_visible()
    page.evaluate("globalThis.refusesToShare = null")
    sheet.locator("[data-share]").tap()
    expect(sheet).to_have_attribute("data-done", "shared")
    (shared,) = page.evaluate("shared")
    assert shared["name"].endswith(f".{name}")
    content = json.loads(shared["text"])
    assert ([one["id"] for one in content["entries"]], content["member"]["id"]) == ([saved], ANA)
    sheet.locator("[data-close]").tap()
    expect(page.locator("#status-bar")).to_contain_text("Đã đưa cho phường lúc")
    expect(offer).to_have_count(0)
    # What is new is not in it.
    other = log_entry(phone, page, f"Sau khi đưa {name}")
    expect(page.locator("#status-bar")).not_to_contain_text("Đã đưa")
    desk = ward.open_page("/waiting/")
    file = {"name": shared["name"], "mimeType": shared["type"], "buffer": shared["text"].encode()}
    desk.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator("[data-stored]")).to_have_attribute("data-stored", "1")
    phone.go_online()
    expect_waiting(page, 0)
    assert set(ward.rows()) >= {saved, other}


@pytest.mark.parametrize("reason", ["signed_out", "forbidden", "unavailable"])
def test_file_is_offered_where_waiting_does_not_help(quiet_phone: Phone, reason: str) -> None:
    phone = quiet_phone
    page = phone.prepare()
    phone.go_offline()
    log_entry(phone, page, f"Không gửi được, {reason}")
    if reason == "signed_out":
        phone.lose_session()
    elif reason == "forbidden":
        phone.add_fault(SYNC, answer_with(403, '{"error": "forbidden"}', "application/json"))
    else:
        phone.add_fault(SYNC, answer_with(500))
    phone.go_online()
    page.locator("[data-hand-over]").tap()
    expect(page.locator("#hand-over [data-save]")).to_be_visible()
    expect(page.locator("#hand-over .primary")).to_have_count(1)


def test_what_is_too_much_for_one_file_goes_in_several(quiet_phone: Phone) -> None:
    phone = quiet_phone
    phone.context.add_init_script(SHARES % EVERYTHING)
    page = phone.prepare()
    phone.add_fault(SYNC, answer_with(500))
    photos = [_photo(number, 1, "waiting") for number in range(11, 15)]
    _put(page, [_copy(1, "waiting")], photos, size=5 * 2**20)
    phone.open("/log/mine", page)
    page.locator("#export").tap()
    share = page.locator("#hand-over [data-share]")
    expect(share).to_have_text("Gửi tệp 1 trên 2", timeout=TIMEOUT_MS)
    share.tap()
    expect(share).to_have_text("Gửi tệp 2 trên 2")
    share.tap()
    expect(page.locator("#hand-over")).to_have_attribute("data-done", "shared", timeout=TIMEOUT_MS)
    shared = [json.loads(one["text"]) for one in page.evaluate("shared")]
    assert [len(one["entries"]) for one in shared] == [1, 0]
    assert sorted(photo["id"] for one in shared for photo in one["photos"]) == sorted(photo["id"] for photo in photos)


def test_file_is_shared_from_a_phone_that_stores_nothing_more(quiet_phone: Phone) -> None:
    phone = quiet_phone
    phone.context.add_init_script(SHARES % EVERYTHING)
    page = phone.prepare()
    phone.go_offline()
    saved = log_entry(phone, page, "Bộ nhớ chỉ đọc")
    phone.open("/log/mine", page)
    page.evaluate("void (IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); })")
    page.locator("#export").tap()
    page.locator("#hand-over [data-share]").tap()
    page.locator("#hand-over[data-done=shared] [data-close]").tap()
    expect(page.locator("#status-bar")).to_contain_text("Đã đưa cho phường lúc")
    assert [copy["id"] for copy in stored(page)] == [saved]


def test_ended_person_hands_over_what_the_ward_did_not_take(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    phone.context.add_init_script(SHARES % EVERYTHING)
    page = phone.prepare("bruno")
    phone.go_offline()
    _put(page, [_copy(1, "parked", **PARKED) | {"user": BRUNO, "author": "Bruno"}], [_photo(11, 1, "waiting", BRUNO)])
    ward.do(lambda session: end_person(session, OPERATOR, BRUNO, now()))
    phone.go_online()
    page.close()
    page = phone.context.new_page()
    page.goto("/log/")
    notice = page.locator("#message .bad")
    expect(notice).to_contain_text("phường chưa nhận: 1 và 1 ảnh")
    click(notice.locator("[data-hand-over]"))
    page.locator("#hand-over [data-share]").tap()
    expect(page.locator("#hand-over")).to_have_attribute("data-done", "shared")
    (shared,) = page.evaluate("shared")
    content = json.loads(shared["text"])
    assert (content["member"]["id"], len(content["entries"]), len(content["photos"])) == (BRUNO, 1, 1)
