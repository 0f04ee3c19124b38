"""The figures of an event: what entries that name it add up to, by day and by what."""

from __future__ import annotations

import html
from datetime import date

import pytest
from flask import Flask

from app.calendar.event_figures import EventFigures, read_event_figures
from app.database import reader
from app.events.queries import event_of_ward
from app.logbook.status import Action
from app.month import Month
from app.periods import Span
from app.places.models import Ward
from tests.actions import close_ward_month, review_entries
from tests.calendar.event_steps import EVENT, FIRST, HELD_ON, NO_DATE, add_events, log_at_events
from tests.cast import WARD_A
from tests.client import Visitor

SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30))


@pytest.fixture(autouse=True)
def _events(app: Flask) -> None:
    add_events(app)


def _figures(app: Flask, span: Span = SEPTEMBER) -> EventFigures:
    with app.test_request_context():
        of = event_of_ward(reader(), WARD_A, EVENT)
        assert of is not None
        return read_event_figures(reader(), reader().get_one(Ward, WARD_A), of, span)


def _days(figures: EventFigures) -> dict[date, tuple[int, int, int | None]]:
    return {day.held_on: (day.served, day.approved, day.expected) for day in figures.days}


def test_people_served_stand_by_day_beside_those_expected(app: Flask, ana: Visitor) -> None:
    entries = log_at_events(ana)
    review_entries(app, Action.APPROVE, entries[0])
    review_entries(app, Action.VOID, entries[3])
    figures = _figures(app)
    assert _days(figures) == {
        FIRST: (28, 3, 40),
        NO_DATE: (2, 0, None),
        HELD_ON: (7, 0, 40),
        date(2026, 9, 27): (0, 0, 40),
    }
    assert (figures.served, figures.expected, figures.is_provisional) == (37, 120, True)
    assert [day.date is None for day in figures.days] == [False, True, False, False]


def test_a_closed_period_counts_what_was_approved(app: Flask, ana: Visitor) -> None:
    review_entries(app, Action.APPROVE, log_at_events(ana)[1])
    close_ward_month(app, Month(2026, 9))
    figures = _figures(app)
    assert _days(figures)[FIRST] == (5, 5, 40)
    assert not figures.is_provisional


def test_each_measure_has_its_name(app: Flask, ana: Visitor) -> None:
    log_at_events(ana)
    figures = {each.measure: (each.name, each.figure) for each in _figures(app, Span(FIRST, FIRST)).measures}
    assert figures["visit.people"] == ("Lượt người được giúp tại hộ", 3)
    assert figures["installation.vneid_2.activated"][1] == 5
    assert figures["training.topic.scam_warning"][1] == 1
    assert figures["merchant.vietqr"][1] == 1
    assert all(name and not name.startswith(code) for code, (name, _figure) in figures.items())


def test_the_page_leads_to_the_entries_of_the_event(ana: Visitor, carla: Visitor) -> None:
    log_at_events(ana)
    page = carla.get(f"/calendar/{EVENT}/{FIRST}").text
    address = html.unescape(page.split('href="/overview/entries?')[1].split('"')[0])
    assert "month=2026-09" in address
    listed = carla.get(f"/overview/entries?{address}").text
    assert f'value="{EVENT}" selected' in listed
    assert "/overview/entries" not in ana.get(f"/calendar/{EVENT}/{FIRST}").text
