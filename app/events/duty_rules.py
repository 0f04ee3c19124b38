"""When somebody may answer, and when presence may be confirmed; which shifts overlap. Pure rules.

Days and times are those of Viet Nam. A date that was put to another time of the day takes its shifts along.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from app.month import ZONE, local_day

OPENS_BEFORE = timedelta(hours=1)
"""How long before a date begins its presences may be confirmed: those who prepare it are there already."""

_MIDNIGHT, _LAST_MINUTE = time(), time(23, 59)


class ShiftSpan(NamedTuple):
    """From when to when a shift is, on one day."""

    starts_at: time
    ends_at: time

    def overlaps(self, other: ShiftSpan) -> bool:
        """Return whether nobody can be in both on the same day; one may begin as the other ends."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def moved(self, usual_start: time, held_from: time) -> ShiftSpan:
        """Return the shift at a date that begins at another time than its event does usually, within the day."""
        by = _minutes(held_from) - _minutes(usual_start)
        return ShiftSpan(_later(self.starts_at, by), _later(self.ends_at, by))

    def followed(self, until: time) -> ShiftSpan | None:
        """Return a shift as long as this one that begins as it ends, until ``until`` at the latest, or ``None``."""
        by = _minutes(self.ends_at) - _minutes(self.starts_at)
        return ShiftSpan(self.ends_at, min(_later(self.ends_at, by), until)) if self.ends_at < until else None


def begins(day: date, at: time) -> datetime:
    """Return the instant at which something begins on a day."""
    return datetime.combine(day, at, ZONE)


def may_answer(held_on: date, shift: ShiftSpan, now: datetime) -> bool:
    """Return whether a shift has not begun yet: until then one says yes or no, and changes one's mind."""
    return now < begins(held_on, shift.starts_at)


def may_confirm(held_on: date, starts_at: time, now: datetime) -> bool:
    """Return whether who was at a date may be confirmed: from :data:`OPENS_BEFORE` before it begins."""
    return now >= opens_at(held_on, starts_at)


def opens_at(held_on: date, starts_at: time) -> datetime:
    """Return the instant from which presence may be confirmed."""
    return begins(held_on, starts_at) - OPENS_BEFORE


def may_confirm_oneself(held_on: date, starts_at: time, now: datetime) -> bool:
    """Return whether one may say of oneself that one is there: on the day alone, until it ends."""
    return local_day(now) == held_on and may_confirm(held_on, starts_at, now)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _later(at: time, by: int) -> time:
    minutes = min(max(_minutes(at) + by, _minutes(_MIDNIGHT)), _minutes(_LAST_MINUTE))
    return time(*divmod(minutes, 60))
