"""The dates of an event as they are held: those of its rule, some of them moved or called off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from app.events.models import Event, EventDate
from app.events.recurrence import days_of_rule


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One date of an event: it is held on ``held_on``, unless it is called off.

    ``day`` is the one that the rule gives. It names the date wherever it was moved: for duties, and as the
    RECURRENCE-ID of RFC 5545. ``reason`` says why it was moved or called off.
    """

    held_on: date
    starts_at: time
    ends_at: time
    event_id: int
    day: date
    is_called_off: bool = False
    reason: str = ""

    @property
    def is_moved(self) -> bool:
        """Whether it is held on another day than the rule gives."""
        return self.held_on != self.day


def occurrences(event: Event, changes: Iterable[EventDate], since: date, until: date) -> list[Occurrence]:
    """Return the dates of an event that are held, or were called off, from ``since`` to ``until``, in their order.

    ``changes`` are all changed dates of the event; those of days that its rule gives no more count for nothing.
    """
    changed = {change.day: change for change in changes}
    days = set(days_of_rule(event.rule, event.first_day, event.last_day, since, until))
    for change in changed.values():
        if change.moved_to is not None and since <= change.moved_to <= until:
            days.update(days_of_rule(event.rule, event.first_day, event.last_day, change.day, change.day))
    found = (_occurrence(event, day, changed.get(day)) for day in days)
    return sorted(each for each in found if since <= each.held_on <= until)


def _occurrence(event: Event, day: date, change: EventDate | None) -> Occurrence:
    if change is None:
        return Occurrence(day, event.starts_at, event.ends_at, event.id, day)
    return Occurrence(
        change.moved_to or day,
        change.starts_at or event.starts_at,
        change.ends_at or event.ends_at,
        event.id,
        day,
        change.is_called_off,
        change.reason,
    )
