"""All pages but those of the log and of figures, in every state, and one state of every page in the other language."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_view, assert_worded
from tests.e2e.conftest import OpenView
from tests.e2e.views import FIGURES, PHONE_PAGES, VIEWS, View, views_under

OTHERS = [view for view in VIEWS if view not in views_under(PHONE_PAGES, *FIGURES)]
# What is done on a page was done in Vietnamese already: here it is its words that count.
IN_ENGLISH = [view for view in VIEWS if view.is_typical and view.act is None]


@pytest.fixture(scope="module")
def database(worked_database: str) -> str:
    """Serve a ward that has worked."""
    return worked_database


@pytest.mark.parametrize("view", OTHERS, ids=lambda view: view.name)
def test_a_page_is_sound(open_view: OpenView, view: View) -> None:
    assert_view(open_view(view), view)


@pytest.mark.parametrize("view", IN_ENGLISH, ids=lambda view: view.name)
def test_a_page_is_sound_in_english(open_view: OpenView, view: View) -> None:
    page = open_view(view, language="en")
    assert page.locator("html").get_attribute("lang") == "en"
    assert_worded(page)


def test_every_page_has_a_typical_view() -> None:
    typical = {view.address for view in VIEWS if view.is_typical}
    assert {view.address for view in VIEWS} <= typical
