"""Counting at a busy desk: what looks counted is kept, and the ward has everybody once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from playwright.sync_api import expect

from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now, today
from tests.cast import CARLA, WARD_A
from tests.e2e.offline.cached_pages import prepare_whole
from tests.e2e.offline.conftest import Row, Ward
from tests.e2e.offline.counting_actions import count, counted, end_shift, open_desk, total
from tests.e2e.offline.faults import answer_with
from tests.e2e.offline.phone import SYNC, Phone, PhoneOnDisk
from tests.e2e.offline.phone_actions import expect_waiting, sign_in_by_page, stored, wait_until

GROUPS = ("residence", "land", "certification", "tax", "other")
FORGET_CLOCK = """() => new Promise((resolve) => {
  indexedDB.open("tung-nha").onsuccess = ({ target: { result: database } }) => {
    const changed = database.transaction("facts", "readwrite");
    changed.objectStore("facts").delete("clock");
    changed.oncomplete = () => resolve(database.close());
  };
})"""
VIETNAM = timezone(timedelta(hours=7))


def _people(rows: dict[str, Row]) -> Counter[str]:
    """Return how many people the ward has, by group of procedures."""
    people: Counter[str] = Counter()
    for row in rows.values():
        if row["status"] != "void":
            people[row["procedure"]] += int(row["people"])
    return people


def test_500_taps_survive_a_kill_and_reach_the_ward_once(phone_on_disk: PhoneOnDisk, ward: Ward) -> None:
    phone = phone_on_disk
    page = prepare_whole(phone)
    phone.go_offline()
    page = open_desk(phone, page)
    for _round in range(10):
        for group in GROUPS:
            count(page, group, 10)
    assert counted(page) == dict.fromkeys(GROUPS, 100)
    assert total(page) == 500
    phone.kill()
    assert ward.rows() == {}

    phone.start_again(is_online=False)
    page = open_desk(phone)
    assert counted(page) == dict.fromkeys(GROUPS, 100)
    count(page, "land")
    end_shift(page)
    expect_waiting(page, 5)
    phone.sign_in("ana")  # a browser writes its cookies down half a minute later only
    phone.go_online()
    expect_waiting(page, 0)
    rows = ward.rows()
    assert _people(rows) == dict.fromkeys(GROUPS, 100) | {"land": 101}
    assert len(rows) == 5
    expect(page.locator("#shift-end [data-figure-of=received]")).to_have_text("501")


def test_a_kill_while_somebody_taps_takes_nothing_that_looked_stored(phone_on_disk: PhoneOnDisk) -> None:
    phone = phone_on_disk
    page = prepare_whole(phone)
    phone.go_offline()
    page = open_desk(phone, page)
    count(page, "residence", 20)
    seen = page.evaluate(
        """() => new Promise((resolve) => {
          const button = document.querySelector("[data-procedure=residence]");
          for (let i = 0; i < 60; i += 1) button.click();
          setTimeout(() => resolve(Number(button.dataset.people) - (button.hasAttribute("data-waiting") ? 60 : 0)), 5);
        })"""
    )
    phone.kill()
    phone.start_again(is_online=False)
    assert seen <= counted(open_desk(phone))["residence"] <= 80


def test_two_tabs_count_everybody_once(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    one = open_desk(phone, phone.prepare())
    other = open_desk(phone)
    count(one, "residence", 7)
    # The second tab shows what both have counted as soon as it counts itself.
    count(other, "residence", 5, until=12)
    assert total(other) == 12
    end_shift(one)
    end_shift(other)
    wait_until(one, lambda: stored(one) == [])
    rows = ward.rows()
    assert [int(row["people"]) for row in rows.values()] == [12]


@pytest.mark.parametrize(("action", "status"), [(Action.APPROVE, "approved"), (Action.RETURN, "returned")])
def test_who_comes_after_the_decision_is_in_another_entry(
    quiet_phone: Phone, ward: Ward, action: Action, status: str
) -> None:
    phone = quiet_phone
    page = open_desk(phone, phone.prepare())
    count(page, "residence", 4)
    end_shift(page)
    expect_waiting(page, 0)
    (id, row), *_ = ward.rows().items()
    phone.go_offline()
    seen = {UUID(id): int(row["revision"])}
    ward.do(lambda session: review(session, WARD_A, seen, DecisionNote(action, CARLA, now())))
    page.locator("#go-on").tap()
    count(page, "residence", 3)
    end_shift(page)
    expect_waiting(page, 1)
    phone.go_online()
    wait_until(page, lambda: stored(page) == [])
    rows = ward.rows()
    assert {(each["status"], each["people"]) for each in rows.values()} == {(status, "4"), ("submitted", "3")}
    expect(page.locator("#shift-end [data-figure-of=total]")).to_have_text("7")


def test_taking_the_last_one_back_withdraws_the_entry(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = open_desk(phone, phone.prepare())
    count(page, "residence")
    end_shift(page)
    expect_waiting(page, 0)
    page.locator("#go-on").tap()
    expect(page.locator("#take-back small")).to_have_text("Cư trú")
    page.locator("#take-back").tap()
    expect(page.locator("#take-back")).to_be_disabled()
    end_shift(page)
    wait_until(page, lambda: stored(page) == [])
    assert [row["status"] for row in ward.rows().values()] == ["void"]


def test_pause_puts_the_count_among_the_entries(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = phone.prepare()
    page.clock.install()
    page = open_desk(phone, page)
    count(page, "residence", 2)
    page.clock.run_for(6_000)
    expect(page.locator(".count-total [data-figure-of=received]")).to_have_text("2")
    assert _people(ward.rows()) == {"residence": 2}


def test_signing_out_with_an_open_shift_says_that_it_is_not_sent(quiet_phone: Phone, ward: Ward) -> None:
    phone = quiet_phone
    page = open_desk(phone, sign_in_by_page(phone, "ana"))
    phone.add_fault(SYNC, answer_with(500))
    count(page, "residence", 6)
    page.goto("/account")
    page.locator("#sign-out button").tap()
    expect(page.locator("dialog#unsent [data-unsent=waiting] strong")).to_have_text("1")
    page.locator("#unsent button[value=sign-out]").tap()
    page.wait_for_url("**/login*")
    assert ward.rows() == {}
    phone.remove_faults(SYNC)
    page = sign_in_by_page(phone, "ana")
    wait_until(page, lambda: stored(page) == [])
    assert _people(ward.rows()) == {"residence": 6}


def test_home_puts_what_a_dead_battery_left_among_the_entries(phone_on_disk: PhoneOnDisk) -> None:
    phone = phone_on_disk
    page = prepare_whole(phone)
    phone.go_offline()
    count(open_desk(phone, page), "residence", 3)
    phone.kill()
    phone.start_again(is_online=False)
    expect_waiting(phone.open("/log/"), 1)


def test_midnight_begins_another_shift(quiet_phone: Phone) -> None:
    phone = quiet_phone
    page = prepare_whole(phone)
    phone.go_offline()
    # What the ward's clock said when it last answered would tell this phone the day it really is.
    page.evaluate(FORGET_CLOCK)
    midnight = datetime.combine(today(), datetime.min.time(), VIETNAM)
    page.clock.install(time=midnight - timedelta(minutes=2))
    open_desk(phone, page)
    count(page, "residence", 4)
    page.clock.set_system_time(midnight + timedelta(minutes=2))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-procedure=residence]")).to_have_attribute("data-people", "0")
    count(page, "residence", 3)
    end_shift(page)
    yesterday = (today() - timedelta(days=1)).isoformat()
    days = {copy["fields"]["happened_on"]: copy["fields"]["people"] for copy in stored(page)}
    assert days == {yesterday: 4, today().isoformat(): 3}
