"""What leads to the questions before a form is saved about what is more often a slip than true."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page

from app.month import now, today

SET_BACK_DAYS = 20
_SAVE = "button[type=submit].primary"
_YEAR = timedelta(days=365)


def fill_in_training(page: Page) -> None:
    """Fill in the form of a training with what it needs."""
    page.locator("[name=topics][value=scam_warning]").check()
    page.fill("[name=attendees]", "30")


def doubt_day_and_people(page: Page) -> None:
    """Save a visit of last year at which more people were helped with something than were met."""
    page.fill("[name=household]", "Số 91, ngõ 7")
    page.locator("[data-found] .add-new").tap()
    page.locator("[name=topics][value=scam_warning]").check()
    page.locator("[name=happened_on]").fill((today() - _YEAR).isoformat())
    page.locator("[name=also][value=vneid_2]").check()
    page.locator("[data-code=vneid_2] [data-step='1']").tap()
    _ask(page)


def doubt_clock(page: Page) -> None:
    """Save a training on a phone whose clock is behind."""
    page.clock.set_system_time(now() - timedelta(days=SET_BACK_DAYS))
    page.reload()
    page.locator("html[data-fresh]").wait_for()
    fill_in_training(page)
    _ask(page)


def _ask(page: Page) -> None:
    page.locator(_SAVE).tap()
    page.locator("#doubts[open]").wait_for()
