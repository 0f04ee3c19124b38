"""A ward whose households are easily taken for each other, and what is done with a form that names one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from app.month import today
from tests.cast import AREA_2, MARKET_A
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import stored, wait_until
from tests.factories import household, make_entry

SAVE = "#entry button[type=submit]"
CHOSEN = "[data-chosen]"
ROWS = "[data-found] button"
LANE_HOUSES = 18
HANH = "0199a000-0000-7000-8000-000000000101"
NUMBER_43 = "0199a000-0000-7000-8000-000000000102"
NUMBER_51 = "0199a000-0000-7000-8000-000000000103"
NUMBER_51_IN_2 = "0199a000-0000-7000-8000-000000000104"
OTHER_AREA = "0199a000-0000-7000-8000-000000000105"
STALL = "0199a000-0000-7000-8000-000000000106"
DAYS_AGO = 20
"""Too long ago for the question whether a household is visited twice."""


def add_similar_households(databases: Databases) -> str:
    """Return the address of a database of the cast with households that are easily taken for each other."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    day = {"happened_on": (today() - timedelta(days=DAYS_AGO)).isoformat()}
    visits = [
        make_entry(household=household("Hộ bà Hạnh", HANH), **day),
        make_entry(household=household("Số 43, ngõ 3", NUMBER_43), **day),
        *(make_entry(household=household(f"Số {number}, ngõ 9"), **day) for number in range(1, LANE_HOUSES + 1)),
        make_entry(household=household("Số 51, ngõ 1", NUMBER_51), **day),
        make_entry("merchant", merchant={"id": STALL, "name": "Quầy bà Hạnh"}, place=MARKET_A, **day),
    ]
    elsewhere = make_entry(neighbourhood=AREA_2, household=household("Số 51, ngõ 1", NUMBER_51_IN_2), **day)
    elsewhere_only = make_entry(neighbourhood=AREA_2, household=household("Số 8, hẻm Chùa", OTHER_AREA), **day)
    for name, entries in (("ana", visits), ("bruno", [elsewhere, elsewhere_only])):
        assert {one["outcome"] for one in Visitor(app, name).sync(*entries)} == {"stored"}
    dispose(app)
    return url


def open_page(page: Page, path: str = "/log/visit") -> Page:
    """Open a page of the phone and wait until it has also asked the server."""
    page.goto(path)
    page.locator("html[data-fresh]").wait_for(state="attached")
    return page


def open_form(open_browser: OpenBrowser, path: str = "/log/visit") -> Page:
    """Open a form of the ward's coordinator, whose phone lists all areas."""
    return open_page(open_browser("carla").new_page(), path)


def sent_fields(page: Page) -> dict[str, Any]:
    """Return the fields of the entry that the ward has just received."""
    page.locator("#repeat[open], [data-receipt=stored]").first.wait_for()
    if page.locator("#repeat[open]").count():
        page.locator("#repeat button[value=save]").tap()
    page.locator("[data-receipt=stored]").wait_for()
    entries: list[dict[str, Any]] = page.request.get("/api/v1/mine").json()["entries"]
    id = page.locator("#receipt [data-entry]").first.get_attribute("data-entry")
    (fields,) = (one["fields"] for one in entries if one["id"] == id)
    assert isinstance(fields, dict)
    return fields


def leave_draft(page: Page, text: str) -> None:
    """Write into the form, leave it and come back."""
    page.fill("[name=note]", text)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    wait_until(page, lambda: text in [draft["values"]["note"] for draft in stored(page, "drafts")])
