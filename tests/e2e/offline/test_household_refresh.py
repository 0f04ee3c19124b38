"""How new the phone's list of households is: it is fetched when it lacks something, and says how old it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.month import today
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.offline import test_households
from tests.e2e.offline.faults import answer_with
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import expect_waiting, log_entry, wait_until
from tests.e2e.offline.test_households import AGE, LIST, PAGE, lane_of, prepare, stored_lists
from tests.factories import household, make_entry


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Return the database of the tests of the list itself."""
    return test_households.filled(databases)


def test_new_household_stays_when_it_is_received_hours_later(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = prepare(phone)
    phone.go_offline()
    log_entry(phone, page, "Số 78, ngõ 40")
    # The list was read two hours after the visit was begun, and cannot be read now.
    page.evaluate(AGE, -7_200_000)
    phone.add_fault(LIST, answer_with(503))
    phone.go_online()
    phone.open(PAGE, page)
    expect_waiting(page, 0)
    page.fill("#find", "78")
    row = page.locator(".household-rows a", has_text="Số 78, ngõ 40")
    expect(row).to_be_visible()
    expect(row).not_to_contain_text("chưa gửi")
    phone.remove_faults(LIST)
    phone.open(PAGE, page)
    wait_until(page, lambda: stored_lists(page)[0]["since"] == [])
    expect(row).to_be_visible()


def test_page_that_was_opened_offline_fetches_the_list_when_there_is_a_line(phone: Phone) -> None:
    page = prepare(phone)
    phone.go_offline()
    phone.open(PAGE, page)
    page.locator("html[data-fresh]").wait_for(state="attached")
    new = make_entry(household=household("Số 79, ngõ 41"), happened_on=today().isoformat())
    app = make_app(phone.site.database)
    assert [receipt["outcome"] for receipt in Visitor(app, "leo").sync(new)] == ["stored"]
    dispose(app)
    phone.go_online()
    expect(page.locator("details.lane", has_text="ngõ 41")).to_be_visible()


def test_list_says_under_its_heading_how_old_it_is_and_warns(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = prepare(phone)
    phone.open_fresh(PAGE, page)
    expect(page.locator("h1 + #list-time")).to_contain_text("cập nhật lúc")
    warning = page.locator("#list-stale")
    expect(warning).to_be_hidden()
    phone.add_fault(LIST, answer_with(503))
    phone.open_fresh(PAGE, page)
    expect(warning).to_be_visible()
    before = stored_lists(page)[0]["at"]
    phone.remove_faults(LIST)
    with page.expect_response(LIST):
        warning.locator("button").tap()
    wait_until(page, lambda: stored_lists(page)[0]["at"] > before)
    expect(warning).to_be_hidden()
    phone.go_offline()
    page.evaluate(AGE, 2 * 86_400_000)
    phone.open(PAGE, page)
    expect(warning).to_be_visible()
    expect(lane_of(page)).to_be_visible()
