"""States of a form in which it is not plain which household is meant: each function leads an opened form to one."""

from __future__ import annotations

from playwright.sync_api import Page, Route

from tests.e2e.ward_data import LONG_AREA, LONG_HOUSEHOLD

AREAS = ("Phố 1", LONG_AREA, "Phố 3", "Phố 4", "Phố 5")
FIRST_AREA = 801
LANE_HOUSES = 18


def _add_households(route: Route) -> None:
    """Answer with lists of five areas that have a household of one label each, and of a long lane."""
    headers = {name: value for name, value in route.request.headers.items() if name != "if-none-match"}
    answer = route.fetch(headers=headers)
    lists = answer.json()
    areas = [{"id": FIRST_AREA + i, "name": name} for i, name in enumerate(AREAS)]
    labels = [(area["id"], "Số 51, ngõ 1") for area in areas]
    labels += [(FIRST_AREA, f"Số {number}, ngõ 9") for number in range(1, LANE_HOUSES + 1)]
    labels += [(FIRST_AREA, LONG_HOUSEHOLD), (FIRST_AREA + 1, f"{LONG_HOUSEHOLD}, tầng 2")]
    lists["neighbourhoods"] = areas
    lists["households"] = [
        {"id": f"0199a000-0000-7000-8000-00000000{1000 + i}", "neighbourhood": area, "label": label}
        for i, (area, label) in enumerate(labels)
    ]
    route.fulfill(response=answer, json=lists, headers={"Content-Type": "application/json"})


def offer_similar_households(page: Page) -> None:
    """Open the form again with households that are easily taken for each other."""
    page.context.route("**/api/v1/bootstrap*", _add_households)
    # A form has its areas from the lists with which it was opened.
    for _ in range(2):
        page.goto("/log/visit")
        page.locator("html[data-fresh]").wait_for(state="attached")


def ask_which_household(page: Page) -> None:
    """Save a visit whose household is merely like some that are known, one of them of another area."""
    offer_similar_households(page)
    page.locator("[name=household]").fill("142/15 ngõ 5")
    page.locator("#entry button[type=submit]").click()
    page.locator("#which[open]").wait_for()


def type_equal_label(page: Page) -> None:
    """Type a label that stands in five areas, one with a very long name."""
    offer_similar_households(page)
    page.locator("[name=household]").fill("so 51, ngo 1")
    page.locator("[data-found] [data-id]").nth(4).wait_for()


def choose_in_other_area(page: Page) -> None:
    """Choose a household of another area, which the form follows."""
    type_equal_label(page)
    page.locator("[data-found] [data-id]").nth(4).click()
    page.locator("[data-note]:not(:empty)").wait_for()


def open_whole_lane(page: Page) -> None:
    """Open the list of all households of a lane."""
    offer_similar_households(page)
    page.locator("[name=household]").fill("ngo 9")
    page.locator("[data-lane]").click()
    page.locator("[data-found].long").wait_for()


def ask_for_unlisted_household(page: Page) -> None:
    """Leave a form unfinished and open it for a household that is no longer in the list."""
    page.locator("[name=household]").fill(LONG_HOUSEHOLD)
    page.locator("[name=note]").fill("hẹn quay lại")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.goto("/log/visit?household=0199a000-0000-7000-8000-00000000ffff")
    page.locator("[data-other-draft]").wait_for()
    page.locator("[data-note]:not(:empty)").wait_for()
