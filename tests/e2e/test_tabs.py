"""The tabs stand still: the same, in the same places, whoever one is and whichever page one opens."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.e2e.checks import LARGE, USUAL, set_appearance
from tests.e2e.chromium import DESK, NARROW_FONT, PHONE, WIDE_FONT
from tests.e2e.conftest import OpenBrowser

NARROWEST: ViewportSize = {"width": 320, "height": 640}
MEMBER, LEADER, COORDINATOR = "ana", "leo", "carla"
PAGES = ("/log/", "/log/households", "/log/mine", "/overview/", "/account")
APPEARANCES = ((USUAL, NARROW_FONT), (LARGE, WIDE_FONT))
_TABS = """
(tabs) => tabs.map((tab) => {
  const { x, y, width, height } = tab.getBoundingClientRect();
  return [tab.textContent.trim(), ...[x, y, width, height].map(Math.round)];
})
"""


def _tabs(page: Page) -> list[list[Any]]:
    return list(page.locator(".tabs a").evaluate_all(_TABS))


def _watch_tabs(page: Page) -> None:
    """Note each change of the tabs while pages load."""
    page.add_init_script(
        """
        globalThis.tabChanges = 0;
        document.addEventListener("DOMContentLoaded", () => {
          const count = (changes) => { globalThis.tabChanges += changes.length; };
          new MutationObserver(count).observe(document.querySelector(".tabs"), { childList: true, subtree: true });
        });
        """
    )


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_tabs_are_the_same_on_all_pages_of_all_who_log(open_browser: OpenBrowser, size: str) -> None:
    found = {}
    for name in (MEMBER, LEADER, COORDINATOR):
        page = open_browser(name, size=size, has_worker=False).new_page()
        _watch_tabs(page)
        for path in PAGES:
            page.goto(path)
            if path.startswith("/log/"):
                page.locator("html[data-ready]").wait_for()
            for appearance in APPEARANCES:
                set_appearance(page, *appearance)
                found[name, path, appearance] = _tabs(page)
            assert page.evaluate("tabChanges") == 0, f"the tabs of {path} change as it loads"
    for appearance in APPEARANCES:
        expected = found[MEMBER, "/log/", appearance]
        assert len(expected) == 5
        others = {place: tabs for place, tabs in found.items() if place[2] == appearance and tabs != expected}
        assert not others


@pytest.mark.parametrize("appearance", APPEARANCES, ids=lambda appearance: appearance[0])
def test_tabs_fit_the_narrowest_phone(open_browser: OpenBrowser, appearance: tuple[str, str]) -> None:
    page = open_browser(COORDINATOR, has_worker=False).new_page()
    page.set_viewport_size(NARROWEST)
    for path in ("/log/", "/account"):
        page.goto(path)
        set_appearance(page, *appearance)
        tabs = _tabs(page)
        assert len({y for _, _, y, _, _ in tabs}) == 1, "they stand in one row"
        for name, x, _, width, height in tabs:
            assert x >= 0, name
            assert x + width <= NARROWEST["width"], name
            assert min(width, height) >= 48, name


def test_leader_and_coordinator_reach_their_own_pages_beside_the_tabs(open_browser: OpenBrowser) -> None:
    for name, expected in ((MEMBER, []), (LEADER, ["Duyệt"]), (COORDINATOR, ["Duyệt", "Báo cáo"])):
        page = open_browser(name, has_worker=False).new_page()
        page.goto("/overview/")
        assert page.locator(".office-links a").all_inner_texts() == expected
