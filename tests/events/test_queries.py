"""The events of a ward with their dates, and whose they are."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from app.database import reader
from app.events.models import EventDate
from app.events.queries import dates_of_ward, event_of_ward, events_of_ward
from tests.actions import add_rows
from tests.cast import TEAM_1, TEAM_2, TEAM_B, WARD_A, WARD_B
from tests.events.rows import SUNDAY, event_of_team, event_row
from tests.house.test_query_counts import counted_statements

AT = datetime(2026, 12, 8, 3, tzinfo=UTC)
WEDNESDAYS = "FREQ=WEEKLY;BYDAY=WE"


def test_the_dates_of_a_ward_come_in_their_order_with_their_events(app: Flask) -> None:
    moved = EventDate(event_id=2, day=date(2026, 12, 9), moved_to=date(2026, 12, 10), changed_at=AT)
    of_b = event_row(3, ward_id=WARD_B), event_of_team(3, TEAM_B)
    add_rows(app, event_row(1), event_row(2, rule=WEDNESDAYS), event_of_team(2, TEAM_1), moved, *of_b)
    with app.app_context():
        dates = dates_of_ward(reader(), WARD_A, SUNDAY, date(2026, 12, 16))
        found = [(each.date.held_on.day, each.date.day.day, each.of.event.id, set(each.of.team_ids)) for each in dates]
        assert found == [(6, 6, 1, set()), (10, 9, 2, {TEAM_1}), (16, 16, 2, {TEAM_1})]
        assert [each.event.id for each in events_of_ward(reader(), WARD_B)] == [3]
        assert event_of_ward(reader(), WARD_A, 3) is None


def test_an_event_without_teams_is_everybodys(app: Flask) -> None:
    add_rows(app, event_row(1), event_row(2), event_of_team(2, TEAM_1))
    with app.app_context():
        everybodys, of_team = events_of_ward(reader(), WARD_A)
    assert [each.is_for(team) for each in (everybodys, of_team) for team in (TEAM_1, TEAM_2, None)] == [
        *(True, True, True),
        *(True, False, False),
    ]


def test_an_event_that_has_ended_has_no_dates_after_that_day(app: Flask) -> None:
    add_rows(app, event_row(1, rule=WEDNESDAYS, ended_at=datetime(2026, 12, 9, 16, tzinfo=UTC)))
    with app.app_context():
        (found,) = events_of_ward(reader(), WARD_A)
    assert [each.day.day for each in found.dates(SUNDAY, date(2026, 12, 31))] == [9]
    assert found.date_named(date(2026, 12, 16)) is None


def test_a_date_is_found_by_its_name_wherever_it_was_moved(app: Flask) -> None:
    change = EventDate(event_id=1, day=SUNDAY, moved_to=date(2027, 1, 10), changed_at=AT)
    add_rows(app, event_row(1), change)
    with app.app_context():
        (found,) = events_of_ward(reader(), WARD_A)
    named, held = found.date_named(SUNDAY), found.date_held_on(date(2027, 1, 10))
    assert named == held
    assert named is not None
    assert named.held_on == date(2027, 1, 10)
    assert found.date_named(date(2027, 1, 10)) is None
    assert found.date_held_on(SUNDAY) is None


def test_a_ward_is_read_by_three_statements_however_many_events_it_has(app: Flask) -> None:
    add_rows(app, *(event_row(id, rule=WEDNESDAYS) for id in range(1, 20)))
    with counted_statements(app) as statements, app.app_context():
        dates_of_ward(reader(), WARD_A, SUNDAY, date(2027, 12, 31))
        assert len([each for each in statements if each.startswith("SELECT")]) == 3, statements
