"""Tables of figures at a desk, and those that are cards on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.checks import LARGE, set_appearance
from tests.e2e.chromium import DESK, PHONE, WIDE_FONT
from tests.e2e.conftest import OpenBrowser


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward with data."""
    return filled_database


def _column(page: Page, number: int) -> list[int]:
    cells = page.locator("table.place-table").first.locator(f"tbody tr td:nth-child({number})")
    return [int(cell.get_attribute("data-value") or 0) for cell in cells.all()]


def test_table_is_sorted_by_the_clicked_heading(open_browser: OpenBrowser) -> None:
    page = open_browser("carla", size=DESK).new_page()
    page.goto("/overview/")
    table = page.locator("table.place-table").first
    names = table.locator("tbody th").all_inner_texts()
    heading = table.locator("thead th").nth(1)
    heading.locator("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    figures = _column(page, 2)
    assert figures == sorted(figures, reverse=True)
    assert len(set(figures)) > 1
    heading.locator("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert _column(page, 2) == sorted(figures)
    table.locator("thead th").first.locator("button").click()
    assert table.locator("tbody th").all_inner_texts() == names


@pytest.mark.parametrize("path", ["/overview/", "/overview/places"])
def test_heads_of_cards_are_never_on_the_screen(open_browser: OpenBrowser, path: str) -> None:
    page = open_browser("carla", size=PHONE).new_page()
    page.goto(path)
    set_appearance(page, LARGE, WIDE_FONT)
    head = page.locator(".stacked thead").bounding_box()
    assert head is not None
    assert head["x"] + head["width"] <= 0
