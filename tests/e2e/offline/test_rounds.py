"""A round without a network: the next household, call-backs, and a form whose further code did not come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect

from tests.conftest import Databases
from tests.e2e.household_actions import open_state
from tests.e2e.lanes import CHOSEN, LANES, LONG_LANE, go_on, lanes_database, save, start_round
from tests.e2e.offline.conftest import NewPhone, Ward
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import built_file, expect_waiting, press_save, stored, wait_until
from tests.e2e.tap_counter import TapCounter

PAGE = "/log/households"


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Serve a ward with lanes, of which each test takes its own."""
    return lanes_database(databases)


def _prepare(phone: Phone) -> Page:
    """Open the list once while online, until it is on the phone."""
    page = phone.prepare(path=PAGE)
    wait_until(page, lambda: any(one["name"] == "households" for one in stored(page, "lists")))
    return page


def test_lane_is_done_without_a_network_in_fifty_taps(phone: Phone, ward: Ward) -> None:
    page = _prepare(phone)
    phone.go_offline()
    taps = TapCounter(page)
    start_round(taps, LONG_LANE)
    houses = LANES[LONG_LANE]
    for number in range(2, houses + 1):
        go_on(taps)
        expect(page.locator(CHOSEN)).to_contain_text(f"Số {number}, {LONG_LANE}")
        save(taps)
    assert taps.count <= 50, f"the lane took {taps.count} taps"
    expect(page.locator("#next-household p")).to_contain_text("Đã đi hết")
    expect_waiting(page, houses)
    phone.go_online()
    expect_waiting(page, 0)
    rows = ward.rows().values()
    assert {row["household"] for row in rows} == {f"Số {number}, {LONG_LANE}" for number in range(1, houses + 1)}
    assert len(rows) == houses


def _save_first(phone: Phone, page: Page, lane: str, met: str) -> bool:
    """Log a lane's first household from the list; return whether the phone asked before it saved the visit."""
    phone.open(PAGE, page)
    page.fill("#find", lane)
    page.locator("[data-household]", has_text=f"Số 1, {lane}").tap()
    page.locator("#entry:not([hidden])").wait_for()
    TapCounter(page).choose("met", met)
    press_save(page)
    page.locator("#repeat[open], #receipt[data-receipt]").locator("visible=true").first.wait_for()
    is_asked = page.locator("#repeat[open]").is_visible()
    if is_asked:
        page.locator("#repeat button[value=save]").tap()
    page.locator("#receipt[data-receipt]").wait_for()
    return is_asked


@pytest.mark.parametrize(("lane", "is_offline"), [("ngõ 9", True), ("ngõ 11", False)], ids=["waiting", "received"])
def test_call_back_to_an_absent_household_is_not_asked_about(phone: Phone, lane: str, is_offline: bool) -> None:
    page = _prepare(phone)
    if is_offline:
        phone.go_offline()
    asked = []
    for met in ("absent", "met", "met"):
        asked.append(_save_first(phone, page, lane, met))
        if not is_offline:
            expect(page.locator("[data-receipt=stored]")).to_be_visible()
            phone.open_fresh("/log/visit", page)
    assert asked == [False, False, True]


def _visit_parts() -> str:
    """Return what a request for the further code of a visit matches."""
    return f"**{built_file('visit_parts.js')}"


def test_form_without_its_further_code_leaves_the_state_alone(new_phone: NewPhone) -> None:
    phone = new_phone(service_workers="block")
    phone.sign_in("ana")
    page = phone.open_fresh("/log/visit")
    page.fill("[name=household]", "Số 47, ngõ 19")
    page.locator("[data-found] .add-new").tap()
    open_state(page)
    page.fill("#state-smartphones", "2")
    press_save(page)
    page.locator("#receipt[data-receipt=stored]").wait_for()
    id = page.locator("#receipt [data-entry]").get_attribute("data-entry")

    phone.context.route(_visit_parts(), lambda route: route.abort())
    phone.open_fresh(f"/log/visit?id={id}", page)
    # What could not be stored is not asked for, and no button does nothing.
    expect(page.locator("[data-field=state] summary")).to_be_hidden()
    expect(page.locator("[data-opens=privacy-notice]")).to_be_hidden()
    page.locator("[data-field=people] [data-step='1']").tap()
    press_save(page)
    page.locator("#receipt[data-receipt=stored]").wait_for()
    entries = phone.context.request.get("/api/v1/mine?form=2").json()["entries"]
    (fields,) = [one["fields"] for one in entries if one["id"] == id]
    assert (fields["people"], fields["state"]) == (2, {"smartphones": 2})
    phone.open_fresh("/log/visit", page)
    page.fill("[name=household]", "Số 48, ngõ 19")
    page.locator("[data-found] .add-new").tap()
    press_save(page)
    page.locator("#receipt[data-receipt=stored]").wait_for()
    expect(page.locator("#next-household")).to_be_hidden()


def test_form_of_a_listed_household_loads_at_once_what_its_button_needs(new_phone: NewPhone) -> None:
    """The button may be the first tap on such a form; on a slow phone the receipt would come too late after it."""
    phone = new_phone(service_workers="block")
    phone.sign_in("ana")
    page = phone.open_fresh(PAGE)
    page.fill("#find", "ngõ 17")
    saving_parts = built_file("saving_parts.js")

    def is_code(request: Request) -> bool:
        # The browser also fetches it ahead, which runs nothing.
        return request.url.endswith(saving_parts) and request.resource_type == "script"

    with page.expect_request(is_code):
        page.locator("[data-household]", has_text="Số 2, ngõ 17").tap()


def test_state_of_a_draft_waits_for_its_code(new_phone: NewPhone) -> None:
    phone = new_phone(service_workers="block")
    phone.sign_in("ana")
    page = phone.open_fresh("/log/visit")
    page.fill("[name=household]", "Số 49, ngõ 19")
    page.locator("[data-found] .add-new").tap()
    open_state(page)
    page.fill("#state-smartphones", "3")
    wait_until(page, lambda: bool(stored(page, "drafts")))
    phone.context.route(_visit_parts(), lambda route: route.abort())
    phone.open_fresh("/log/visit", page)
    page.fill("[name=note]", "Không mất")
    wait_until(page, lambda: stored(page, "drafts")[0]["values"]["note"] == "Không mất")
    assert stored(page, "drafts")[0]["values"]["state"] == {"smartphones": 3}
    phone.context.unroute(_visit_parts())
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-field=state] summary")).to_contain_text("3 điện thoại thông minh")


def test_form_is_shown_while_its_further_code_is_on_its_way(new_phone: NewPhone) -> None:
    phone = new_phone(service_workers="block")
    phone.sign_in("ana")
    phone.context.route(_visit_parts(), lambda _: None)
    page = phone.open_fresh("/log/visit")
    page.fill("[name=household]", "Số 50, ngõ 19")
    page.locator("[data-found] .add-new").tap()
    press_save(page)
    page.locator("#receipt[data-receipt=stored]").wait_for()
