"""The pages that come up at an office's computer."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_fits
from tests.e2e.chromium import DESK
from tests.e2e.conftest import OpenView
from tests.e2e.views import VIEWS, View


@pytest.fixture(scope="module")
def database(worked_database: str) -> str:
    """Serve a ward that has worked."""
    return worked_database


@pytest.mark.parametrize("view", [view for view in VIEWS if view.is_for_a_desk], ids=lambda view: view.name)
def test_a_page_fits_a_desk(open_view: OpenView, view: View) -> None:
    assert_fits(open_view(view, size=DESK))
