"""All states of the pages of figures and reports, on phones and on desktop computers."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_page_state
from tests.e2e.conftest import OpenState
from tests.e2e.page_state import PageState
from tests.e2e.page_states import FIGURES, states_under


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward with data."""
    return filled_database


@pytest.mark.parametrize("state", states_under(*FIGURES), ids=lambda state: state.name)
def test_page_state_of_figures_is_accessible_and_fits(open_state: OpenState, state: PageState) -> None:
    assert_page_state(open_state(state), state)
