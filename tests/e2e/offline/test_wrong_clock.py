"""A phone whose clock is off by more than a day: it asks before saving, and the right day can be given."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from app.month import now, today
from tests.e2e.doubt_actions import SET_BACK_DAYS, fill_in_training
from tests.e2e.offline.phone import Phone
from tests.e2e.offline.phone_actions import press_save

DOUBTS = "#doubts"


def _open_training(phone: Phone, clock_is_behind_by: timedelta) -> Page:
    """Open the form of a training, online, on a phone whose clock is behind."""
    page = phone.prepare()
    page.clock.set_system_time(now() - clock_is_behind_by)
    return phone.open_fresh("/log/training", page)


def test_wrong_clock_is_asked_about_once_before_saving(phone: Phone) -> None:
    page = _open_training(phone, timedelta(days=SET_BACK_DAYS))
    fill_in_training(page)
    press_save(page)
    dialog = page.locator(DOUBTS)
    expect(dialog).to_contain_text(f"phường đang là {today():%d/%m/%Y}")
    expect(dialog).to_contain_text(f"máy này đang là {today() - timedelta(days=SET_BACK_DAYS):%d/%m/%Y} ")
    dialog.locator("[value=back]").tap()
    expect(page.locator("#receipt")).to_be_hidden()
    press_save(page)
    expect(page.locator("#receipt")).to_be_visible()


def test_right_day_is_not_refused_offline_where_the_clock_is_behind(phone: Phone) -> None:
    page = _open_training(phone, timedelta(days=SET_BACK_DAYS))
    phone.go_offline()
    page = phone.open("/log/training", page)
    day = page.locator("[name=happened_on]")
    fill_in_training(page)
    day.fill(today().isoformat())
    expect(day).to_have_attribute("max", today().isoformat())
    press_save(page)
    page.locator(f"{DOUBTS} [value=save]").tap()
    expect(page.locator("#receipt")).to_be_visible()


def test_clock_that_was_set_back_is_compared_with_the_last_answer_of_the_ward(phone: Phone) -> None:
    page = _open_training(phone, timedelta(0))
    phone.go_offline()
    page.clock.set_system_time(now() - timedelta(days=SET_BACK_DAYS))
    page = phone.open("/log/training", page)
    fill_in_training(page)
    press_save(page)
    expect(page.locator(DOUBTS)).to_contain_text(f"với phường đã là {today():%d/%m/%Y}")
    page.locator(f"{DOUBTS} [value=save]").tap()
    expect(page.locator("#receipt")).to_be_visible()


def test_clock_that_is_off_by_less_than_a_day_is_not_asked_about(phone: Phone) -> None:
    page = _open_training(phone, timedelta(hours=23))
    fill_in_training(page)
    press_save(page)
    expect(page.locator("#receipt")).to_be_visible()
