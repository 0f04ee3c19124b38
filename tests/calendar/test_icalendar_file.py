"""``.ics`` files as two libraries read them: the same dates as ours, with what was moved and called off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from dateutil.rrule import rrulestr
from flask import Flask
from icalendar import Calendar

from app.database import reader
from app.events.models import EventDate
from app.events.queries import dates_of_ward, event_of_ward
from app.month import ZONE, Month
from tests.actions import add_rows
from tests.cast import WARD_A
from tests.client import Visitor
from tests.events.rows import event_of_team, event_row

pytestmark = pytest.mark.one_engine

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
SINCE, UNTIL = date(2026, 1, 1), date(2028, 12, 31)
RULES = [
    "",
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=WE",
    "FREQ=WEEKLY;BYDAY=WE,SU",
    "FREQ=MONTHLY;BYDAY=1SU",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=31",
]

Held = dict[datetime, bool]
"""When dates begin, in local time, each with whether it is called off."""


def _expanded(components: list[dict[str, Any]]) -> Held:
    """Return the dates of a file as RFC 5545 says: the rule's without exceptions, some of them replaced."""
    held: Held = {}
    for each in components:
        if each["recurrence_id"] is None and each["rule"] is None:
            held[each["start"]] = each["is_cancelled"]
        elif each["recurrence_id"] is None:
            naive = each["start"].astimezone(ZONE).replace(tzinfo=None)
            # dateutil wants an end in UTC only beside a beginning with a zone.
            rule = rrulestr(each["rule"], dtstart=naive.replace(tzinfo=ZONE))
            last = datetime.combine(UNTIL + timedelta(days=400), time(), ZONE)
            held |= dict.fromkeys(rule.between(each["start"], last, inc=True), False)
            for excluded in each["excluded"]:
                del held[excluded]
    replaced = [each for each in components if each["recurrence_id"] is not None]
    for each in replaced:
        del held[each["recurrence_id"]]
    for each in replaced:
        held[each["start"]] = each["is_cancelled"]
    return held


def _by_icalendar(file: bytes) -> list[dict[str, Any]]:
    calendar: Any = Calendar.from_ical(file)
    return [
        {
            "uid": str(each["uid"]),
            "start": each.decoded("dtstart"),
            "recurrence_id": each.decoded("recurrence-id") if "recurrence-id" in each else None,
            "rule": each["rrule"].to_ical().decode() if "rrule" in each else None,
            "excluded": [each["exdate"].dts[0].dt] if "exdate" in each else [],
            "is_cancelled": each.get("status") == "CANCELLED",
            "summary": str(each["summary"]),
            "location": str(each.get("location", "")),
        }
        for each in calendar.walk("VEVENT")
    ]


def _by_vobject(file: bytes) -> list[dict[str, Any]]:
    calendar = vobject.readOne(file.decode())
    found = []
    for each in getattr(calendar, "vevent_list", []):
        parts = each.contents
        found.append(
            {
                "uid": each.uid.value,
                "start": each.dtstart.value,
                "recurrence_id": parts["recurrence-id"][0].value if "recurrence-id" in parts else None,
                "rule": each.rrule.value if "rrule" in parts else None,
                "excluded": each.exdate.value if "exdate" in parts else [],
                "is_cancelled": "status" in parts and each.status.value == "CANCELLED",
                "summary": each.summary.value,
                "location": each.location.value if "location" in parts else "",
            }
        )
    return found


READERS = {"icalendar": _by_icalendar, "vobject": _by_vobject}


def _ours(app: Flask, since: date, until: date) -> Held:
    with app.app_context():
        dates = [each.date for each in dates_of_ward(reader(), WARD_A, since, until)]
    return {datetime.combine(each.held_on, each.starts_at, ZONE): each.is_called_off for each in dates}


@pytest.mark.parametrize("library", READERS)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("last_day", [None, date(2028, 6, 30)])
def test_two_libraries_read_the_dates_that_we_compute(
    app: Flask, ana: Visitor, library: str, rule: str, last_day: date | None
) -> None:
    add_rows(app, event_row(1, rule=rule, first_day=date(2026, 2, 1), last_day=last_day))
    with app.app_context():
        of = event_of_ward(reader(), WARD_A, 1)
        assert of is not None
        days = [each.day for each in of.dates(SINCE, UNTIL)]
    moved = EventDate(event_id=1, day=days[0], moved_to=days[0] - timedelta(days=20), starts_at=time(9), changed_at=AT)
    changes = [moved]
    if len(days) > 2:
        changes.append(EventDate(event_id=1, day=days[2], is_called_off=True, reason="mưa bão", changed_at=AT))
    add_rows(app, *changes)
    answer = ana.get("/calendar/1.ics")
    assert answer.mimetype == "text/calendar"
    held = _expanded(READERS[library](answer.data))
    until = datetime.combine(UNTIL, time(23), ZONE)
    assert {start: state for start, state in held.items() if start <= until} == _ours(app, SINCE, UNTIL)


@pytest.mark.parametrize("library", READERS)
def test_an_event_that_has_ended_ends_in_the_file(app: Flask, ana: Visitor, library: str) -> None:
    # A date before the end was moved to a day after it, and so is held no more.
    moved = EventDate(event_id=1, day=date(2026, 11, 4), moved_to=date(2026, 12, 30), changed_at=AT)
    add_rows(app, event_row(1, rule="FREQ=WEEKLY;BYDAY=WE", first_day=date(2026, 10, 1), ended_at=AT), moved)
    held = _expanded(READERS[library](ana.get("/calendar/1.ics").data))
    assert held == _ours(app, SINCE, UNTIL)
    assert max(held).date() == date(2026, 11, 25)


@pytest.mark.parametrize("library", READERS)
def test_a_month_holds_its_dates_alone(app: Flask, ana: Visitor, library: str) -> None:
    moved = EventDate(event_id=1, day=date(2027, 1, 6), moved_to=date(2026, 12, 31), changed_at=AT)
    called_off = EventDate(event_id=1, day=date(2026, 12, 9), is_called_off=True, reason="bầu cử", changed_at=AT)
    add_rows(app, event_row(1, rule="FREQ=WEEKLY;BYDAY=WE"), event_row(2), event_of_team(2, 1), moved, called_off)
    components = READERS[library](ana.get("/calendar/month.ics?month=2026-12").data)
    month = Month(2026, 12)
    assert _expanded(components) == _ours(app, month.first, month.last)
    assert len(components) == 6
    assert len({each["uid"] for each in components}) == 6


def test_identifiers_and_words_stay_the_same(app: Flask, ana: Visitor) -> None:
    add_rows(app, event_row(1, rule="FREQ=WEEKLY;BYDAY=SU"))
    first = ana.get("/calendar/1.ics").data
    assert ana.get("/calendar/1.ics").data == first
    (component,) = _by_icalendar(first)
    assert (component["uid"], component["summary"], component["location"]) == (
        "event-1.ward-16417@tung-nha",
        "Ngày Chủ nhật gần Dân",
        "Nhà văn hóa phố 1",
    )
    add_rows(app, EventDate(event_id=1, day=date(2026, 12, 13), moved_to=date(2026, 12, 14), changed_at=AT))
    assert {each["uid"] for each in _by_icalendar(ana.get("/calendar/1.ics").data)} == {component["uid"]}
    month = {each["uid"]: each["start"] for each in _by_icalendar(ana.get("/calendar/month.ics?month=2026-12").data)}
    assert month["event-1-20261213.ward-16417@tung-nha"].date() == date(2026, 12, 14)
