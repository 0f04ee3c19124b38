"""Lanes of households that somebody met some weeks ago, and what is done on a round from one to the next."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page

from app.month import today
from tests.cast import LEO
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.offline.phone_actions import wait_for_form_code
from tests.e2e.tap_counter import TapCounter
from tests.factories import household, make_entry

LONG_LANE = "ngõ 3"
LANES = {LONG_LANE: 20, "ngõ 5": 2, "ngõ 7": 2, "ngõ 9": 3, "ngõ 11": 3, "ngõ 13": 3, "ngõ 15": 3, "ngõ 17": 3}
"""How many households each lane has."""

SAVE = "button[type=submit].primary"
NEXT = "#next-household a.primary"
CHOSEN = "[data-chosen]"


def lanes_database(databases: Databases) -> str:
    """Return the cast's database with lanes whose households were met long ago enough to be due again."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    labels = [f"Số {number}, {lane}" for lane, houses in LANES.items() for number in range(1, houses + 1)]
    on = (today() - timedelta(days=20)).isoformat()
    receipts = Visitor(app, "leo").sync(*(make_entry(household=household(one), happened_on=on) for one in labels))
    assert {receipt["outcome"] for receipt in receipts} == {"stored"}
    dispose(app)
    return url


def wait_for_form(page: Page) -> None:
    """Wait until a form can be filled in."""
    page.locator("html[data-ready]").wait_for(state="attached")
    page.locator("#entry:not([hidden])").wait_for()


def open_first(taps: TapCounter, lane: str) -> None:
    """Open the form of a lane's first household from the team's list."""
    found = taps.page.locator("details.lane").filter(has=taps.page.get_by_text(lane, exact=True))
    taps.tap(found.locator("summary"))
    taps.tap(found.locator("a").first)
    wait_for_form(taps.page)


def start_round(taps: TapCounter, lane: str) -> None:
    """Log the first household of a lane, with a topic and a companion."""
    open_first(taps, lane)
    taps.choose("topics", "vneid")
    taps.choose("companions", str(LEO))
    save(taps)


def save(taps: TapCounter) -> None:
    """Save the form, and wait for what comes next."""
    wait_for_form_code(taps.page)
    taps.tap(SAVE)
    taps.page.locator("#receipt[data-receipt]").wait_for()
    taps.page.locator("#next-household:not([hidden])").wait_for()


def go_on(taps: TapCounter) -> None:
    """Open the form of the next household."""
    # The same page is opened again.
    with taps.page.expect_navigation():
        taps.tap(NEXT)
    wait_for_form(taps.page)
