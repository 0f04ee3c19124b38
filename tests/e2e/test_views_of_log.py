"""The pages that a phone keeps, in every state: accessible, readable, tappable, no wider than a phone."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_view
from tests.e2e.conftest import OpenView
from tests.e2e.views import PHONE_PAGES, View, views_under


@pytest.fixture(scope="module")
def database(worked_database: str) -> str:
    """Serve a ward that has worked."""
    return worked_database


@pytest.mark.parametrize("view", views_under(PHONE_PAGES), ids=lambda view: view.name)
def test_a_page_of_the_log_is_sound(open_view: OpenView, view: View) -> None:
    assert_view(open_view(view), view)
