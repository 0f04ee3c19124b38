"""The bank of a merchant and the digits of its account, on the form."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from app.month import Month
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import stored, wait_until
from tests.e2e.tap_counter import TapCounter

SAVE = "button[type=submit].primary"
BANK = "[data-field=bank_bin]"
TAIL = "[data-field=account_tail]"
ACCOUNT = "0123 4567 8901 2345"


def _open(page: Page) -> Page:
    page.goto("/log/merchant")
    page.locator("html[data-ready]").wait_for()
    page.locator(BANK).scroll_into_view_if_needed()
    page.locator(f"{BANK} :is([data-bin], [data-chosen]):visible").first.wait_for()
    return page


def _add_merchant(page: Page, name: str) -> None:
    page.fill("[name=merchant]", name)
    page.locator("[data-field=merchant] .add-new").tap()


def _save(page: Page) -> str:
    page.locator(SAVE).tap()
    page.locator("[data-receipt=stored]").wait_for()
    id = page.locator("[data-receipt=stored] [data-entry]").first.get_attribute("data-entry")
    assert id
    return id


def _row(page: Page, id: str) -> dict[str, str]:
    answer = page.request.get(f"/reports/entries.csv?month={Month.current()}")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig")))}[id]


@pytest.mark.parametrize(
    ("typed", "bin", "name"),
    [
        ("vcb", "970436", "Vietcombank"),
        ("ngan hang ngoai thuong", "970436", "Vietcombank"),
        ("970418", "970418", "BIDV"),
    ],
)
def test_bank_is_found_by_what_people_call_it(open_browser: OpenBrowser, typed: str, bin: str, name: str) -> None:
    page = _open(open_browser("ana").new_page())
    taps = TapCounter(page)
    taps.type("[name=bank_bin]", typed)
    taps.tap(page.locator(f"{BANK} [data-bin]").first)
    expect(page.locator(f"{BANK} [data-chosen]")).to_contain_text(name)
    _add_merchant(page, f"Quầy {typed}")
    row = _row(page, _save(page))
    assert (row["bank_bin"], row["bank"]) == (bin, name)


def test_usual_bank_takes_one_tap_and_can_be_changed(open_browser: OpenBrowser) -> None:
    page = _open(open_browser("ana").new_page())
    page.locator(f"{BANK} [data-bin='970405']").tap()
    expect(page.locator(f"{BANK} [data-chosen]")).to_contain_text("Agribank")
    page.locator(f"{BANK} [data-change]").tap()
    expect(page.locator("[name=bank_bin]")).to_be_focused()
    page.locator("[name=bank_bin]").press_sequentially("mb")
    page.keyboard.press("Enter")
    expect(page.locator(f"{BANK} [data-chosen]")).to_contain_text("MB Bank")
    _add_merchant(page, "Quầy đổi ngân hàng")
    assert _row(page, _save(page))["bank_bin"] == "970422"


def test_what_names_no_bank_is_asked_about_and_an_unknown_number_stays(open_browser: OpenBrowser) -> None:
    page = _open(open_browser("ana").new_page())
    _add_merchant(page, "Quầy ngân hàng lạ")
    page.fill("[name=bank_bin]", "sai gon")
    page.locator(SAVE).tap()
    expect(page.locator(f"{BANK} .error")).to_have_text("Hãy chọn ngân hàng trong danh sách, hoặc để trống.")
    page.fill("[name=bank_bin]", "999999")
    wait_until(page, lambda: [each["values"]["bank_bin"] for each in stored(page, "drafts")] == ["999999"])
    _open(page)
    expect(page.locator(f"{BANK} [data-chosen]")).to_contain_text("999999")
    row = _row(page, _save(page))
    assert (row["bank_bin"], row["bank"]) == ("999999", "")


def test_bank_of_a_draft_is_there_again(open_browser: OpenBrowser) -> None:
    page = _open(open_browser("ana").new_page())
    page.locator(f"{BANK} [data-bin='970415']").tap()
    wait_until(page, lambda: bool(stored(page, "drafts")))
    _open(page)
    expect(page.locator(f"{BANK} [data-chosen]")).to_contain_text("VietinBank")
    page.locator("[data-start-anew]").tap()


@pytest.mark.parametrize("way", ["typed", "pasted"])
def test_account_keeps_its_last_four_digits_everywhere(open_browser: OpenBrowser, way: str) -> None:
    context = open_browser("ana")
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    _open(page)
    _add_merchant(page, f"Quầy {way}")
    if way == "typed":
        page.locator("[name=account_tail]").press_sequentially(ACCOUNT)
    else:
        page.fill("[name=account_tail]", ACCOUNT)
    expect(page.locator("[name=account_tail]")).to_have_value("2345")
    expect(page.locator(f"{TAIL} [data-note]")).to_have_text("Chỉ giữ lại các số cuối: 2345.")
    # A draft may have been stored while the number was being typed.
    wait_until(page, lambda: [one["values"]["account_tail"] for one in stored(page, "drafts")] == ["2345"])
    assert _row(page, _save(page))["account_tail"] == "2345"
    kept = f"{stored(page, 'outbox')} {stored(page, 'drafts')} {sent}"
    for more in ("12345", "8901", "0123"):
        assert more not in kept
