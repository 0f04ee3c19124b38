"""The forms in unusual cases: an older day, a closed month, a lost connection, a lost answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from app.month import Month, today
from tests.e2e.chromium import PHONE, context_options
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone import NO_BACKGROUND
from tests.e2e.offline_actions import go_offline
from tests.e2e.server import Site

SAVE = "button[type=submit].primary"


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward with data, in which the month before last is closed."""
    return filled_database


@pytest.fixture
def patient_phone(new_context: Callable[..., BrowserContext], playwright: Playwright, site: Site) -> BrowserContext:
    """Return Ana's phone, on which only pages send, and which may lose its connection without failing the test."""
    context = new_context(base_url=site.url, **context_options(playwright, PHONE))
    context.add_init_script(NO_BACKGROUND)
    site.sign_in(context, "ana")
    return context


def _open(page: Page, path: str) -> Page:
    page.goto(path)
    page.locator("html[data-ready]").wait_for()
    return page


def _fill_in_visit(page: Page, label: str) -> None:
    page.fill("[name=household]", label)
    page.locator("[data-found] .add-new").tap()


def _saved_id(page: Page) -> str:
    receipt = page.locator("[data-receipt=stored]")
    receipt.wait_for()
    id = receipt.locator("[data-entry]").first.get_attribute("data-entry")
    assert id
    return id


def _rows(context: BrowserContext, month: Month | None = None) -> dict[str, dict[str, str]]:
    """Return the log of a month, by id."""
    answer = context.request.get(f"/reports/entries.csv?month={month or Month.current()}")
    assert answer.ok
    return {row["id"]: row for row in csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig")))}


def test_area_is_called_by_the_short_word_of_the_ward(patient_phone: BrowserContext) -> None:
    page = _open(patient_phone.new_page(), "/log/visit")
    expect(page.locator("[data-field=neighbourhood] > label")).to_have_text("TDP (cần ghi)")


def test_corrected_entry_opens_with_its_own_answers(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page(), "/log/training")
    day = today() - timedelta(days=1) if today().day > 1 else today()
    page.locator("[name=topics][value=scam_warning]").check()
    page.fill("[name=attendees]", "24")
    page.fill("[name=women]", "11")
    page.fill("[name=venue]", "Nhà văn hóa số 2")
    page.fill("[name=happened_on]", day.isoformat())
    page.locator(SAVE).tap()
    id = _saved_id(page)
    _open(page, f"/log/training?id={id}")
    expect(page.locator("[name=topics][value=scam_warning]")).to_be_checked()
    expect(page.locator("[name=attendees]")).to_have_value("24")
    expect(page.locator("[name=women]")).to_have_value("11")
    expect(page.locator("[name=elderly]")).to_have_value("")
    expect(page.locator("[name=happened_on]")).to_have_value(day.isoformat())
    expect(page.locator("output.chosen-day")).to_contain_text(f"{day:%d/%m/%Y}")
    page.fill("[name=attendees]", "25")
    page.locator(SAVE).tap()
    assert _saved_id(page) == id
    row = _rows(phone)[id]
    assert (row["revision"], row["attendees"], row["venue"]) == ("2", "25", "Nhà văn hóa số 2")
    # What was written once is offered again.
    _open(page, "/log/training")
    expect(page.locator("datalist option[value='Nhà văn hóa số 2']")).to_have_count(1)


def test_visit_adds_entries_for_other_services(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page(), "/log/visit")
    _fill_in_visit(page, "Số 77, ngõ 7")
    page.fill("[name=people]", "2")
    page.locator("[name=also][value=vneid_2]").check()
    group = page.locator("[data-code=vneid_2]")
    group.locator("[value=self_sufficient]").check()
    group.locator("[data-step='1']").tap()
    page.locator(SAVE).tap()
    visit = _saved_id(page)
    (helped,) = (row for row in _rows(phone).values() if row["visit"] == visit)
    assert {name: helped[name] for name in ("kind", "service", "outcome", "people", "setting")} == {
        "kind": "installation",
        "service": "vneid_2",
        "outcome": "self_sufficient",
        "people": "2",
        "setting": "home",
    }


def test_absent_household_counts_no_people(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page(), "/log/visit")
    _fill_in_visit(page, "Số 78, ngõ 7")
    page.locator("[name=met][value=absent]").check()
    expect(page.locator("[name=people]")).to_have_value("0")
    page.locator(SAVE).tap()
    id = _saved_id(page)
    assert _rows(phone)[id]["met"] == "absent"


def test_fields_that_an_answer_excludes_are_hidden_and_not_sent(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page(), "/log/visit")
    _fill_in_visit(page, "Số 85, ngõ 7")
    page.locator("[name=topics][value=vneid]").check()
    page.locator("[name=also][value=vneid_2]").check()
    page.locator("[name=met][value=absent]").check()
    expect(page.locator("[name=topics]").first).to_be_hidden()
    expect(page.locator("[name=also]").first).to_be_hidden()
    before = len(_rows(phone))
    page.locator(SAVE).tap()
    id = _saved_id(page)
    rows = _rows(phone)
    assert rows[id]["topics"] == ""
    assert len(rows) == before + 1


def test_enter_chooses_exactly_the_typed_household(open_browser: OpenBrowser) -> None:
    page = _open(open_browser("ana").new_page(), "/log/visit")
    search, chosen = page.locator("[name=household]"), page.locator("[data-chosen]")
    search.fill("Số 1")
    assert page.locator("[data-found] button").count() > 1
    search.press("Enter")
    expect(chosen).to_be_hidden()
    search.fill("so 1, ngo 2")
    search.press("Enter")
    expect(chosen).to_be_hidden()
    search.fill("số 1,  ngõ 2")
    search.press("Enter")
    expect(chosen).to_contain_text("Số 1, ngõ 2")


def test_withdrawing_a_visit_can_include_its_added_entries(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page(), "/log/visit")
    _fill_in_visit(page, "Số 86, ngõ 7")
    page.locator("[name=also][value=vneid_2]").check()
    page.locator(SAVE).tap()
    visit = _saved_id(page)
    (tied,) = (row["id"] for row in _rows(phone).values() if row["visit"] == visit)
    _open(page, "/log/mine")
    page.locator(f'[data-entry="{tied}"] button.danger').tap()
    expect(page.locator("#withdraw-all")).to_be_hidden()
    page.locator("#withdraw button[value=keep]").tap()
    page.locator(f'[data-entry="{visit}"] button.danger').tap()
    page.locator("#withdraw-all").tap()
    expect(page.locator(f'[data-entry="{visit}"]')).to_have_attribute("data-status", "void")
    rows = _rows(phone)
    assert (rows[visit]["status"], rows[tied]["status"]) == ("void", "void")


def test_refused_correction_is_shown_in_view(patient_phone: BrowserContext, open_browser: OpenBrowser) -> None:
    page = _open(patient_phone.new_page(), "/log/visit")
    _fill_in_visit(page, "Số 87, ngõ 7")
    page.locator(SAVE).tap()
    id = _saved_id(page)
    first, second = (_open(tab, f"/log/visit?id={id}") for tab in (open_browser("ana").new_page(), page))
    for tab in (first, second):
        tab.fill("[name=note]", f"bản {tab == second}")
    first.locator(SAVE).tap()
    assert _saved_id(first) == id
    second.locator(SAVE).tap()
    expect(second.locator("[data-state=bad]")).to_be_in_viewport()


def test_entry_of_a_closed_month_counts_in_the_open_one(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page(), "/log/visit")
    day = Month.current().previous().previous().last
    _fill_in_visit(page, "Số 79, ngõ 7")
    expect(page.locator("#closed-month")).to_be_hidden()
    page.fill("[name=happened_on]", day.isoformat())
    expect(page.locator("#closed-month")).to_contain_text(f"{day:%m/%Y}")
    page.locator(SAVE).tap()
    id = _saved_id(page)
    expect(page.locator(f"[data-entry='{id}']")).to_contain_text(f"Tháng {day:%m/%Y} đã chốt")
    row = _rows(phone)[id]
    assert (row["happened_on"], row["month"]) == (day.isoformat(), str(Month.current()))


def test_entry_saved_offline_is_stored_and_sent_later(patient_phone: BrowserContext) -> None:
    page = _open(patient_phone.new_page(), "/log/visit")
    _fill_in_visit(page, "Số 80, ngõ 7")
    go_offline(page, "/log/visit")
    page.locator(SAVE).tap()
    expect(page.locator("[data-receipt=waiting]")).to_contain_text("Số 80, ngõ 7")
    expect(page.locator("#status-bar")).to_have_attribute("data-waiting", "1")
    patient_phone.set_offline(False)
    id = _saved_id(page)
    rows = [row for row in _rows(patient_phone).values() if row["household"] == "Số 80, ngõ 7"]
    assert [row["id"] for row in rows] == [id]


@pytest.mark.parametrize("is_changed", [False, True])
def test_entry_with_a_lost_answer_counts_once(patient_phone: BrowserContext, is_changed: bool) -> None:
    label = f"Số {81 + is_changed}, ngõ 7"
    page = _open(patient_phone.new_page(), "/log/visit")
    _fill_in_visit(page, label)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    patient_phone.route("**/api/v1/sync", lose, times=1)
    page.locator(SAVE).tap()
    waiting = page.locator("[data-receipt=waiting] [data-entry]")
    waiting.wait_for()
    if is_changed:
        _open(page, f"/log/visit?id={waiting.get_attribute('data-entry')}")
        page.locator("[data-field=people] [data-step='1']").tap()
        page.locator(SAVE).tap()
    _saved_id(page)
    (row,) = (row for row in _rows(patient_phone).values() if row["household"] == label)
    assert (row["revision"], row["people"]) == (("2", "2") if is_changed else ("1", "1"))


def test_form_is_saved_after_the_session_ended(patient_phone: BrowserContext, site: Site) -> None:
    page = _open(patient_phone.new_page(), "/log/visit")
    _fill_in_visit(page, "Số 83, ngõ 7")
    patient_phone.clear_cookies()
    page.locator(SAVE).tap()
    expect(page.locator("#status-bar a[href='/login']")).to_be_visible()
    site.sign_in(patient_phone, "ana")
    # As it is when one comes back from the page for signing in.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    id = _saved_id(page)
    assert _rows(patient_phone)[id]["household"] == "Số 83, ngõ 7"


def test_withdrawn_entry_is_confirmed_and_no_longer_counts(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    page = _open(phone.new_page(), "/log/visit")
    _fill_in_visit(page, "Số 84, ngõ 7")
    page.locator(SAVE).tap()
    id = _saved_id(page)
    _open(page, "/log/mine")
    entry = page.locator(f'[data-entry="{id}"]')
    entry.locator("button.danger").tap()
    page.locator("#withdraw button[value=keep]").tap()
    assert _rows(phone)[id]["status"] == "submitted"
    entry.locator("button.danger").tap()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator("#withdraw button[value=withdraw]").tap()
    expect(entry).to_have_attribute("data-status", "void")
    expect(page.locator("[data-state=good]")).to_be_in_viewport()
    assert _rows(phone)[id]["status"] == "void"


def test_language_can_be_chosen_on_a_page_without_a_token(open_browser: OpenBrowser) -> None:
    page = _open(open_browser("ana").new_page(), "/log/")
    page.locator(".languages [value=en]").tap()
    page.locator("html[lang=en][data-ready]").wait_for()
    assert page.url.endswith("/log/")
    page.locator(".languages [value=vi]").tap()
    page.locator("html[lang=vi][data-ready]").wait_for()
