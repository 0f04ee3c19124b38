"""All page states but those of the log and of figures, and one state of every page in English."""

from __future__ import annotations

import pytest

from tests.e2e.checks import assert_page_state, assert_texts
from tests.e2e.conftest import OpenState
from tests.e2e.page_state import PHONE_PAGES, PageState
from tests.e2e.page_states import FIGURES, PAGE_STATES, states_under

OTHERS = [state for state in PAGE_STATES if state not in states_under(PHONE_PAGES, *FIGURES)]
# States that need an action are checked in Vietnamese; in English only the texts of a page are checked.
IN_ENGLISH = [state for state in PAGE_STATES if state.is_typical and state.action is None]


@pytest.fixture(scope="module")
def database(filled_database: str) -> str:
    """Serve a ward with data."""
    return filled_database


@pytest.mark.parametrize("state", OTHERS, ids=lambda state: state.name)
def test_page_state_is_accessible_and_fits(open_state: OpenState, state: PageState) -> None:
    assert_page_state(open_state(state), state)


@pytest.mark.parametrize("state", IN_ENGLISH, ids=lambda state: state.name)
def test_page_in_english_has_names_and_fits(open_state: OpenState, state: PageState) -> None:
    page = open_state(state, language="en")
    assert page.locator("html").get_attribute("lang") == "en"
    assert_texts(page)


def test_every_page_has_a_typical_state() -> None:
    typical = {state.address for state in PAGE_STATES if state.is_typical}
    assert {state.address for state in PAGE_STATES} <= typical
