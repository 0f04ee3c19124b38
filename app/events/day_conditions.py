"""Which rows have to do with some days: conditions by which what is over, or far off, need not be read."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.database import table_of
from app.events.models import Duty, Event, EventDate

Day = date | sa.BindParameter[date]

_EVENT, _CHANGE, _DUTY = map(table_of, (Event, EventDate, Duty))
_MOVED = _CHANGE.alias("moved_date")


def may_be_on(since: Day, until: Day) -> sa.ColumnElement[bool]:
    """Return the condition under which an event may have dates from ``since`` to ``until``.

    It holds for each that has one there, also where that date was moved there.
    """
    recurs = sa.and_(
        _EVENT.c.rule != "",
        _EVENT.c.first_day <= until,
        sa.or_(_EVENT.c.last_day.is_(None), _EVENT.c.last_day >= since),
    )
    moved = sa.exists().where(_MOVED.c.event_id == _EVENT.c.id, _MOVED.c.moved_to.between(since, until))
    return sa.or_(recurs, sa.and_(_EVENT.c.rule == "", _EVENT.c.first_day.between(since, until)), moved)


def is_changed_between(since: Day, until: Day) -> sa.ColumnElement[bool]:
    """Return the condition under which a changed date was to be held from ``since`` to ``until``, or is now."""
    return sa.or_(_CHANGE.c.day.between(since, until), _CHANGE.c.moved_to.between(since, until))


def is_on_duty_between(since: Day, until: Day) -> sa.ColumnElement[bool]:
    """Return the condition under which the date of a duty is held from ``since`` to ``until``, or was to be."""
    moved = sa.exists().where(
        _MOVED.c.event_id == _DUTY.c.event_id,
        _MOVED.c.day == _DUTY.c.day,
        _MOVED.c.moved_to.between(since, until),
    )
    return sa.or_(_DUTY.c.day.between(since, until), moved)
