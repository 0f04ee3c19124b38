"""Closing in a ward whose periods begin on the 15th: when one is over, and whose days and work are in its edition."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask

from app.database import reader, writer
from app.month import ZONE, Month, now, today
from app.months.actions import Closed, ClosingRefusal, Refused, close
from app.months.closing import check_list, month_states
from app.months.edition_text import edition_from_text
from app.months.queries import last_edition
from app.periods import CALENDAR
from app.places.models import Ward
from tests.actions import set_periods
from tests.cast import ANA, CARLA, LEO, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.frozen.clock import stopped

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
MIDDLE = CALENDAR.changed(NOVEMBER, 15)


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def _close(app: Flask, at: datetime, month: Month) -> Closed | Refused:
    with stopped(at), app.app_context():
        done = close(writer(), WARD_A, month, CARLA, now())
        writer().commit()
        return done


@pytest.mark.parametrize(
    ("at", "month", "reason"),
    [
        (_at(14, 23, 59), NOVEMBER, ClosingRefusal.NOT_OVER),
        (_at(14, 23, 59), DECEMBER, ClosingRefusal.NOT_COME),
        (_at(15, 0, 1), NOVEMBER, None),
        (_at(15, 0, 1), DECEMBER, ClosingRefusal.NOT_OVER),
    ],
)
def test_a_period_is_over_after_its_last_day(
    app: Flask, at: datetime, month: Month, reason: ClosingRefusal | None
) -> None:
    set_periods(app, MIDDLE)
    with stopped(_at(14, 12, 0)):
        Visitor(app, "ana").sync(make_entry(happened_on="2026-11-10"))
    done = _close(app, at, month)
    assert done == Refused(reason) if reason else isinstance(done, Closed)


def test_an_edition_has_the_days_of_its_period(app: Flask) -> None:
    set_periods(app, MIDDLE)
    days = ("2026-11-01", "2026-11-14", "2026-11-15", "2026-11-30")
    for day in days:
        with stopped(datetime.fromisoformat(f"{day}T20:00:00+07:00")):
            Visitor(app, "ana").sync(make_entry(happened_on=day, companions=[LEO]))
    with stopped(_at(16, 9, 0)):
        # Its day is paid for in November, and its work counts in December.
        Visitor(app, "ana").sync(make_entry(happened_on="2026-11-14", count_in="2026-12"))
    for at, month in ((_at(30, 9, 0), NOVEMBER), (datetime(2026, 12, 15, 9, 0, tzinfo=ZONE), DECEMBER)):
        assert isinstance(_close(app, at, month), Closed)
    with app.app_context():
        editions = {
            month: edition_from_text(reader().scalars(last_edition(WARD_A, str(month))).one().figures)
            for month in (NOVEMBER, DECEMBER)
        }
    found = {
        month: {each.member_id: each.days for each in edition.attendance or ()} for month, edition in editions.items()
    }
    first, second = tuple(map(date.fromisoformat, days[:2])), tuple(map(date.fromisoformat, days[2:]))
    assert found == {NOVEMBER: {ANA: first, LEO: first}, DECEMBER: {ANA: second, LEO: second}}
    assert [editions[month].as_of for month in (NOVEMBER, DECEMBER)] == [date(2026, 11, 14), date(2026, 12, 14)]
    assert [editions[month].measures["visit"][0] for month in (NOVEMBER, DECEMBER)] == [2, 3]


def test_the_check_list_looks_at_the_days_of_the_period(app: Flask) -> None:
    """Team 2 was silent up to the 14th, and logged on the 15th."""
    set_periods(app, MIDDLE)
    with stopped(_at(20, 9, 0)):
        Visitor(app, "ana").sync(make_entry(happened_on="2026-11-10"))
        Visitor(app, "bruno").sync(make_entry(happened_on="2026-11-15"))
        with app.app_context():
            ward = reader().get_one(Ward, WARD_A)
            states = month_states(reader(), WARD_A, ward.settings.periods.of(today()))
            assert [(str(state.month), state.is_over) for state in states] == [("2026-12", False), ("2026-11", True)]
            checks = check_list(reader(), ward, states[1], states, CARLA, now())
    assert [name for name in checks.silent_teams if "2" in name], checks.silent_teams
    assert len(checks.silent_teams) == 1
