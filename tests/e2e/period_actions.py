"""States of a phone whose ward's periods begin on the 15th: each function leads an opened page to one.

The ward of the page states goes by calendar months. What it answers is changed on its way to the phone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page, Route

from app.month import Month, today
from app.periods import CALENDAR

_MIDDLE = CALENDAR.changed(Month.of(today()).previous().previous().previous(), 15)
_PRESENT = _MIDDLE.of(today())
_CLOSED = _PRESENT.previous()
_BOOTSTRAP, _MINE = "**/api/v1/bootstrap*", "**/api/v1/mine*"


def open_in_period(page: Page) -> None:
    """Open the page in a ward that closed the period before the present one."""
    page.context.route(_BOOTSTRAP, lambda route: change_answer(route, _with_periods))
    page.context.route(_MINE, lambda route: change_answer(route, _counted_by_periods))
    page.reload()
    page.locator("html[data-fresh]").wait_for()


def choose_late_day(page: Page) -> None:
    """Choose the last day of the closed period."""
    open_in_period(page)
    page.fill("[name=happened_on]", _MIDDLE.last(_CLOSED).isoformat())
    page.locator("#closed-month", has_text="kỳ").wait_for()
    page.locator("#closed-month").scroll_into_view_if_needed()


def change_answer(route: Route, changed: Any) -> None:
    """Answer a phone with what ``changed`` makes of the server's answer."""
    # An answer that was stored before does not come again.
    headers = {name: value for name, value in route.request.headers.items() if name != "if-none-match"}
    answer = route.fetch(headers=headers)
    body = json.dumps(changed(answer.json()))
    route.fulfill(response=answer, body=body, headers={"content-type": "application/json"})


def _with_periods(body: Mapping[str, Any]) -> dict[str, Any]:
    months = (_CLOSED.previous(), _CLOSED, _PRESENT, _PRESENT.next())
    periods = [
        {
            "month": str(month),
            "from": _MIDDLE.first(month).isoformat(),
            "to": _MIDDLE.last(month).isoformat(),
            "closed": month <= _CLOSED,
        }
        for month in months
    ]
    return {**body, "periods": periods, "closed_months": [str(_CLOSED.previous())]}


def _counted_by_periods(body: Mapping[str, Any]) -> dict[str, Any]:
    present = {"month": str(_PRESENT)}
    days = {**body["days"], **present}
    counted = {key: {**body[key], **present} for key in ("received", "approved")}
    entries = [_counted(each) for each in body["entries"]]
    progress = [{**each, "month": str(_PRESENT)} for each in body["progress"][:1]]
    return {**body, **counted, "entries": entries, "progress": [*progress, *body["progress"]], "days": days}


def _counted(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Let what came late count in the present period, and what is old in its own."""
    day = date.fromisoformat(entry["happened_on"])
    is_late = _MIDDLE.last(_CLOSED) - timedelta(days=20) < day <= _MIDDLE.last(_CLOSED)
    return {**entry, "month": str(_PRESENT if is_late else _MIDDLE.of(day))}
