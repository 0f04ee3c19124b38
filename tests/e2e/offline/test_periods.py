"""A ward whose periods begin on the 15th: the last minutes of one, the first of the next, and late work, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.month import Month
from app.periods import CALENDAR
from tests.cast import PASSWORD, PHONES
from tests.conftest import Databases
from tests.e2e.clocked_server import ServerClock
from tests.e2e.conftest import site_with
from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.period_ward import AFTER, BEFORE, ENDING, FIRST_MINUTE, LAST_MINUTE, MIDDLE, PeriodWard
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import entry_row, expect_waiting, fill_in_visit, save, stored
from tests.e2e.server import Site, served

DAY = "[name=happened_on]"
NOTICE = "#closed-month"

FORGET_PERIODS = """() => new Promise((resolve) => {
  indexedDB.open("tung-nha").onsuccess = ({ target: { result: database } }) => {
    const lists = database.transaction(["lists"], "readwrite").objectStore("lists");
    lists.getAll().onsuccess = ({ target: { result } }) => {
      for (const list of result) {
        delete list.body.periods;
        for (const entry of list.body.entries ?? []) delete entry.month;
        lists.put({ ...list, etag: null });
      }
    };
    lists.transaction.oncomplete = () => { database.close(); resolve(); };
  };
})"""
"""Leaves on the phone what a release without periods had stored there."""


def _days(month: Month) -> str:
    return f"({MIDDLE.first(month):%d/%m}–{MIDDLE.last(month):%d/%m})"


def _called(month: Month) -> str:
    return f"kỳ tháng {month.first:%m/%Y} {_days(month)}"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> ServerClock:
    """Return the clock of the served app."""
    return ServerClock(tmp_path_factory.mktemp("clock") / "time")


@pytest.fixture(scope="module")
def clocked_site(databases: Databases, clock: ServerClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the app by a clock of its own."""
    clock.set(LAST_MINUTE)
    log = tmp_path_factory.mktemp("server") / "log"
    target = "--target", "tests.e2e.clocked_server:served"
    with clock.environment(), served(databases.fresh("sqlite"), PHONES, PASSWORD, log, *target) as site:
        yield site


@pytest.fixture
def site(clocked_site: Site, cast_database: str) -> Site:
    """Return the served app, with a database of this test's own."""
    return site_with(clocked_site, cast_database)


@pytest.fixture
def periods(site: Site, clock: ServerClock) -> PeriodWard:
    """Return the ward, with periods from the 15th, a minute before one ends."""
    ward = PeriodWard(site, clock)
    ward.set_periods(MIDDLE)
    return ward


def _prepare(phone: Phone, path: str = "/log/") -> Page:
    """Open the phone while online, a minute before the period ends."""
    page = phone.context.new_page()
    page.clock.set_system_time(LAST_MINUTE)
    phone.sign_in("ana")
    phone.open_fresh(path, page)
    page.evaluate("() => navigator.serviceWorker.ready")
    return page


def _log(phone: Phone, page: Page, label: str, state: str = "stored", day: date | None = None) -> str:
    phone.open("/log/visit", page)
    if day:
        page.fill(DAY, day.isoformat())
    fill_in_visit(page, label)
    return save(page, state)


def _expect_home(phone: Phone, page: Page, month: Month, received: int) -> None:
    """Expect the figures of home to be those of a period."""
    phone.open_fresh("/log/", page)
    expect(page.locator("#this-period")).to_have_text(f"Kỳ này {_days(month)}")
    expect(page.locator("[data-kind=visit] [data-count=received]")).to_have_text(str(received))
    expect(page.locator("[data-figure=received]")).to_have_text(f"Phường đã nhận kỳ này: {received}")


def test_each_side_of_midnight_counts_in_its_own_period(quiet_phone: Phone, ward: Ward, periods: PeriodWard) -> None:
    page = _prepare(quiet_phone)
    late = _log(quiet_phone, page, "Số 1, ngõ 4")
    _expect_home(quiet_phone, page, ENDING, 1)
    periods.set_clock(FIRST_MINUTE, page)
    early = _log(quiet_phone, page, "Số 3, ngõ 4")
    _expect_home(quiet_phone, page, AFTER, 1)
    assert set(ward.rows(ENDING)) == {late}
    assert set(ward.rows(AFTER)) == {early}


def test_both_sides_of_midnight_without_a_connection(quiet_phone: Phone, ward: Ward, periods: PeriodWard) -> None:
    page = _prepare(quiet_phone)
    quiet_phone.go_offline()
    late = _log(quiet_phone, page, "Số 5, ngõ 4", "waiting")
    page.clock.set_system_time(FIRST_MINUTE)
    early = _log(quiet_phone, page, "Số 7, ngõ 4", "waiting")
    quiet_phone.open("/log/", page)
    expect(page.locator("#this-period")).to_have_text(f"Kỳ này {_days(AFTER)}")
    periods.set_clock(FIRST_MINUTE)
    quiet_phone.go_online()
    expect_waiting(page, 0)
    _expect_home(quiet_phone, page, AFTER, 1)
    assert set(ward.rows(ENDING)) == {late}
    assert set(ward.rows(AFTER)) == {early}


def test_a_form_that_is_open_over_midnight_asks_again_where_its_day_counts(
    quiet_phone: Phone, periods: PeriodWard
) -> None:
    """The period was closed on its last evening, and the day of the form goes on to the next one by itself."""
    periods.close(ENDING)
    page = quiet_phone.context.new_page()
    page.clock.install(time=LAST_MINUTE)
    quiet_phone.sign_in("ana")
    quiet_phone.open_fresh("/log/visit", page)
    expect(page.locator(NOTICE)).to_contain_text(f"được tính vào {_called(AFTER)}")
    page.clock.run_for("02:00")
    expect(page.locator(DAY)).to_have_value(FIRST_MINUTE.date().isoformat())
    expect(page.locator(NOTICE)).to_be_hidden()
    assert page.locator("[name=count_in]").input_value() == ""


def test_late_work_of_a_closed_period_is_offered_the_open_one(
    quiet_phone: Phone, ward: Ward, periods: PeriodWard
) -> None:
    periods.close(BEFORE)
    page = _prepare(quiet_phone)
    quiet_phone.go_offline()
    quiet_phone.open("/log/visit", page)
    page.fill(DAY, MIDDLE.first(ENDING).isoformat())
    expect(page.locator(NOTICE)).to_be_hidden()
    page.fill(DAY, MIDDLE.last(BEFORE).isoformat())
    text = f"K{_called(BEFORE)[1:]} đã chốt. Việc này được tính vào {_called(ENDING)}; ngày làm vẫn giữ nguyên."
    expect(page.locator(NOTICE)).to_have_text(text)
    fill_in_visit(page, "Số 9, ngõ 4")
    id = save(page, "waiting")
    expect(page.locator(f'#receipt [data-entry="{id}"]')).to_contain_text(text)
    quiet_phone.go_online()
    expect_waiting(page, 0)
    assert set(ward.rows(ENDING)) == {id}
    quiet_phone.open_fresh("/log/mine", page)
    expect(entry_row(page, id)).to_contain_text(f"Được tính vào {_called(ENDING)}.")
    expect(page.locator("#own-days")).to_have_text(f"Ngày công {_called(ENDING)}: 1 ngày")


@pytest.mark.parametrize("off_by", [timedelta(days=70), timedelta(days=-70)], ids=["ahead", "behind"])
def test_a_wrong_clock_offers_the_period_that_it_is_at_the_ward(
    quiet_phone: Phone, periods: PeriodWard, off_by: timedelta
) -> None:
    periods.close(BEFORE)
    page = _prepare(quiet_phone)
    page.clock.set_system_time(LAST_MINUTE + off_by)
    quiet_phone.open_fresh("/log/visit", page)
    page.fill(DAY, MIDDLE.last(BEFORE).isoformat())
    expect(page.locator(NOTICE)).to_contain_text(f"được tính vào {_called(ENDING)}")
    assert page.locator("[name=count_in]").input_value() == str(ENDING)


def test_a_period_that_was_closed_meanwhile_offers_the_open_one_after_the_refusal(
    quiet_phone: Phone, ward: Ward, periods: PeriodWard
) -> None:
    page = _prepare(quiet_phone, "/log/visit")
    fill_in_visit(page, "Số 11, ngõ 4")
    page.fill(DAY, MIDDLE.first(BEFORE).replace(day=20).isoformat())
    periods.close(BEFORE.previous(), BEFORE)
    page.locator("#entry button[type=submit]").tap()
    expect(page.locator("#errors")).to_contain_text("đã chốt")
    expect(page.locator(NOTICE)).to_contain_text(f"được tính vào {_called(ENDING)}")
    id = save(page, "stored")
    assert set(ward.rows(ENDING)) == {id}


def test_what_the_ward_counts_later_by_itself_shows_in_the_own_list(
    quiet_phone: Phone, ward: Ward, periods: PeriodWard
) -> None:
    """The ward does not refuse a day for a period of which an old phone could not know that it is closed."""
    page = _prepare(quiet_phone, "/log/visit")
    fill_in_visit(page, "Số 13, ngõ 4")
    page.fill(DAY, MIDDLE.last(BEFORE).isoformat())
    periods.close(BEFORE.previous(), BEFORE)
    id = save(page, "stored")
    assert set(ward.rows(ENDING)) == {id}
    quiet_phone.open_fresh("/log/mine", page)
    expect(entry_row(page, id)).to_contain_text(f"Được tính vào {_called(ENDING)}.")


def test_working_data_of_before_the_update_go_on_until_the_next_answer(
    quiet_phone: Phone, ward: Ward, periods: PeriodWard
) -> None:
    periods.close(BEFORE.previous(), BEFORE)
    page = _prepare(quiet_phone)
    page.evaluate(FORGET_PERIODS)
    quiet_phone.go_offline()
    quiet_phone.open("/log/", page)
    expect(page.locator("#this-period")).to_have_text("Tháng này")
    quiet_phone.open("/log/visit", page)
    closed_month = BEFORE.previous()
    page.fill(DAY, closed_month.last.isoformat())
    expect(page.locator(NOTICE)).to_contain_text(
        f"Tháng {closed_month.first:%m/%Y} đã chốt. Việc này được tính vào tháng {ENDING.first:%m/%Y};"
    )
    fill_in_visit(page, "Số 15, ngõ 4")
    late = save(page, "waiting")
    unknowing = _log(quiet_phone, page, "Số 17, ngõ 4", "waiting", day=MIDDLE.last(BEFORE))
    quiet_phone.go_online()
    expect_waiting(page, 0)
    assert set(ward.rows(ENDING)) == {late, unknowing}
    _expect_home(quiet_phone, page, ENDING, 2)


def test_the_rule_changes_while_entries_wait(quiet_phone: Phone, ward: Ward, periods: PeriodWard) -> None:
    """What was logged by calendar months is taken in by the ward's new periods: nothing is lost or refused."""
    periods.set_periods(CALENDAR)
    periods.close(BEFORE.previous())
    page = _prepare(quiet_phone)
    quiet_phone.go_offline()
    late = _log(quiet_phone, page, "Số 19, ngõ 4", "waiting", day=BEFORE.previous().last)
    early = _log(quiet_phone, page, "Số 21, ngõ 4", "waiting", day=BEFORE.first.replace(day=20))
    today_id = _log(quiet_phone, page, "Số 23, ngõ 4", "waiting")
    assert [entry["fields"]["count_in"] for entry in stored(page)].count(str(ENDING)) == 1
    periods.set_clock(FIRST_MINUTE, page)
    periods.change_periods(BEFORE, 15)
    quiet_phone.go_online()
    expect_waiting(page, 0)
    expect(page.locator("#status-bar")).to_have_attribute("data-correct", "0")
    assert set(ward.rows(ENDING)) == {late, early, today_id}
    _expect_home(quiet_phone, page, AFTER, 0)
    periods.change_periods(BEFORE, 1)
    quiet_phone.open_fresh("/log/", page)
    expect(page.locator("#this-period")).to_have_text("Tháng này")
    expect(page.locator("[data-figure=received]")).to_have_text("Phường đã nhận tháng này: 2")
    assert set(ward.rows(ENDING)) == {late, today_id}
