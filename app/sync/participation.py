"""What somebody took part in: the entries of others that they joined, and the days that the attendance counts."""

from __future__ import annotations

from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from app.events.duty_queries import days_on_duty
from app.json_types import JsonObject
from app.logbook.entry_fields import NamedPartyField
from app.logbook.form_versions import can_show
from app.logbook.kinds import KINDS
from app.logbook.models import Entry
from app.logbook.own_queries import joined_entries
from app.logbook.queries import closed_months
from app.month import Month
from app.months.attendance_queries import credited
from app.months.paid_days import days_paid_in_other_months
from app.people.actor import Actor
from app.periods import Periods
from app.permissions import Permission, Reach, reach


def participation(session: Session, actor: Actor, ward_id: int, periods: Periods, since: date, form: int) -> JsonObject:
    """Return the entries of others since a day that a person joined, which a phone that knows ``form`` can show, and on
    how many days of the ward's present period they took part, alone or with others, or were on duty.
    """
    month = periods.of(actor.today)
    return {
        "joined": [
            _joined(entry, author, actor)
            for entry, author in session.execute(joined_entries(ward_id, actor.id, since))
            if can_show(form, entry.kind, entry.fields)
        ],
        "days": {"month": str(month), "number": _days(session, actor, ward_id, month, periods)},
    }


def _joined(entry: Entry, author: str, reader: Actor) -> JsonObject:
    """Return an entry as whoever came along sees it: neither note nor difficulty, no figures, and of a household or
    merchant the text only to who may read it beyond this entry. Of several topics it is the first.
    """
    kind = KINDS[entry.kind]
    name = kind.line[0]
    value = kind.completed(entry.fields).get(name)
    if isinstance(value, dict):
        control = cast(NamedPartyField, kind.form()[name])
        value = value[control.text_key] if _reads_parties(reader, entry.team_id) else None
    elif isinstance(value, list):
        value = value[0] if value else None
    happened_on = entry.happened_on.isoformat()
    return {"id": str(entry.id), "kind": entry.kind, "happened_on": happened_on, "title": value, "author": author}


def _reads_parties(reader: Actor, team_id: int | None) -> bool:
    """Return whether somebody may read the households and merchants that a team works with."""
    how_far = reach(reader, Permission.HOUSEHOLD_READ)
    return how_far == Reach.WARD or (how_far == Reach.TEAM and team_id is not None and team_id == reader.place.team_id)


def _days(session: Session, actor: Actor, ward_id: int, month: Month, periods: Periods) -> int:
    """Return the days of a month's attendance: those that another month has counted are not in it."""
    closed = closed_months(ward_id).order_by(None)
    days = {day for _member, day, _entries in session.execute(credited(ward_id, month, periods, closed, actor.id))}
    span = periods.span(month)
    # No other month can have counted a day of this one.
    late = {day for day in days if day < span.first}
    on_duty = session.execute(days_on_duty(ward_id, min(late, default=span.first), span.last, actor.id)).all()
    days |= {day for _member, day in on_duty if day in span}
    before = [(member, day) for member, day in on_duty if day < span.first]
    paid = days_paid_in_other_months(session, ward_id, month, periods, late, closed, actor.id, before)
    return len(days - {day for _member, day in paid})
