"""The phone's home: three places that stand on the first screen, and lines that say how much there is to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from app.database import in_transaction
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now, today
from tests.cast import ANA, CARLA, WARD_A
from tests.client import Visitor
from tests.conftest import Databases, dispose, make_app
from tests.e2e import offline_actions
from tests.e2e.checks import LARGE, USUAL, set_appearance
from tests.e2e.chromium import NARROW_FONT, PHONE, SIZES, WIDE_FONT
from tests.e2e.conftest import OpenBrowser
from tests.factories import household, make_entry

RETURNED, ABSENT = 3, 2
PLACES = ".place-buttons [data-place]"
LINKS = ".place-buttons a"
SMALLEST = 48  # CSS pixels


@pytest.fixture(scope="module")
def database(databases: Databases) -> str:
    """Return the cast's database with work of Ana that came back, and with households at which nobody was at home."""
    url = databases.fresh("sqlite")
    app = make_app(url)
    on = (today() - timedelta(days=1)).isoformat()
    back = [make_entry(household=household(f"Số {number}, ngõ 8"), happened_on=on) for number in range(RETURNED)]
    absent = [
        make_entry(household=household(f"Số {number}, ngõ 9"), met="absent", people=0, happened_on=on)
        for number in range(ABSENT)
    ]
    receipts = [*Visitor(app, "ana").sync(*back), *Visitor(app, "leo").sync(*absent)]
    assert {receipt["outcome"] for receipt in receipts} == {"stored"}
    note = DecisionNote(Action.RETURN, CARLA, now(), reason="people", comment="Mời xem lại giúp.")
    with app.app_context():
        in_transaction(lambda session: review(session, WARD_A, {UUID(entry["id"]): 1 for entry in back}, note))
    dispose(app)
    return url


def _open(page: Page, path: str = "/log/") -> None:
    page.goto(path)
    page.locator("html[data-fresh]").wait_for()


def _line(page: Page, name: str) -> str:
    line = page.locator(f'[data-line="{name}"]')
    expect(line).to_be_visible()
    box = line.locator("a").bounding_box()
    assert box
    assert box["height"] >= SMALLEST
    return line.inner_text()


def _bottom_of_screen(page: Page) -> float:
    """Return where the tabs begin, which lie over the lower end of the screen."""
    box = page.locator(".tabs").bounding_box()
    assert box
    return box["y"]


def _assert_on_first_screen(page: Page) -> None:
    assert page.evaluate("scrollY") == 0
    end = _bottom_of_screen(page)
    assert end < SIZES[PHONE]["height"]
    expect(page.locator(PLACES)).to_have_count(3)
    for link in page.locator(LINKS).all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= SMALLEST
        assert box["y"] + box["height"] <= end, f"{link.inner_text()} ends at {box['y'] + box['height']}, tabs at {end}"


APPEARANCES = [(USUAL, NARROW_FONT), (USUAL, WIDE_FONT), (LARGE, NARROW_FONT), (LARGE, WIDE_FONT)]


def test_buttons_stand_on_the_first_screen_whatever_came_back_and_waits(open_browser: OpenBrowser) -> None:
    page = open_browser("ana").new_page()
    _open(page, "/log/visit")
    offline_actions.save_and_wait_for_days(page)
    expect(page.locator("#status-bar")).to_have_attribute("data-level", "bad")
    assert str(RETURNED) in _line(page, "correct")
    for appearance in APPEARANCES:
        set_appearance(page, *appearance)
        _assert_on_first_screen(page)


def test_buttons_do_not_move_for_what_there_is_to_do(open_browser: OpenBrowser) -> None:
    tops = []
    for name in ("ana", "bruno"):
        page = open_browser(name).new_page()
        _open(page)
        tops.append([link.bounding_box() for link in page.locator(LINKS).all()])
    assert tops[0] == tops[1]


@dataclass(frozen=True)
class Journey:
    """A place's link and the kind whose form it opens."""

    place: str
    kind: str


@pytest.mark.parametrize(
    "journey",
    [
        Journey("home", "visit"),
        Journey("point", "training"),
        Journey("point", "installation"),
        Journey("market", "merchant"),
    ],
    ids=lambda journey: journey.kind,
)
def test_each_form_is_one_tap_from_home(open_browser: OpenBrowser, journey: Journey) -> None:
    page = open_browser("ana", has_worker=False).new_page()
    _open(page)
    place = page.locator(f'[data-place="{journey.place}"]')
    (place.locator(f'a[href="/log/{journey.kind}"]') if journey.place == "point" else place).tap()
    page.locator("#entry:not([hidden])").wait_for()
    assert page.locator("#entry").get_attribute("data-kind") == journey.kind


def test_line_of_corrections_leads_to_as_many_of_them(open_browser: OpenBrowser) -> None:
    page = open_browser("ana", has_worker=False).new_page()
    _open(page)
    assert str(RETURNED) in _line(page, "correct")
    page.locator('[data-line="correct"] a').tap()
    page.locator("html[data-fresh]").wait_for()
    rows = page.locator("#entries [data-entry]")
    expect(rows).to_have_count(RETURNED)
    expect(rows.first).to_contain_text("Mời xem lại giúp.")


def test_line_of_absent_households_opens_the_list_with_that_filter(open_browser: OpenBrowser) -> None:
    page = open_browser("ana", has_worker=False).new_page()
    _open(page, "/log/households")
    _open(page)
    assert str(ABSENT) in _line(page, "absent")
    page.locator('[data-line="absent"] a').tap()
    page.locator("html[data-fresh]").wait_for()
    chosen = page.locator('#list-filter [aria-pressed="true"]')
    expect(chosen).to_have_attribute("data-filter", "absent")
    expect(chosen).to_contain_text(f"({ABSENT})")
    # Coming back finds what was chosen since.
    chosen.tap()
    page.reload()
    page.locator("html[data-fresh]").wait_for()
    expect(page.locator('#list-filter [aria-pressed="true"]')).to_have_count(0)


def test_absent_household_that_was_met_since_is_not_counted_before_it_is_sent(open_browser: OpenBrowser) -> None:
    page = open_browser("ana").new_page()
    _open(page, "/log/households")
    _open(page, "/log/visit")
    offline_actions.go_offline(page)
    page.locator("[name=household]").fill("Số 0, ngõ 9")
    page.locator("[data-found] button").first.click()
    offline_actions.send_form(page)
    page.locator("[data-receipt=waiting]").wait_for()
    _open(page)
    assert str(ABSENT - 1) in _line(page, "absent")


def test_nothing_to_do_is_no_line(open_browser: OpenBrowser) -> None:
    page = open_browser("bo").new_page()
    _open(page)
    for name in ("correct", "waiting", "absent"):
        expect(page.locator(f'[data-line="{name}"]')).to_be_hidden()


def test_what_waits_is_counted_once_and_leads_to_it(open_browser: OpenBrowser) -> None:
    page = open_browser("ana").new_page()
    _open(page, "/log/visit")
    offline_actions.save_and_go_home(page)
    expect(page.locator("main").get_by_text("Chưa gửi").filter(visible=True)).to_have_count(1)
    assert _line(page, "waiting").startswith("Chưa gửi: 1")
    link = page.locator('[data-line="waiting"] a')
    link.click()
    page.locator("html[data-ready]").wait_for()
    expect(page.locator("#entries [data-entry]")).to_have_count(1)


def test_installation_of_a_home_is_asked_to_be_logged_with_its_visit(open_browser: OpenBrowser) -> None:
    page = open_browser("ana", has_worker=False).new_page()
    _open(page, "/log/installation")
    assert page.locator("[name=setting]:checked").get_attribute("value") == "service_point"
    link = page.locator('form a[href="/log/visit"]')
    expect(link).to_be_hidden()
    page.locator("label", has=page.locator("[name=setting][value=home]")).tap()
    expect(link).to_be_visible()
    page.locator("label", has=page.locator("[name=setting][value=event]")).tap()
    expect(link).to_be_hidden()


def test_visit_asks_what_was_helped_with_before_what_came_along(open_browser: OpenBrowser) -> None:
    page = open_browser("ana", has_worker=False).new_page()
    _open(page, "/log/visit")
    order = [
        page.locator(one).evaluate("(element) => element.getBoundingClientRect().top + scrollY")
        for one in (
            '[data-field="met"]',
            '[data-field="topics"]',
            '[data-field="state"]',
            "[data-attached-kind]",
            '[data-field="barrier"]',
            '[data-field="companions"]',
        )
    ]
    assert order == sorted(order)


def test_leader_sees_whom_to_call_and_what_waits(open_browser: OpenBrowser) -> None:
    page = open_browser("leo").new_page()
    _open(page)
    week = page.locator("#team-week")
    expect(week).to_be_visible()
    # Ana's visits of yesterday are of last week on a Monday.
    silent = today().weekday() == 0
    expect(week.locator(f'[data-member="{ANA}"]')).to_have_count(1 if silent else 0)
    expect(week.locator("[data-summary]")).to_contain_text("0/1" if silent else "1/1")
    assert str(ABSENT) in _line(page, "submitted")
    assert str(RETURNED) in _line(page, "returned")
    page.locator('[data-line="returned"] a').tap()
    page.wait_for_url("**/review/returned")


def test_week_of_the_team_is_there_without_a_connection(open_browser: OpenBrowser) -> None:
    page = open_browser("leo").new_page()
    _open(page)
    offline_actions.go_offline(page)
    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(page.locator("#team-week")).to_be_visible()
    expect(page.locator("#team-week .hint")).to_contain_text("cập nhật lúc")


def test_home_asks_for_the_week_at_most_every_quarter_of_an_hour(open_browser: OpenBrowser) -> None:
    page = open_browser("leo", has_worker=False).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/team" in request.url else None)
    _open(page)
    _open(page)
    assert len(asked) == 1


def test_member_has_no_week_of_the_team(open_browser: OpenBrowser) -> None:
    page = open_browser("ana", has_worker=False).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/team" in request.url else None)
    _open(page)
    expect(page.locator("#team-week")).to_be_hidden()
    expect(page.locator("[data-line=review]")).to_be_hidden()
    assert asked == []
