"""The review queue in a browser: three hundred entries by keyboard, on a phone, and entries that return."""

from __future__ import annotations

import re
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, Route

from app.database import in_transaction, reader, writer
from app.logbook.models import Entry
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action, Status
from app.month import now
from tests.actions import set_role
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.e2e.checks import assert_sound
from tests.e2e.chromium import DESK, PHONE
from tests.e2e.conftest import OpenBrowser
from tests.factories import household, make_entry

WAITING = 300
MOST_PRESSES = 330
BATCH = 100


def _log(app: Flask, number: int) -> list[UUID]:
    """Let Ana log entries that wait for review."""
    ana = Visitor(app, "ana")
    entries = [make_entry(household=household(f"Số {n}, ngõ 2"), people=1 + n % 4) for n in range(1, number + 1)]
    for start in range(0, number, BATCH):
        ana.sync(*entries[start : start + BATCH])
    return [UUID(entry["id"]) for entry in entries]


def _statuses(app: Flask) -> dict[Status, int]:
    with app.app_context():
        query = sa.select(Entry.status, sa.func.count()).group_by(Entry.status)
        return {row[0]: row[1] for row in reader().execute(query)}


class Keyboard:
    """Presses keys on the entry that has the focus, and counts them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._page.keyboard.press(key)
            self.presses += 1


def _cards(page: Page) -> list[str]:
    return [str(card.get_attribute("data-entry")) for card in page.locator(".entry-card").all()]


def test_queue_of_three_hundred_entries_by_keyboard(app: Flask, open_browser: OpenBrowser) -> None:
    _log(app, WAITING)
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto("/review/")
    keyboard = Keyboard(page)
    keyboard.press("j")
    done = 0
    while done < WAITING:
        page.locator(".entry-card:focus").wait_for()
        address = page.url
        for _ in range(page.locator(".entry-card").count()):
            done += 1
            if done % 30 == 0:
                keyboard.press("r", "5")
            else:
                keyboard.press("a")
        page.wait_for_url(re.compile(f"^(?!{re.escape(address)}$)"))
    assert keyboard.presses < MOST_PRESSES
    page.locator(".entry-card").first.wait_for(state="detached")
    assert page.locator("[data-waiting]").get_attribute("data-waiting") == "0"
    assert _statuses(app) == {Status.APPROVED: 290, Status.RETURNED: 10}


def test_keys_move_choose_and_undo(app: Flask, open_browser: OpenBrowser) -> None:
    _log(app, 5)
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto("/review/")
    first, second, *rest = _cards(page)
    keyboard = Keyboard(page)
    keyboard.press("a")
    assert _cards(page) == [first, second, *rest], "the first press chooses; nothing is approved unseen"
    keyboard.press("ArrowDown", "k", "j", "v", "1")
    page.locator("#undo:visible").wait_for()
    assert second not in _cards(page)
    keyboard.press("u")
    page.locator(f'[data-entry="{second}"]').wait_for()
    assert _cards(page) == [first, second, *rest], "what is taken back stands where it stood"
    keyboard.press("x")
    assert page.locator(f'[data-entry="{second}"] input[type=checkbox]').is_checked()
    keyboard.press("?")
    assert page.locator("#key-help dl").is_visible()
    keyboard.press("/")
    keyboard.press("a", "r", "v", "u", "x", "j", "?", "1")
    assert page.locator("#text").input_value() == "arvuxj?1", "in a field letters are letters"
    page.locator(f'[data-entry="{first}"]').focus()
    for key in ("Control+a", "Alt+a", "Meta+a"):
        keyboard.press(key)
    assert _cards(page) == [first, second, *rest]
    keyboard.press("Enter")
    assert _cards(page) == [second, *rest]
    page.locator("#undo", has_text="Đã duyệt: 1.").wait_for()
    assert page.locator("[data-waiting] b").inner_text().startswith("4 "), "one sees the queue become shorter"
    assert _statuses(app) == {Status.SUBMITTED: 4, Status.APPROVED: 1}


def test_reason_other_asks_for_a_comment(app: Flask, open_browser: OpenBrowser) -> None:
    _log(app, 1)
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto("/review/")
    Keyboard(page).press("j", "r", "4")
    page.keyboard.type("Gọi lại cho tôi")
    page.keyboard.press("Enter")
    page.get_by_text("Không còn gì chờ duyệt").wait_for()
    assert _statuses(app) == {Status.RETURNED: 1}


def test_entry_decided_by_another_reviewer_returns_with_an_explanation(app: Flask, open_browser: OpenBrowser) -> None:
    ids = _log(app, 2)
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto("/review/")
    with app.app_context():
        codes = in_transaction(
            lambda session: review(
                session, WARD_A, {ids[0]: 1}, DecisionNote(Action.RETURN, CARLA, now(), reason="people")
            )
        )
    assert codes == {ids[0]: "done"}
    page.locator(f'[data-entry="{ids[0]}"] .approve').click()
    notice = page.locator(f'[data-entry="{ids[0]}"] [role=alert]')
    notice.wait_for()
    assert notice.inner_text().startswith("Anh/chị đã trả lại lúc ")
    assert page.locator(f'[data-entry="{ids[0]}"] .approve').count() == 0
    assert_sound(page)
    assert _statuses(app) == {Status.RETURNED: 1, Status.SUBMITTED: 1}


def test_unsent_decision_returns_and_can_be_sent_again(app: Flask, open_browser: OpenBrowser) -> None:
    _log(app, 2)
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto("/review/")
    first, _second = _cards(page)

    def refuse(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<p>sign in</p>")

    page.route("**/review/decide", refuse)
    page.locator(f'[data-entry="{first}"] .approve').click()
    page.locator(f'[data-entry="{first}"] [role=alert]', has_text="Không rõ phường đã nhận quyết định").wait_for()
    assert _statuses(app) == {Status.SUBMITTED: 2}
    page.unroute("**/review/decide")
    page.locator(f'[data-entry="{first}"] .approve').click()
    page.locator("#undo", has_text="Đã duyệt: 1.").wait_for()
    assert _statuses(app) == {Status.SUBMITTED: 1, Status.APPROVED: 1}


def test_several_entries_are_selected_and_returned_on_a_phone(app: Flask, open_browser: OpenBrowser) -> None:
    _log(app, 4)
    page = open_browser("carla", size=PHONE, has_worker=False).new_page()
    page.goto("/review/")
    for each in (0, 2):
        page.locator(".select-box").nth(each).click()
    bar = page.locator("#bulk-decision")
    assert bar.locator("output").inner_text() == "2"
    box = bar.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740, "the bar is within reach"
    assert_sound(page)
    bar.locator("summary").first.click()
    bar.locator("button", has_text="chưa rõ").click()
    page.locator("#undo", has_text="Đã trả lại: 2.").wait_for()
    assert _statuses(app) == {Status.SUBMITTED: 2, Status.RETURNED: 2}
    page.locator("#undo button").click()
    page.locator(".entry-card").nth(3).wait_for()
    assert _statuses(app) == {Status.SUBMITTED: 4}


def test_sample_leads_to_approving_the_rest(app: Flask, open_browser: OpenBrowser) -> None:
    _log(app, 12)
    with app.app_context():
        writer().execute(sa.update(Entry).values(flags=[], is_clear=True))
        writer().commit()
    page = open_browser("carla", size=PHONE, has_worker=False).new_page()
    page.goto("/review/sample")
    for left in range(10, 0, -1):
        assert page.locator(".entry-card").count() == left
        page.locator(".entry-card .approve").first.click()
    page.get_by_role("button", name="Duyệt 2 bản ghi còn lại").click()
    page.get_by_text("Không còn gì chờ duyệt").wait_for()
    assert _statuses(app) == {Status.APPROVED: 12}


def test_own_entry_stays_with_an_explanation(open_browser: OpenBrowser, app: Flask) -> None:
    set_role(app, "bruno", "coordinator")
    (other,) = _log(app, 1)
    own = make_entry()
    Visitor(app, "carla").sync(own)
    page = open_browser("carla", size=DESK, has_worker=False).new_page()
    page.goto("/review/")
    card = page.locator(f"[data-entry='{own['id']}']")
    card.focus()
    page.keyboard.press("a")
    assert "cần cán bộ phường khác duyệt" in (page.locator("#announcement").text_content() or "")
    page.locator("#select-page").click()
    page.locator("#bulk-decision .approve").click()
    card.get_by_role("alert").wait_for()
    assert "cần cán bộ phường khác duyệt" in card.get_by_role("alert").inner_text()
    assert page.locator(".entry-card").count() == 1
    assert page.locator("[data-waiting]").get_attribute("data-waiting") == "1"
    assert card.locator("form .reason-panel").count() == 2
    with app.app_context():
        query = sa.select(Entry.id, Entry.status)
        found = {row.id: row.status for row in reader().execute(query)}
    assert found == {other: Status.APPROVED, UUID(own["id"]): Status.SUBMITTED}
