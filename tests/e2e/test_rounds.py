"""A round from household to household: the next one of the lane at one tap, with what goes on to it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.month import today
from tests.cast import LEO
from tests.conftest import Databases
from tests.e2e.conftest import OpenBrowser
from tests.e2e.lanes import (
    CHOSEN,
    LANES,
    LONG_LANE,
    NEXT,
    SAVE,
    go_on,
    lanes_database,
    open_first,
    save,
    start_round,
    wait_for_form,
)
from tests.e2e.tap_counter import TapCounter
from tests.e2e.ward_figures import ward_figures

CARRIED = "#carried [data-carried]"
LINKS = "#next-household a"
VIETNAM = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Serve a ward with lanes, of which each test takes its own."""
    return lanes_database(databases)


def _open(context: BrowserContext, path: str = "/log/households") -> TapCounter:
    page = context.new_page()
    page.goto(path)
    page.locator("html[data-fresh]").wait_for(state="attached")
    return TapCounter(page)


def _carried(page: Page) -> dict[str, str]:
    """Return what is carried on, by field; it comes with code that a form does not wait for."""
    page.locator(CARRIED).first.wait_for()
    return {str(one.get_attribute("data-carried")): one.inner_text() for one in page.locator(CARRIED).all()}


def _written(context: BrowserContext, lane: str) -> dict[str, dict[str, Any]]:
    """Return the fields of own visits to a lane, as the ward has them, by the household's label."""
    entries = context.request.get("/api/v1/mine?form=2").json()["entries"]
    visits = [one["fields"] for one in entries if one["kind"] == "visit" and one["fields"]["household"]]
    return {one["household"]["label"]: one for one in visits if one["household"]["label"].endswith(lane)}


def test_household_of_the_list_takes_three_taps(open_browser: OpenBrowser) -> None:
    taps = _open(open_browser("ana"))
    open_first(taps, "ngõ 5")
    save(taps)
    assert taps.count <= 3


def test_listed_household_takes_three_taps_in_the_form(open_browser: OpenBrowser) -> None:
    taps = _open(open_browser("ana"), "/log/visit")
    taps.type("[name=household]", "2 ngo 5")
    taps.tap(taps.page.locator("[data-found] button", has_text="Số 2, ngõ 5"))
    save(taps)
    assert taps.count <= 3


def test_new_household_takes_four_taps_from_the_home_page(open_browser: OpenBrowser) -> None:
    taps = _open(open_browser("ana"), "/log/")
    taps.tap('a[href="/log/visit"]')
    wait_for_form(taps.page)
    taps.type("[name=household]", "Số 88, ngõ 40")
    taps.tap("[data-found] .add-new")
    taps.tap(SAVE)
    taps.page.locator("#receipt[data-receipt]").wait_for()
    assert taps.count <= 4


def test_twenty_households_of_a_lane_take_fifty_taps(open_browser: OpenBrowser) -> None:
    phone, ward = open_browser("ana"), open_browser("carla")
    before = ward_figures(ward).in_log("visit")
    taps = _open(phone)
    start_round(taps, LONG_LANE)
    for number in range(2, LANES[LONG_LANE] + 1):
        go_on(taps)
        expect(taps.page.locator(CHOSEN)).to_contain_text(f"Số {number}, {LONG_LANE}")
        save(taps)
    assert taps.count <= 50, f"the lane took {taps.count} taps"
    done = f"Đã đi hết các hộ của {LONG_LANE} trong danh sách."
    expect(taps.page.locator("#next-household p")).to_have_text(done)
    expect(taps.page.locator(NEXT)).to_have_count(0)
    expect(taps.page.locator("[data-receipt=stored]")).to_be_visible()
    assert ward_figures(ward).in_log("visit") == before + LANES[LONG_LANE]
    written = _written(phone, LONG_LANE)
    assert len(written) == LANES[LONG_LANE]
    for fields in written.values():
        assert fields["topics"] == ["vneid"]
        assert fields["companions"] == [LEO]
        assert fields["happened_on"] == today().isoformat()


def test_another_lane_follows_one_that_is_done(open_browser: OpenBrowser) -> None:
    taps = _open(open_browser("ana"))
    start_round(taps, "ngõ 7")
    go_on(taps)
    save(taps)
    offered = taps.page.locator(LINKS)
    expect(offered).to_have_count(2)
    expect(offered.first).to_have_text("Sang chỗ khác: Số 1, ngõ 9")
    expect(offered.last).to_have_attribute("href", "/log/households")
    with taps.page.expect_navigation():
        taps.tap(offered.first)
    wait_for_form(taps.page)
    expect(taps.page.locator(CHOSEN)).to_contain_text("Số 1, ngõ 9")
    assert _carried(taps.page).keys() == {"companions", "topics"}


def test_what_goes_on_is_shown_and_cleared_at_one_tap_each(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    taps = _open(phone)
    page = taps.page
    open_first(taps, "ngõ 11")
    taps.choose("topics", "vneid")
    taps.choose("companions", str(LEO))
    yesterday = today() - timedelta(days=1)
    page.locator("[data-days] button").last.tap()
    save(taps)
    go_on(taps)
    assert _carried(page).keys() == {"happened_on", "companions", "topics"}
    assert f"{yesterday:%d/%m/%Y}" in _carried(page)["happened_on"]
    for chip in page.locator(CARRIED).all():
        expect(chip).to_be_in_viewport(ratio=1)
    for name in ("topics", "happened_on", "companions"):
        before = taps.count
        taps.tap(f"#carried [data-carried={name}]")
        assert taps.count == before + 1
        expect(page.locator(f"#carried [data-carried={name}]")).to_have_count(0)
    expect(page.locator("#carried")).to_be_hidden()
    save(taps)
    expect(page.locator("[data-receipt=stored]")).to_be_visible()
    fields = _written(phone, "ngõ 11")["Số 2, ngõ 11"]
    assert fields["happened_on"] == today().isoformat()
    assert not fields["topics"]
    assert not fields.get("companions")
    assert _written(phone, "ngõ 11")["Số 1, ngõ 11"]["happened_on"] == yesterday.isoformat()


def test_back_and_reload_bring_what_goes_on_again(open_browser: OpenBrowser) -> None:
    taps = _open(open_browser("ana"))
    page = taps.page
    start_round(taps, "ngõ 13")
    go_on(taps)
    shown = _carried(page)
    assert shown.keys() == {"companions", "topics"}
    for _ in range(2):
        page.reload()
        wait_for_form(page)
        assert _carried(page) == shown
        expect(page.locator(CHOSEN)).to_contain_text("Số 2, ngõ 13")
        expect(page.locator(f"[name=companions][value='{LEO}']")).to_be_checked()
    page.go_back()
    page.go_forward()
    wait_for_form(page)
    assert _carried(page) == shown
    expect(page.locator("[data-start-anew]")).to_be_hidden()


def test_reload_keeps_what_was_cleared_away(open_browser: OpenBrowser) -> None:
    taps = _open(open_browser("ana"))
    page = taps.page
    start_round(taps, "ngõ 17")
    go_on(taps)
    taps.tap("#carried [data-carried=topics]")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.reload()
    wait_for_form(page)
    expect(page.locator("[data-start-anew]")).to_be_visible()
    assert _carried(page).keys() == {"companions"}
    expect(page.locator("[name=topics]:checked")).to_have_count(0)


def test_day_of_the_work_does_not_go_on_over_midnight(open_browser: OpenBrowser) -> None:
    phone = open_browser("ana")
    taps = _open(phone)
    page = taps.page
    evening = datetime.combine(today() - timedelta(days=1), datetime.max.time(), VIETNAM) - timedelta(minutes=2)
    page.clock.set_fixed_time(evening)
    start_round(taps, "ngõ 15")
    page.clock.set_fixed_time(evening + timedelta(minutes=5))
    go_on(taps)
    assert _carried(page).keys() == {"companions", "topics"}
    expect(page.locator("[name=happened_on]")).to_have_value(today().isoformat())
    save(taps)
    expect(page.locator("[data-receipt=stored]")).to_be_visible()
    days = {label: fields["happened_on"] for label, fields in _written(phone, "ngõ 15").items()}
    assert days == {"Số 1, ngõ 15": evening.date().isoformat(), "Số 2, ngõ 15": today().isoformat()}
