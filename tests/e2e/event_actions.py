"""States of a phone whose ward has events and campaigns around today: each function leads an opened page to one.

The ward of the page states has none. What it answers is changed on its way to the phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from app.month import today
from tests.e2e.period_actions import change_answer

_BOOTSTRAP = "**/api/v1/bootstrap*"
SHIFT = {"shift": 1, "from": "00:00", "to": "23:59", "answer": "yes", "present": None}


def event_date(id: int, days: int, **values: Any) -> dict[str, Any]:
    """Return a date of an event in so many days as the server answers it; it goes on all day."""
    day = (today() + timedelta(days=days)).isoformat()
    event = {"id": id, "day": day, "on": day, "from": "00:00", "to": "23:59", "type": "other", "title": "Ngày hội số"}
    known = {"place": None, "venue": "Nhà văn hóa phố 3", "expected": None, "called_off": False, "reason": ""}
    return {**event, **known, "is_team": True, "duties": [], **values}


def with_days(*events: dict[str, Any], campaigns: tuple[dict[str, Any], ...] = ()) -> Any:
    """Return what makes of a phone's working data those of a ward with some events and campaigns."""

    def changed(body: Mapping[str, Any]) -> dict[str, Any]:
        return {**body, "events": list(events), "campaigns": list(campaigns)}

    return changed


def _open(page: Page, changed: Any) -> None:
    page.context.route(_BOOTSTRAP, lambda route: change_answer(route, changed))
    page.reload()
    page.locator("html[data-fresh]").wait_for()


def open_busy_days(page: Page) -> None:
    """Open a page on a day with two events, one of which is called off, with a duty to come and a campaign."""
    until = (today() + timedelta(days=15)).isoformat()
    campaign = {"id": 1, "name": "Ra quân 30 ngày đêm về định danh mức 2", "from": today().isoformat(), "to": until}
    changed = with_days(
        event_date(1, 0, title="Ngày Chủ nhật gần Dân"),
        event_date(2, 0, called_off=True, reason="mưa bão", title="Chợ không dùng tiền mặt"),
        event_date(
            3, 6, title="Trực điểm dịch vụ công", duties=[{**SHIFT, "from": "07:30", "to": "09:00", "answer": None}]
        ),
        campaigns=({**campaign, "areas": [1]},),
    )
    _open(page, changed)
    page.locator("#days-ahead li").first.wait_for()
    page.locator("#days-ahead").scroll_into_view_if_needed()


def log_for_event(page: Page) -> None:
    """Open a form while an event is on at which its author is on duty."""
    _open(page, with_days(event_date(1, 0, title="Ngày Chủ nhật gần Dân", duties=[SHIFT])))
    page.locator("#occasion[data-event='1']").wait_for()


def be_offered_event(page: Page) -> None:
    """Open a form on a day on which the team has an event, without a duty."""
    _open(page, with_days(event_date(1, 0, title="Ngày Chủ nhật gần Dân")))
    page.locator("#occasion[data-event='']").wait_for()


def choose_among_events(page: Page) -> None:
    """Open the choice of the events of the day, and none."""
    changed = with_days(
        event_date(1, 0, title="Ngày Chủ nhật gần Dân", duties=[SHIFT]),
        event_date(2, 0, title="Định danh mức 2 lưu động tại các khu dân cư", venue="Nhà văn hóa khu dân cư số 12"),
        event_date(3, 0, title="Trực điểm dịch vụ công", is_team=False),
    )
    _open(page, changed)
    page.locator("#occasion .chosen-item button").tap()
    page.locator("#occasion [data-choose]").first.wait_for()


def lose_event_by_day(page: Page) -> None:
    """Choose another day than that of the event."""
    log_for_event(page)
    page.locator("[data-days] [data-ago='1']").tap()
    page.locator("#event-notice:not(:empty)").wait_for()
    page.locator("#event-notice").scroll_into_view_if_needed()


def open_place(page: Page) -> None:
    """Open the place of an entry."""
    page.locator(".place-fold summary").tap()
    page.locator("[name=place]").scroll_into_view_if_needed()
