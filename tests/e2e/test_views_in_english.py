"""Every page in the other language, whose words are longer or shorter."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_worded
from tests.e2e.conftest import OpenView
from tests.e2e.views import VIEWS, View


@pytest.fixture(scope="module")
def database(worked_database: str) -> str:
    """Serve a ward that has worked."""
    return worked_database


# What is done on a page was done in Vietnamese already: here it is the words of the page that count.
@pytest.mark.parametrize("view", [view for view in VIEWS if view.act is None], ids=lambda view: view.name)
def test_a_page_is_sound_in_english(open_view: OpenView, view: View) -> None:
    page = open_view(view, language="en")
    assert page.locator("html").get_attribute("lang") == "en"
    assert_worded(page)
