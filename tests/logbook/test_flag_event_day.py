"""The flag of an entry whose event is not held on its day; dates are read only where a batch names an event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.events.models import EventDate
from app.month import now, today
from tests.actions import add_rows
from tests.client import Visitor
from tests.events.event_rows import make_event
from tests.factories import edited, make_entry
from tests.house.test_query_counts import statements_for
from tests.logbook.flag_steps import flags_of, set_flags

EVENT, ENDED = 31, 32
ASKED = ["not_its_day"]
HELD = today() - timedelta(days=2)
"""A day on which the event is held every day but some."""


@pytest.fixture(autouse=True)
def _events(app: Flask) -> None:
    set_flags(app)
    add_rows(
        app,
        make_event(EVENT, rule="FREQ=DAILY;INTERVAL=2", first_day=HELD - timedelta(days=20)),
        make_event(ENDED, rule="FREQ=DAILY", first_day=HELD, ended_at=now() - timedelta(days=1)),
    )


def _entry(days_later: int = 0, event: int | None = EVENT) -> dict[str, Any]:
    day = (HELD + timedelta(days=days_later)).isoformat()
    return {**make_entry(happened_on=day, event=event), "form": 2}


def _change(app: Flask, days_later: int, **columns: Any) -> None:
    """Let a date of the event be another than its rule says."""
    day = HELD + timedelta(days=days_later)
    add_rows(app, EventDate(event_id=EVENT, day=day, changed_at=now(), **columns))


def test_a_day_that_is_no_date_is_asked_about(app: Flask, ana: Visitor) -> None:
    entries = _entry(), _entry(-1), _entry(1), _entry(1, None)
    assert {receipt["outcome"] for receipt in ana.sync(*entries)} == {"stored"}
    assert flags_of(app, *entries) == [[], ASKED, ASKED, []]


def test_moved_and_called_off_dates_count_as_they_are_held(app: Flask, ana: Visitor) -> None:
    _change(app, 0, moved_to=HELD + timedelta(days=1))
    _change(app, -2, is_called_off=True)
    entries = _entry(), _entry(1), _entry(-2), _entry(-4)
    ana.sync(*entries)
    assert flags_of(app, *entries) == [ASKED, [], ASKED, []]


def test_event_that_had_ended_by_then_is_asked_about(app: Flask, ana: Visitor) -> None:
    entries = _entry(0, ENDED), _entry(2, ENDED)
    ana.sync(*entries)
    assert flags_of(app, *entries) == [[], ASKED]


def test_correction_is_asked_again_also_where_it_does_not_speak_of_the_event(app: Flask, ana: Visitor) -> None:
    entry = _entry()
    ana.sync(entry)
    other_day = edited(entry, happened_on=(HELD - timedelta(days=1)).isoformat())
    del other_day["fields"]["event"]
    ana.sync(other_day)
    assert flags_of(app, entry) == [ASKED]
    ana.sync(edited(other_day, event=None))
    assert flags_of(app, entry) == [[]]


def test_ward_may_turn_it_off(app: Flask, ana: Visitor) -> None:
    set_flags(app, not_its_day={"on": False})
    entry = _entry(1)
    ana.sync(entry)
    assert flags_of(app, entry) == [[]]


def test_dates_are_read_only_where_an_event_is_named(app: Flask, ana: Visitor) -> None:
    def read_by(*entries: dict[str, Any]) -> list[str]:
        statements = statements_for(app, lambda: ana.sync(*entries))
        return [each for each in statements if "FROM event" in each]

    assert read_by(_entry(0, None), make_entry("merchant")) == []
    assert len(read_by(_entry(), _entry(1), _entry(-2))) == 3
