"""Questions about the events of a ward, read whole with few statements: their dates are computed and not selected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import table_of
from app.events.day_conditions import may_be_on
from app.events.models import Duty, Event, EventDate, EventTeam
from app.events.occurrences import Occurrence, occurrences
from app.month import local_day


@dataclass(frozen=True, slots=True)
class WardEvent:
    """An event with the teams that take part, nobody's where it is everybody's, and its changed dates."""

    event: Event
    team_ids: frozenset[int]
    changes: Sequence[EventDate]

    def is_for(self, team_id: int | None) -> bool:
        """Whether a team takes part: it is one of the event's, or the event is everybody's."""
        return not self.team_ids or team_id in self.team_ids

    def dates(self, since: date, until: date) -> list[Occurrence]:
        """Return its dates from ``since`` to ``until``, those that are called off too.

        Of an event that has ended there are those up to the day on which that was done.
        """
        ended_at = self.event.ended_at
        last = until if ended_at is None else min(until, local_day(ended_at))
        return occurrences(self.event, self.changes, since, last) if since <= last else []

    def date_named(self, day: date) -> Occurrence | None:
        """Return the date that the rule gives for a day, wherever it was moved; ``None`` where there is none."""
        moved = next((change.moved_to for change in self.changes if change.day == day), None)
        held_on = moved or day
        return next((each for each in self.dates(held_on, held_on) if each.day == day), None)

    def date_held_on(self, day: date) -> Occurrence | None:
        """Return the date that is held on a day, or would be if it were not called off."""
        return next(iter(self.dates(day, day)), None)


def events_with_changes(connection: Connection, ward_id: int, ids: Collection[int]) -> list[WardEvent]:
    """Return some events of a ward by two statements, without their teams: to know their dates."""
    event, changed = table_of(Event), table_of(EventDate)
    is_named = event.c.ward_id == ward_id, event.c.id.in_(ids)
    changes: dict[int, list[EventDate]] = defaultdict(list)
    of_named = sa.select(changed).join(event, event.c.id == changed.c.event_id).where(*is_named)
    for row in connection.execute(of_named.order_by(changed.c.day)).mappings():
        changes[row["event_id"]].append(EventDate(**row))
    rows = connection.execute(sa.select(event).where(*is_named)).mappings()
    return [WardEvent(Event(**row), frozenset(), tuple(changes[row["id"]])) for row in rows]


class WardDate(NamedTuple):
    """A date of an event, and the event."""

    date: Occurrence
    of: WardEvent


def events_of_ward(session: Session, ward_id: int) -> list[WardEvent]:
    """Return all events of a ward, ended ones too, by three statements. Of a ward they are few."""
    return _events(session, Event.ward_id == ward_id)


def events_between(session: Session, ward_id: int, since: date, until: date) -> list[WardEvent]:
    """Return the events of a ward that may have dates from ``since`` to ``until``, by three statements."""
    return _events(session, Event.ward_id == ward_id, may_be_on(since, until))


def event_of_ward(session: Session, ward_id: int, event_id: int) -> WardEvent | None:
    """Return an event of a ward, or ``None`` where the ward has no such event."""
    found = _events(session, Event.ward_id == ward_id, Event.id == event_id)
    return next(iter(found), None)


def dates_of_ward(session: Session, ward_id: int, since: date, until: date) -> list[WardDate]:
    """Return all dates of a ward's events from ``since`` to ``until``, in their order; three statements."""
    return dates_of_events(events_of_ward(session, ward_id), since, until)


def dates_of_events(events: Iterable[WardEvent], since: date, until: date) -> list[WardDate]:
    """Return the dates of some events from ``since`` to ``until``, in their order."""
    found = [WardDate(each, of) for of in events for each in of.dates(since, until)]
    return sorted(found, key=lambda each: each.date)


def duty_days(ward_id: int, event_id: int) -> sa.Select[date, bool | None]:
    """Select each day, by its name, on which somebody is asked to be on duty at an event, and each presence there."""
    return sa.select(Duty.day, Duty.is_present).where(Duty.ward_id == ward_id, Duty.event_id == event_id).distinct()


def _events(session: Session, *conditions: sa.ColumnElement[bool]) -> list[WardEvent]:
    rows = session.scalars(sa.select(Event).where(*conditions).order_by(Event.id)).all()
    if not rows:
        return []
    teams: dict[int, set[int]] = defaultdict(set)
    pairs = sa.select(EventTeam.event_id, EventTeam.team_id).join(Event, Event.id == EventTeam.event_id)
    for event_id, team_id in session.execute(pairs.where(*conditions)):
        teams[event_id].add(team_id)
    changes: dict[int, list[EventDate]] = defaultdict(list)
    changed = sa.select(EventDate).join(Event, Event.id == EventDate.event_id)
    for change in session.scalars(changed.where(*conditions).order_by(EventDate.day)):
        changes[change.event_id].append(change)
    return [WardEvent(row, frozenset(teams[row.id]), tuple(changes[row.id])) for row in rows]
