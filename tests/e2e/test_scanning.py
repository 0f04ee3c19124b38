"""A shop's code is read by the camera: what it fills in, what is said where that fails, and that nothing more stays."""

from __future__ import annotations

import csv
import io
import json

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from app.month import Month
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import stored, wait_until
from tests.e2e.scan_actions import (
    CASES,
    CODE,
    DIALOG,
    NOTE,
    SCAN,
    SUMMARY,
    code_picture,
    open_form,
    open_scanner,
    scan,
    show_to_camera,
)
from tests.e2e.scan_actions import refuse_camera as refuse
from tests.e2e.tap_counter import TapCounter

_DETECTOR = """(text) => {
  globalThis.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(["ean_13", "qr_code"]); }
    detect() { return text ? Promise.resolve([{ rawValue: text }]) : Promise.reject(new Error("no service")); }
  };
}"""


def _row(page: Page, id: str) -> dict[str, str]:
    answer = page.request.get(f"/reports/entries.csv?month={Month.current()}")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig")))}[id]


def _tracks(page: Page) -> list[str]:
    states: list[str] = page.evaluate("cameraTracks.map(({ readyState }) => readyState)")
    return states


def test_merchant_is_logged_by_its_code_in_few_taps(open_browser: OpenBrowser) -> None:
    context = open_browser("ana")
    show_to_camera(context, CODE)
    page = context.new_page()
    page.goto("/log/")
    page.locator("html[data-ready]").wait_for()
    taps = TapCounter(page)
    taps.tap('a[href="/log/merchant"]')
    page.locator(SCAN).wait_for()
    taps.tap(SCAN)
    expect(page.locator(SUMMARY)).to_have_text("Mã dùng được. Ngân hàng: Agribank. Số tài khoản có đuôi 4567.")
    expect(page.locator(DIALOG)).to_be_hidden()
    taps.type("[name=merchant]", "Quầy quét mã")
    taps.tap("[data-found] button")
    taps.tap(page.locator("label", has=page.locator("[name=in_use]")))
    taps.tap("button[type=submit].primary")
    assert taps.count <= 6
    page.locator("[data-receipt=stored]").wait_for()
    id = page.locator("[data-receipt=stored] [data-entry]").first.get_attribute("data-entry")
    row = _row(page, id or "")
    filled_in = {name: row[name] for name in ("bank_bin", "bank", "account_tail", "methods", "qr_valid", "in_use")}
    assert filled_in == {
        "bank_bin": "970405",
        "bank": "Agribank",
        "account_tail": "4567",
        "methods": "vietqr",
        "qr_valid": "1",
        "in_use": "1",
    }


def test_merchant_is_logged_without_a_camera_in_few_taps(open_browser: OpenBrowser) -> None:
    page = open_browser("ana").new_page()
    page.goto("/log/")
    page.locator("html[data-ready]").wait_for()
    taps = TapCounter(page)
    taps.tap('a[href="/log/merchant"]')
    page.locator("[data-field=bank_bin]").scroll_into_view_if_needed()
    page.locator("[data-bin='970405']").wait_for()
    taps.type("[name=merchant]", "Quầy không máy ảnh")
    taps.tap("[data-found] button")
    taps.choose("methods", "vietqr")
    taps.choose("qr_valid", "true")
    taps.tap(page.locator("label", has=page.locator("[name=in_use]")))
    taps.tap("[data-bin='970405']")
    taps.tap("button[type=submit].primary")
    page.locator("[data-receipt=stored]").wait_for()
    assert taps.count <= 8


def test_browser_that_reads_codes_itself_fetches_nothing(open_browser: OpenBrowser) -> None:
    context = open_browser("ana")
    context.add_init_script(f"({_DETECTOR})({json.dumps(CODE)})")
    page = context.new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    open_form(page)
    scan(page, "what the picture shows does not matter here")
    expect(page.locator(SUMMARY)).to_contain_text("Agribank")
    assert not any("wasm" in url for url in fetched)


def test_detector_without_its_service_gives_way_to_the_reader(open_browser: OpenBrowser) -> None:
    context = open_browser("ana")
    context.add_init_script(f"({_DETECTOR})('')")
    page = open_form(context.new_page())
    scan(page, CODE)
    expect(page.locator(SUMMARY)).to_contain_text("Agribank")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("a web page", "Đây không phải mã thanh toán."),
        ("one wrong check digit", "Mã này bị hỏng"),
        ("a wallet or card of another system", "không phải VietQR"),
        ("an international card's code", "không phải VietQR"),
    ],
)
def test_code_that_is_of_no_use_is_explained(open_browser: OpenBrowser, what: str, sentence: str) -> None:
    page = open_form(open_browser("ana").new_page())
    scan(page, CASES[what]["text"])
    expect(page.locator(NOTE)).to_contain_text(sentence)
    expect(page.locator(DIALOG)).to_be_visible()
    wait_until(page, lambda: _tracks(page) == ["live"])
    page.locator(f"{DIALOG} form button").tap()
    expect(page.locator("[name=methods][value=vietqr]")).not_to_be_checked()
    assert stored(page, "drafts") == []


@pytest.mark.parametrize(
    ("what", "bin", "tail", "sentence"),
    [
        ("a card instead of an account", "970418", "", "nhận tiền vào thẻ"),
        ("a shop at a payment service", "970436", "", "qua dịch vụ thanh toán"),
        ("a bank that is not in the list", "999999", "6789", "chưa có trong danh sách: đã ghi số 999999"),
    ],
)
def test_unusual_code_fills_in_what_it_says(
    open_browser: OpenBrowser, what: str, bin: str, tail: str, sentence: str
) -> None:
    page = open_form(open_browser("ana").new_page())
    page.fill("[name=account_tail]", "1111")
    scan(page, CASES[what]["text"])
    expect(page.locator(SUMMARY)).to_contain_text(sentence)
    expect(page.locator("[name=bank_bin]")).to_have_value(bin)
    expect(page.locator("[name=account_tail]")).to_have_value(tail)
    expect(page.locator("[name=qr_valid][value=true]")).to_be_checked()


def test_name_of_the_payee_is_not_filled_in(open_browser: OpenBrowser) -> None:
    """It is a person's more often than a shop's, and only the bank and four digits are promised to be taken."""
    page = open_form(open_browser("ana").new_page())
    scan(page, CASES["with the shop's name"]["text"])
    expect(page.locator("[name=account_tail]")).to_have_value("6789")
    expect(page.locator("[name=merchant]")).to_have_value("")
    expect(page.locator("#main")).not_to_contain_text("QUAY HOA MAU")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("NotAllowedError", "chưa cho Từng Nhà dùng máy ảnh"),
        ("NotFoundError", "không dùng được máy ảnh"),
        ("NotReadableError", "ứng dụng khác đang dùng"),
    ],
)
def test_photo_is_the_way_where_there_is_no_camera(open_browser: OpenBrowser, error: str, sentence: str) -> None:
    page = open_form(open_browser("ana").new_page())
    refuse(page, error)
    open_scanner(page)
    expect(page.locator(NOTE)).to_contain_text(sentence)
    photo = page.locator(f"{DIALOG} input[type=file]").last
    photo.set_input_files({"name": "quay.png", "mimeType": "image/png", "buffer": code_picture("no payment")})
    expect(page.locator(NOTE)).to_contain_text("Đây không phải mã thanh toán")
    photo.set_input_files({"name": "quay.png", "mimeType": "image/png", "buffer": _blank_picture()})
    expect(page.locator(NOTE)).to_contain_text("Không thấy mã trong ảnh này")
    photo.set_input_files({"name": "quay.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.locator(NOTE)).to_contain_text("không đọc được")
    photo.set_input_files({"name": "quay.png", "mimeType": "image/png", "buffer": code_picture(CODE)})
    expect(page.locator(SUMMARY)).to_contain_text("Agribank")
    expect(page.locator("#photos .photo-list li")).to_have_count(0)


def _blank_picture() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(picture, "PNG")
    return picture.getvalue()


def test_browser_without_cameras_leads_to_photos(open_browser: OpenBrowser) -> None:
    context = open_browser("ana")
    # A page that came without HTTPS.
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined })")
    page = open_form(context.new_page())
    open_scanner(page)
    expect(page.locator(NOTE)).to_contain_text("không dùng được máy ảnh")


def test_camera_is_off_once_it_is_not_needed(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser("ana").new_page())
    scan(page, CASES["a web page"]["text"])
    expect(page.locator(NOTE)).to_contain_text("không phải mã")
    page.locator(f"{DIALOG} form button").tap()
    wait_until(page, lambda: _tracks(page) == ["ended"])
    open_scanner(page)
    expect(page.locator(NOTE)).to_contain_text("không phải mã")
    _set_visibility(page, "hidden")
    wait_until(page, lambda: _tracks(page) == ["ended", "ended"])
    _set_visibility(page, "visible")
    wait_until(page, lambda: _tracks(page) == ["ended", "ended", "live"])
    page.locator(f"{DIALOG} form button").tap()
    scan(page, CODE)
    expect(page.locator(SUMMARY)).to_contain_text("Agribank")
    wait_until(page, lambda: _tracks(page) == ["ended"])


def _set_visibility(page: Page, state: str) -> None:
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def test_dialog_that_is_closed_before_the_camera_answers_starts_none(open_browser: OpenBrowser) -> None:
    page = open_form(open_browser("ana").new_page())
    show_to_camera(page, CODE)
    page.evaluate("""() => {
      const open = navigator.mediaDevices.getUserMedia;
      navigator.mediaDevices.getUserMedia = () => new Promise((resolve) => {
        globalThis.allowCamera = () => open().then(resolve);
      });
    }""")
    open_scanner(page)
    page.locator(f"{DIALOG} form button").tap()
    page.evaluate("allowCamera()")
    wait_until(page, lambda: _tracks(page) == ["ended"])
    expect(page.locator(SUMMARY)).to_be_empty()
