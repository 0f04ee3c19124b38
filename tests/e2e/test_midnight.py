"""A form that stays open over midnight."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import Page, expect

from app.month import today
from tests.e2e.conftest import OpenBrowser

VIETNAM = timezone(timedelta(hours=7))
PRESSED = "[data-days] [aria-pressed=true]"
DAY = "[name=happened_on]"


@pytest.fixture
def evening_form(open_browser: OpenBrowser) -> Page:
    """Return the form of a visit on a phone on which it is two minutes before today."""
    page = open_browser("ana").new_page()
    page.clock.install(time=datetime.combine(today(), datetime.min.time(), VIETNAM) - timedelta(minutes=2))
    page.goto("/log/visit")
    page.locator("html[data-ready]").wait_for()
    expect(page.locator(DAY)).to_have_value(_yesterday())
    return page


def _yesterday() -> str:
    return (today() - timedelta(days=1)).isoformat()


def test_form_in_which_nothing_is_written_is_about_the_new_day(evening_form: Page) -> None:
    evening_form.clock.run_for("05:00")
    expect(evening_form.locator(DAY)).to_have_value(today().isoformat())
    expect(evening_form.locator(DAY)).to_have_attribute("max", today().isoformat())
    expect(evening_form.locator(PRESSED)).to_have_text(f"Hôm nay {today():%d/%m}")
    expect(evening_form.locator(".new-day")).to_be_empty()


def test_form_that_is_written_in_says_of_which_day_it_is(evening_form: Page) -> None:
    evening_form.fill("[name=note]", "Bắt đầu ghi trước nửa đêm")
    evening_form.clock.run_for("05:00")
    expect(evening_form.locator(".new-day")).to_contain_text(f"{today() - timedelta(days=1):%d/%m/%Y}")
    expect(evening_form.locator(DAY)).to_have_value(_yesterday())
    expect(evening_form.locator(PRESSED)).to_have_text(f"Hôm qua {today() - timedelta(days=1):%d/%m}")
    evening_form.locator("[data-days] button", has_text="Hôm nay").tap()
    expect(evening_form.locator(DAY)).to_have_value(today().isoformat())
    expect(evening_form.locator(".new-day")).to_be_empty()


def test_phone_that_slept_over_midnight_knows_the_new_day_when_it_is_looked_at(evening_form: Page) -> None:
    evening_form.clock.set_system_time(datetime.combine(today(), datetime.min.time(), VIETNAM) + timedelta(hours=7))
    evening_form.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(evening_form.locator(DAY)).to_have_value(today().isoformat())
