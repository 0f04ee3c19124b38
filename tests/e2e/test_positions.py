"""Where the view is: at the heading of what matters after saving, and rows of filters at the one that is chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import form_actions, page_actions
from tests.e2e.conftest import OpenBrowser

SMALL = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward with data."""
    return filled_database


def _top(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"]


def _is_at_its_head(page: Page, part: Locator) -> bool:
    return 0 <= _top(part) <= page.evaluate("innerHeight") / 4


@pytest.mark.parametrize("kind", ["visit", "training"])
def test_errors_of_a_form_on_the_phone_are_shown_from_their_heading(open_browser: OpenBrowser, kind: str) -> None:
    page = open_browser("ana").new_page()
    page.set_viewport_size(SMALL)
    page.goto(f"/log/{kind}")
    page.locator("html[data-ready]").wait_for(state="attached")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator("#entry button[type=submit]").tap()
    page.locator("#errors").wait_for()
    assert _is_at_its_head(page, page.locator("#errors h2"))


def test_receipt_is_shown_from_its_heading(open_browser: OpenBrowser) -> None:
    page = open_browser("bruno").new_page()
    page.set_viewport_size(SMALL)
    page.goto("/log/visit")
    page.locator("html[data-ready]").wait_for(state="attached")
    form_actions.save_visit(page)
    assert _is_at_its_head(page, page.locator("#receipt-title"))


@pytest.mark.parametrize(
    ("person", "path"),
    [("carla", "/settings/services/new"), ("carla", "/settings/published/eid_account"), ("ana", "/account/password")],
)
def test_errors_of_a_server_form_are_shown_from_their_heading(
    open_browser: OpenBrowser, person: str, path: str
) -> None:
    page = open_browser(person).new_page()
    page.set_viewport_size(SMALL)
    page.goto(path)
    page_actions.submit_empty_form(page)
    expect(page.locator(".summary")).to_be_focused()
    assert 0 <= _top(page.locator(".summary h2")) <= SMALL["height"] / 2


def test_filters_lie_in_one_row_with_the_chosen_one_in_sight(open_browser: OpenBrowser) -> None:
    page = open_browser("carla").new_page()
    page.set_viewport_size(SMALL)
    page.goto("/households/")
    row = page.locator(".chip-row")
    assert len({round(_top(link)) for link in row.locator("a").all()}) == 1
    assert row.get_attribute("data-more") is not None, "its end shows that there are more"
    assert page.evaluate("document.scrollingElement.scrollWidth") == SMALL["width"]
    last = row.locator("a").last
    last.focus()
    expect(last).to_be_in_viewport(ratio=0.9)
    last.press("Enter")
    page.wait_for_url("**/households/?*")
    expect(page.locator(".chip-row [aria-current]")).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".chip-row")).not_to_have_attribute("data-more", "")


def test_filters_of_the_teams_list_lie_in_one_row(open_browser: OpenBrowser) -> None:
    page = open_browser("ana").new_page()
    page.set_viewport_size(SMALL)
    page.goto("/log/households")
    page.locator("html[data-fresh]").wait_for(state="attached")
    chips = page.locator("#list-filter button")
    chips.first.wait_for()
    # The ward of the tests needs one filter only; a real one has five.
    page.evaluate(
        """() => {
          const row = document.getElementById("list-filter");
          for (let i = 0; i < 4; i++) row.append(row.firstElementChild.cloneNode(true));
        }"""
    )
    assert len({round(_top(chip)) for chip in chips.all()}) == 1
    assert page.evaluate("document.scrollingElement.scrollWidth") == SMALL["width"]
    chips.first.focus()
    chips.first.press("Enter")
    chosen = page.locator("#list-filter [aria-pressed=true]")
    expect(chosen).to_be_focused()
    expect(chosen).to_be_in_viewport(ratio=0.9)
