"""What people on duty at the events of a demonstration ward have logged. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from app.demo.days import working_days
from app.demo.work import DayOfWork, Entry, WardWork
from app.month import ZONE
from app.uuid7 import uuid7

_BETWEEN, _SENT_AFTER = timedelta(minutes=4), timedelta(minutes=20)


def separate_chances(rng: random.Random) -> random.Random:
    """Return chances that come from the same seed and take none away: events change nothing of what else is made up."""
    chances = random.Random()
    chances.setstate(rng.getstate())
    return chances


def batches_of(work: WardWork, last: date, rng: random.Random) -> Iterator[DayOfWork]:
    """Yield all that the members of a ward send up to ``last``, day by day: first what was logged on duty."""
    chances = separate_chances(rng)
    for day in working_days(last):
        yield from _work_on_duty(work, day, chances)
        yield from work.day(day, rng, is_last=day == last)


def _work_on_duty(work: WardWork, day: date, rng: random.Random) -> Iterator[DayOfWork]:
    """Yield what those on duty on a day have logged, for the whole ward; each sends it soon after the shift."""
    for duty in work.duties:
        if duty.day != day:
            continue
        common: dict[str, object] = {
            "happened_on": day.isoformat(),
            "neighbourhood": work.whole_ward,
            "event": duty.event_id,
            **({"place": duty.place_id} if duty.place_id is not None else {}),
        }
        at = datetime.combine(day, duty.ends_at, ZONE).astimezone(UTC)
        entries: list[Entry] = []
        for kind, fields in duty.help.logged(rng):
            entries.append((uuid7(at, rng), kind, at, common | fields))
            at += _BETWEEN
        yield DayOfWork(duty.member_id, at + _SENT_AFTER, entries, timedelta())
