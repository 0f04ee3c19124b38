"""Every page in every state, as people in Viet Nam open it: accessible, readable, tappable, no wider than a phone.

The same with the larger type."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_fits, assert_sound
from tests.e2e.conftest import OpenView
from tests.e2e.views import VIEWS, View


@pytest.fixture(scope="module")
def database(worked_database: str) -> str:
    """Serve a ward that has worked."""
    return worked_database


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_page_is_sound_on_a_phone(open_view: OpenView, view: View) -> None:
    page = open_view(view)
    assert page.locator("html").get_attribute("lang") == "vi"
    assert_sound(page)
    page.evaluate("document.documentElement.dataset.type = 'large'")
    assert_fits(page)
