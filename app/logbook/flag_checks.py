"""The checks behind the flags: each compares an entry with a threshold and what else is known. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from app.logbook.entry_rows import EntryRow
from app.logbook.kinds import KINDS
from app.month import ZONE, local_day

RUSH = timedelta(minutes=10)
"""The length of time in which many entries are a rush."""

NIGHT_ENDS = 5
"""The hour at which the night is over."""

_EARTH = 6371.0  # kilometres

Point = tuple[float, float]


@dataclass(slots=True)
class FlagContext:
    """The data that an entry is compared with when it is received.

    ``visits`` are the days of other entries with its household, ``recorded`` the moments at which its author recorded
    other entries, in order. ``centroid`` is that of its neighbourhood. ``share`` is how many per cent of the people
    concerned would have the service with it. ``clock_ahead`` is by how much the phone's clock was ahead of ours.
    ``is_elsewhere`` says that its household was first met in another neighbourhood. ``area_ended_on`` is the last day
    of its neighbourhood, if that has one and was not merged. ``beyond_met`` is how many people more than were met at
    its visit would have been helped there with one service. ``is_beside_event`` says that the event which it names is
    not held on its day.
    """

    received_at: datetime
    clock_ahead: timedelta | None = None
    visits: Collection[date] = ()
    recorded: Sequence[datetime] = ()
    centroid: Point | None = None
    share: Decimal | None = None
    is_elsewhere: bool = False
    area_ended_on: date | None = None
    beyond_met: int = 0
    is_beside_event: bool = False


Test = Callable[[EntryRow, FlagContext, int], bool]


def household_again(entry: EntryRow, context: FlagContext, days: int) -> bool:
    """Return whether somebody logged the same household at most ``days`` before or after."""
    return any(abs((other - entry.happened_on).days) <= days for other in context.visits)


def many_people(entry: EntryRow, _context: FlagContext, people: int) -> bool:
    """Return whether more than ``people`` were helped in one home, as the entry says."""
    number = KINDS[entry.kind].people_in_a_home(entry.fields)
    return number is not None and number > people


def more_than_met(_entry: EntryRow, context: FlagContext, people: int) -> bool:
    """Return whether at a visit at least ``people`` more were helped with one service than were met."""
    return context.beyond_met >= people


def in_a_rush(entry: EntryRow, context: FlagContext, entries: int) -> bool:
    """Return whether its author recorded at least this number of entries within :data:`RUSH`."""
    at = entry.recorded_at
    if at is None:
        return False
    before = bisect_right(context.recorded, at) - bisect_left(context.recorded, at - RUSH)
    return before + 1 >= entries


def at_night(entry: EntryRow, _context: FlagContext, hour: int) -> bool:
    """Return whether it happened at ``hour`` in the evening or later, or before :data:`NIGHT_ENDS`.

    The time of day in the entry counts; without one the moment of recording, if that was on the day of the entry.
    """
    began = KINDS[entry.kind].began_at(entry.fields)
    if began is not None:
        return _is_night(int(began[:2]), hour)
    if entry.recorded_at is None:
        return False
    at = entry.recorded_at.astimezone(ZONE)
    return _is_night(at.hour, hour) and at.date() == entry.happened_on


def _is_night(hour: int, begins: int) -> bool:
    return hour >= begins or hour < NIGHT_ENDS


def clock_off(entry: EntryRow, context: FlagContext, minutes: int) -> bool:
    """Return whether the phone's clock was wrong by more than ``minutes``.

    Where the phone did not send its time, only a moment of recording in the future shows it.
    """
    most = timedelta(minutes=minutes)
    at = entry.recorded_at
    if at is not None and at - context.received_at > most:
        return True
    return context.clock_ahead is not None and abs(context.clock_ahead) > most


def far_away(entry: EntryRow, context: FlagContext, kilometres: int) -> bool:
    """Return whether it was logged further from the centroid of its neighbourhood, less the accuracy of the phone."""
    if context.centroid is None or entry.latitude is None or entry.longitude is None:
        return False
    away = distance((entry.latitude, entry.longitude), context.centroid)
    return away - (entry.accuracy or 0) / 1000 > kilometres


def beyond_population(_entry: EntryRow, context: FlagContext, per_cent: int) -> bool:
    """Return whether more than ``per_cent`` of the people concerned would have a service."""
    return context.share is not None and context.share > per_cent


def household_elsewhere(_entry: EntryRow, context: FlagContext, _threshold: int) -> bool:
    """Return whether its household was first met in another neighbourhood."""
    return context.is_elsewhere


def area_ended(entry: EntryRow, context: FlagContext, _threshold: int) -> bool:
    """Return whether it happened after the last day of its neighbourhood, and no single one came after that."""
    return context.area_ended_on is not None and entry.happened_on > context.area_ended_on


def not_its_day(_entry: EntryRow, context: FlagContext, _threshold: int) -> bool:
    """Return whether it names an event that is not held on its day."""
    return context.is_beside_event


def late(entry: EntryRow, context: FlagContext, days: int) -> bool:
    """Return whether it came in more than ``days`` after it happened."""
    received_at = context.received_at
    # To find the day in Viet Nam takes time, and few entries are that old.
    return (
        received_at.date() - entry.happened_on >= timedelta(days=days)
        and (local_day(received_at) - entry.happened_on).days > days
    )


def distance(one: Point, other: Point) -> float:
    """Return the distance between two places in kilometres."""
    latitude, other_latitude = radians(one[0]), radians(other[0])
    half = sin((other_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(other_latitude) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))
