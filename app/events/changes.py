"""What may be changed of an event and of its dates, and why not. Nothing that was recorded of a date is lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.events.models import Event
from app.events.queries import WardEvent
from app.events.recurrence import days_of_rule

FARTHEST = timedelta(days=366)
"""How far a date may be moved from the day that its rule gives."""


class EventFacts(NamedTuple):
    """What a ward says of an event, in the words of :class:`app.events.models.Event`; no teams are all of them."""

    type_code: str
    title: str
    place_id: int | None
    venue: str
    first_day: date
    last_day: date | None
    rule: str
    starts_at: time
    ends_at: time
    expected: int | None
    note: str
    team_ids: frozenset[int]

    @classmethod
    def of(cls, stored: WardEvent) -> EventFacts:
        """Return what is stored of an event."""
        values = {name: getattr(stored.event, name) for name in cls._fields[:-1]}
        return cls(**values, team_ids=stored.team_ids)

    def days(self, since: date, until: date) -> list[date]:
        """Return the days that the rule gives from ``since`` to ``until``."""
        return days_of_rule(self.rule, self.first_day, self.last_day, since, until)

    def store(self, event: Event) -> None:
        """Write everything but the teams into the row of an event."""
        for name in self._fields[:-1]:
            setattr(event, name, getattr(self, name))


class EventRefusal(StrEnum):
    """The reason why an event or a date is not changed; the words stand in the room of the calendar."""

    DATE_RECORDED = "date_recorded"
    """A date would go on which the event was held, or that has a roster, or was moved or called off."""

    RULE_BEGINS_EARLY = "rule_begins_early"
    """Another rule holds from a day on before which everything stays; that day is too early."""

    DAY_TAKEN = "day_taken"
    """Two dates of an event would be on one day."""

    TOO_FAR = "too_far"
    EVENT_ENDED = "event_ended"
    """The event has no dates any more on the day to which one would go."""

    PRESENCE_CONFIRMED = "presence_confirmed"
    """Somebody was there on the date, which counts for that day."""


class EventRefusedError(Exception):
    """A change is refused; ``day`` is the one that is in the way."""

    def __init__(self, refusal: EventRefusal, day: date) -> None:
        super().__init__(refusal, day)
        self.refusal, self.day = refusal, day


def recorded_days(stored: WardEvent, duty_days: Iterable[date], today: date) -> list[date]:
    """Return the days, by their names and in order, that stay: of dates until today, with a roster, or changed ones."""
    held = (each.day for each in stored.dates(stored.event.first_day, today))
    return sorted({*held, *duty_days, *(change.day for change in stored.changes)})


def is_replaced(stored: WardEvent, facts: EventFacts, recorded: Iterable[date]) -> bool:
    """Return whether another event takes over from ``facts.first_day`` on, so that what is recorded stays as it is."""
    return facts.rule != stored.event.rule and any(recorded)


def refuse_change(stored: WardEvent, facts: EventFacts, recorded: list[date]) -> None:
    """Raise :class:`EventRefusedError` where a change would lose a recorded day, or put two dates on one."""
    if not recorded:
        return
    if is_replaced(stored, facts, recorded):
        if facts.first_day <= recorded[-1]:
            raise EventRefusedError(EventRefusal.RULE_BEGINS_EARLY, recorded[-1])
        return
    given = set(facts.days(recorded[0], recorded[-1]))
    for day in recorded:
        if day not in given:
            raise EventRefusedError(EventRefusal.DATE_RECORDED, day)
    for change in stored.changes:
        moved_to = change.moved_to
        if moved_to is not None and moved_to != change.day and moved_to in _unmoved_days(stored, facts, moved_to):
            raise EventRefusedError(EventRefusal.DAY_TAKEN, moved_to)


def _unmoved_days(stored: WardEvent, facts: EventFacts, day: date) -> set[date]:
    moved = {change.day for change in stored.changes if change.moved_to is not None}
    return set(facts.days(day, day)) - moved
