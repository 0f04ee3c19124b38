"""All states of the phone's pages: accessible, readable, tappable, and no wider than a phone."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_page_state
from tests.e2e.conftest import OpenState
from tests.e2e.page_state import PHONE_PAGES, PageState
from tests.e2e.page_states import states_under


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward with data."""
    return filled_database


@pytest.mark.parametrize("state", states_under(PHONE_PAGES), ids=lambda state: state.name)
def test_page_state_of_the_log_is_accessible_and_fits(open_state: OpenState, state: PageState) -> None:
    assert_page_state(open_state(state), state)
