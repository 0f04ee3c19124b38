"""The team's households on the phone: with no network, for their reader alone, and no longer than they may stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from app.month import today
from app.people.models import Membership
from tests.cast import ANA, BRUNO, TEAM_2
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.faults import answer_with
from tests.e2e.offline.phone import SAVE, Phone
from tests.e2e.offline.phone_actions import (
    expect_waiting,
    log_entry,
    stored,
    wait_for_form_code,
    wait_for_script,
    wait_until,
)
from tests.e2e.server import fill_in_sign_in
from tests.e2e.tap_counter import TapCounter
from tests.factories import household, make_entry

PAGE = "/log/households"
LIST = "**/api/v1/households*"
OLD = 31 * 86_400_000
VISITED = today() - timedelta(days=20)
"""Long enough ago that the form does not ask whether the household is visited again."""

LANE = "ngõ 3"
HOMES = 24
AGE = """(milliseconds) => new Promise((resolve) => {
  const opening = indexedDB.open("tung-nha");
  opening.onsuccess = () => {
    const tx = opening.result.transaction("lists", "readwrite");
    const asking = tx.objectStore("lists").getAll();
    asking.onsuccess = () => {
      for (const list of asking.result) tx.objectStore("lists").put({ ...list, at: list.at - milliseconds });
    };
    tx.oncomplete = () => resolve(opening.result.close());
  };
})"""


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Serve a lane of households."""
    return filled(databases)


def filled(databases: Databases) -> str:
    """Return the cast's database with a lane of households: some were met, one was out, one declined."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    met = [household(f"Số {number}, {LANE}") for number in range(1, HOMES - 1)]
    absent, declined = household(f"Số {HOMES - 1}, {LANE}"), household(f"Số {HOMES}, ngõ 12")
    on = VISITED.isoformat()
    entries = [
        *(make_entry(household=one, happened_on=on) for one in met),
        make_entry(household=absent, happened_on=on, met="absent", people=0, topics=[]),
        make_entry(household=declined, happened_on=on, met="declined", people=0, topics=[]),
        make_entry("merchant", happened_on=on, merchant={"id": household()["id"], "name": "Quán nước bà Tư"}),
    ]
    receipts = Visitor(app, "leo").sync(*entries)
    assert {receipt["outcome"] for receipt in receipts} == {"stored"}
    dispose(app)
    return url


def stored_lists(page: Page) -> list[dict[str, Any]]:
    return [one for one in stored(page, "lists") if one["name"] == "households"]


def prepare(phone: Phone, name: str = "ana", path: str = "/log/") -> Page:
    """Open the app once, until the list is on the phone."""
    page = phone.prepare(name, path)
    wait_until(page, lambda: bool(stored_lists(page)))
    return page


def lane_of(page: Page, name: str = LANE) -> Any:
    return page.locator("details.lane", has_text=name).first


def test_list_opens_offline_after_home_was_opened_once(phone: Phone) -> None:
    page = prepare(phone)
    phone.go_offline()
    phone.open(PAGE, page)
    expect(page.locator("#list-progress")).to_contain_text(f"{HOMES - 2}/{HOMES}")
    lane = lane_of(page)
    expect(lane.locator("summary")).to_contain_text(f"{HOMES - 2}/{HOMES - 1} hộ đã gặp")
    expect(lane.locator("a")).to_have_count(0)
    lane.locator("summary").tap()
    rows = lane.locator("a")
    expect(rows.first).to_contain_text(f"Số 1, {LANE}")
    expect(rows.nth(1)).to_contain_text(f"Số 2, {LANE}")
    expect(rows.first).to_contain_text(f"Gặp ngày {VISITED:%d/%m/%Y}")
    expect(rows.last).to_contain_text("Vắng ngày")
    expect(rows.last).to_contain_text("Chưa rà soát")


def test_filters_and_search_find_what_is_to_do(phone: Phone) -> None:
    page = prepare(phone, path=PAGE)
    page.locator("#list-filter [data-filter=absent]").tap()
    expect(page.locator(".household-rows a")).to_have_count(1)
    expect(page.locator(".household-rows a")).to_contain_text(f"Số {HOMES - 1}, {LANE}")
    page.fill("#find", "12/3")
    expect(page.locator("#household-list")).to_contain_text("Không có mục nào")
    page.locator("#household-list button").tap()
    page.fill("#find", "nha 17 ngo 3")
    expect(page.locator(".household-rows a")).to_have_count(1)
    expect(page.locator(".household-rows a")).to_contain_text(f"Số 17, {LANE}")


def test_merchants_have_a_list_of_their_own(phone: Phone) -> None:
    page = prepare(phone, path=PAGE)
    page.locator("#list-kind [value=merchants]").tap()
    row = page.locator(".household-rows a")
    expect(row).to_contain_text("Quán nước bà Tư")
    assert "/log/merchant?merchant=" in str(row.get_attribute("href"))


def test_three_taps_log_a_visit_that_the_list_shows_at_once(phone: Phone, ward: Ward) -> None:
    page = prepare(phone, path=PAGE)
    phone.go_offline()
    taps = TapCounter(page)
    taps.tap(lane_of(page).locator("summary"))
    row = lane_of(page).locator("a").last
    id = str(row.get_attribute("data-household"))
    taps.tap(row)
    wait_for_form_code(page)
    taps.tap(SAVE)
    page.locator("#receipt[data-receipt=waiting]").wait_for()
    assert taps.count <= 3
    page.go_back()
    row = page.locator(f"[data-household='{id}']")
    expect(row).to_contain_text("Gặp ngày")
    expect(row).to_contain_text("chưa gửi")
    expect(row).to_be_in_viewport()
    expect(lane_of(page).locator("summary")).to_contain_text(f"{HOMES - 1}/{HOMES - 1}")
    phone.go_online()
    expect_waiting(page, 0)
    (entry,) = ward.rows().values()
    assert entry["household"] == f"Số {HOMES - 1}, {LANE}"
    expect(row).not_to_contain_text("chưa gửi")


def test_new_household_is_in_the_list_before_the_ward_has_it(phone: Phone) -> None:
    page = prepare(phone)
    phone.go_offline()
    log_entry(phone, page, "Số 77, ngõ 40")
    phone.open(PAGE, page)
    page.fill("#find", "77")
    expect(page.locator(".household-rows a")).to_contain_text("Số 77, ngõ 40")
    expect(page.locator(".household-rows a")).to_contain_text("chưa gửi")


def test_lane_that_was_opened_is_open_after_a_search_that_finds_few(phone: Phone) -> None:
    page = prepare(phone, path=PAGE)
    lanes = page.locator("details.lane")
    expect(lanes).to_have_count(2)
    lane_of(page).locator("summary").tap()
    page.fill("#find", f"Số 2, {LANE}")
    expect(lanes).to_have_count(1)
    page.fill("#find", "")
    expect(lanes).to_have_count(2)
    expect(lane_of(page)).to_have_attribute("open", "")
    expect(page.locator("details.lane[open]")).to_have_count(1)


def test_what_was_chosen_is_there_again_after_the_form(phone: Phone) -> None:
    page = prepare(phone, path=PAGE)
    page.locator("#list-filter [data-filter=unknown]").tap()
    page.fill("#find", LANE)
    # A lane that is shown alone is open.
    expect(page.locator("details.lane")).to_have_count(1)
    with page.expect_navigation():
        lane_of(page).locator("a").nth(20).tap()
    page.locator("html[data-ready]").wait_for(state="attached")
    phone.open(PAGE, page)
    expect(page.locator("#find")).to_have_value(LANE)
    expect(page.locator("[data-filter=unknown]")).to_have_attribute("aria-pressed", "true")
    expect(lane_of(page).locator("a").nth(20)).to_be_in_viewport()


def test_list_of_a_month_ago_leaves_the_phone_when_home_is_opened(phone: Phone) -> None:
    page = prepare(phone)
    phone.go_offline()
    page.evaluate(AGE, OLD)
    phone.open("/log/", page)
    wait_until(page, lambda: stored_lists(page) == [])
    phone.open(PAGE, page)
    expect(page.locator("[data-missing]")).to_contain_text("Khi có mạng")
    phone.go_online()
    expect(lane_of(page)).to_be_visible()


def test_list_from_the_future_leaves_the_phone(phone: Phone) -> None:
    page = prepare(phone)
    phone.go_offline()
    page.evaluate(AGE, -OLD)
    phone.open("/log/", page)
    wait_until(page, lambda: stored_lists(page) == [])


def test_list_leaves_the_phone_at_sign_out(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = phone.context.new_page()
    fill_in_sign_in(page, phone.site.phones["ana"], phone.site.password)
    page.wait_for_url("**/log/")
    wait_until(page, lambda: bool(stored_lists(page)))
    page.goto("/account")
    page.locator("#sign-out button").tap()
    page.wait_for_url("**/login*")
    assert stored_lists(page) == []
    phone.open_fresh(PAGE, page)
    expect(page.locator(".household-rows, .lane")).to_have_count(0)


def test_next_user_of_the_phone_sees_their_own_list(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = prepare(phone, path=PAGE)
    page.fill("#find", LANE)
    wait_for_script(page, f"() => sessionStorage.getItem('tung-nha-households')?.includes('{LANE}')")
    phone.lose_session()
    phone.sign_in("bruno")
    phone.open_fresh(PAGE, page)
    page.locator("html[data-fresh]").wait_for(state="attached")
    wait_until(page, lambda: [one["user"] for one in stored_lists(page)] == [BRUNO])
    expect(page.locator("#household-list")).not_to_contain_text(LANE)
    expect(page.locator("#find")).to_have_value("")


def test_list_is_asked_for_at_the_tab_and_else_once_an_hour(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = prepare(phone)
    asked: list[str] = []
    phone.context.on("request", lambda one: asked.append(one.url) if "/api/v1/households" in one.url else None)
    phone.open_fresh("/log/visit", page)
    phone.open_fresh("/log/mine", page)
    assert asked == []
    phone.open_fresh(PAGE, page)
    assert len(asked) == 1
    page.evaluate(AGE, 3_700_000)
    phone.open_fresh("/log/", page)
    wait_until(page, lambda: len(asked) == 2)


def test_server_of_an_older_version_has_no_list(quiet_phone: Phone) -> None:
    quiet_phone.add_fault(LIST, answer_with(404, '{"error": "404"}', "application/json"))
    page = quiet_phone.prepare("ana", PAGE)
    expect(page.locator("[data-missing=old_server]")).to_contain_text("Máy chủ của phường chưa có danh sách này")
    quiet_phone.open_fresh("/log/visit", page)
    expect(page.locator("#entry")).to_be_visible()


def test_list_of_another_team_goes_with_the_team(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = prepare(phone, path=PAGE)
    expect(lane_of(page)).to_be_visible()

    def move(team: int) -> None:
        ward.do(
            lambda session: session.execute(sa.update(Membership).where(Membership.user_id == ANA).values(team_id=team))
        )

    move(TEAM_2)
    phone.add_fault(LIST, answer_with(500))
    phone.open_fresh("/log/", page)
    wait_until(page, lambda: stored_lists(page) == [])
    phone.remove_faults(LIST)
    phone.open_fresh(PAGE, page)
    expect(page.locator("#household-list")).not_to_contain_text(LANE)
