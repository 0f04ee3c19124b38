"""The pages of figures and reports, in every state, as phones and offices show them."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_view
from tests.e2e.conftest import OpenView
from tests.e2e.views import FIGURES, View, views_under


@pytest.fixture(scope="module")
def database(worked_database: str) -> str:
    """Serve a ward that has worked."""
    return worked_database


@pytest.mark.parametrize("view", views_under(*FIGURES), ids=lambda view: view.name)
def test_a_page_of_figures_is_sound(open_view: OpenView, view: View) -> None:
    assert_view(open_view(view), view)
