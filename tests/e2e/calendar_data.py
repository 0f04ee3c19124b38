"""Events of the ward with data, in a month far enough ahead that the phone's home knows nothing of them."""

from __future__ import annotations

from datetime import timedelta

from app.events.models import Event, EventDate
from app.month import Month, now
from tests.events.rows import event_row

MONTH = Month.current().next().next()
WEDNESDAYS = 2
FIRST = next(day for day in (MONTH.first + timedelta(days=number) for number in range(7)) if day.isoweekday() == 3)
"""The first Wednesday of the month: the name of the date that is looked at."""

_LONG_TITLE = "Ngày không viết, không nhập hồ sơ tại Trung tâm Phục vụ hành chính công và các nhà văn hóa khu dân cư"


def calendar_rows() -> list[Event | EventDate]:
    """Return an event on a day, and one that recurs, of which a date was moved and another called off."""
    moved, called_off = FIRST + timedelta(days=7), FIRST + timedelta(days=14)
    return [
        event_row(1, first_day=MONTH.first, expected=60, place_id=1, venue=""),
        event_row(
            WEDNESDAYS, first_day=MONTH.first, rule="FREQ=WEEKLY;BYDAY=WE", title=_LONG_TITLE, type_code="no_paper"
        ),
        EventDate(
            event_id=WEDNESDAYS,
            day=moved,
            moved_to=moved + timedelta(days=1),
            reason="mưa bão, đường ngập, chưa đi lại được",
            changed_at=now(),
        ),
        EventDate(event_id=WEDNESDAYS, day=called_off, is_called_off=True, reason="bầu cử", changed_at=now()),
    ]
