"""The pictures of the guides: which page each shows, and as whom it is opened."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.page_state import PageState
from tests.e2e.page_states import PAGE_STATES


def _state_called(name: str) -> PageState:
    return next(state for state in PAGE_STATES if state.name == name)


def _invite_somebody(page: Page) -> None:
    page.get_by_label("Họ và tên").fill("Lê Ví Dụ")
    page.get_by_label("Số điện thoại").fill("0900000099")
    page.locator("main form button[type=submit]").click()
    page.locator("[data-invitation]").scroll_into_view_if_needed()


GUIDE_PICTURES = {
    "guide-home": _state_called("home"),
    "guide-visit": _state_called("visit"),
    "guide-saved": _state_called("visit-waiting"),
    "guide-card": _state_called("card"),
    "guide-invitation": _state_called("invitation"),
    "guide-people": PageState("guide-people", "/people/", "leo"),
    "guide-invited": PageState("guide-invited", "/people/invite", "leo", action=_invite_somebody),
    "guide-setup": PageState("guide-setup", "/overview/", "dora"),
    "guide-review": _state_called("review"),
    "guide-ward": _state_called("ward"),
    "guide-closing": _state_called("month-to-close"),
    "guide-reports": _state_called("reports"),
    "guide-import": _state_called("import-planned"),
}
"""What each picture shows, by the name of its file without its ending."""
