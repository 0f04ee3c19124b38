"""The first opening of a page: nothing that is on the screen moves under a thumb when the lists come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, Route, expect

from app.database import in_transaction
from app.logbook.kinds import KINDS
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now, today
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e.checks import LARGE, USUAL
from tests.e2e.conftest import OpenBrowser
from tests.factories import make_entry

SESSION = "**/api/v1/session"
FORMS = [f"/log/{kind}" for kind in KINDS]
UNSEEN = 0.01
"""A layout shift that nobody sees: an icon that moves by some pixels has 0.001, what moves under a thumb 0.03."""

_OBSERVE = """(type) => {
  // The empty page before the first has no place to keep anything.
  if (origin !== "null") localStorage.type = type;
  globalThis.shifts = [];
  const note = (list) => {
    for (const { value, sources } of list.getEntries()) {
      const moved = sources.map(({ node, previousRect, currentRect }) =>
        `${node?.id || node?.className || node?.localName} from ${previousRect.y} to ${currentRect.y}`);
      shifts.push([value, moved.join(", ")]);
    }
  };
  new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
}"""
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Return the cast's database with an entry of Ana that came back, so that the bar says more than its numbers."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    entry = make_entry(happened_on=(today() - timedelta(days=1)).isoformat())
    assert Visitor(app, "ana").sync(entry)[0]["outcome"] == "stored"
    note = DecisionNote(Action.RETURN, CARLA, now(), reason="people", comment="Mời xem lại giúp.")
    with app.app_context():
        in_transaction(lambda session: review(session, WARD_A, {UUID(entry["id"]): 1}, note))
    dispose(app)
    return url


def _assert_nothing_moved(page: Page) -> None:
    """Assert that nothing moved until now, while nobody touched anything; what is being shown is painted before."""
    page.evaluate(_PAINTED)
    shifts: list[tuple[float, str]] = page.evaluate("shifts")
    assert sum(value for value, _ in shifts) < UNSEEN, shifts


def _first_opened(open_browser: OpenBrowser, text_size: str) -> Page:
    context = open_browser("ana", has_worker=False)
    context.add_init_script(f"({_OBSERVE})({text_size!r})")
    return context.new_page()


@contextmanager
def _lists_held_back(page: Page) -> Iterator[None]:
    """Hold back who is signed in, before which no list comes, to the end of the block; the page has asked by then."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(SESSION, hold)
    with page.expect_request(SESSION):
        yield
    page.route(SESSION, lambda route: route.continue_())
    for route in held:
        route.continue_()


@pytest.mark.parametrize("text_size", [USUAL, LARGE])
@pytest.mark.parametrize("path", [*FORMS, "/log/counting", "/log/mine", "/log/card"])
def test_first_opening_moves_nothing(open_browser: OpenBrowser, path: str, text_size: str) -> None:
    page = _first_opened(open_browser, text_size)
    page.goto(path)
    page.locator("html[data-fresh]").wait_for()
    expect(page.locator("[data-needs-code]")).to_have_count(0)
    _assert_nothing_moved(page)


@pytest.mark.parametrize("text_size", [USUAL, LARGE])
def test_lists_that_come_late_move_nothing_at_home(open_browser: OpenBrowser, text_size: str) -> None:
    page = _first_opened(open_browser, text_size)
    with _lists_held_back(page):
        page.goto("/log/")
        page.evaluate("() => { for (const one of document.getAnimations()) one.finish(); }")
        # Where to begin is shown before the lists have come.
        expect(page.locator(".place-buttons")).to_be_visible()
        page.evaluate(_PAINTED)
    expect(page.locator("[data-line=correct]")).to_be_visible()
    page.locator("html[data-fresh]").wait_for()
    _assert_nothing_moved(page)


def test_form_shows_both_numbers_before_and_after_they_come(open_browser: OpenBrowser) -> None:
    page = _first_opened(open_browser, LARGE)
    bar = page.locator("#status-bar")
    with _lists_held_back(page):
        page.goto(FORMS[0])
        expect(bar).to_contain_text("Chưa gửi: –")
        height = bar.evaluate("(bar) => bar.offsetHeight")
    expect(bar).to_contain_text("Chưa gửi: 0")
    page.locator("html[data-fresh]").wait_for()
    assert bar.evaluate("(bar) => bar.offsetHeight") == height
