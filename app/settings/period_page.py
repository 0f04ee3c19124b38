"""The page of a ward's reporting periods: which of them may change, and what a change would move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.models import Entry
from app.logbook.period_moves import days_to_move, moving
from app.logbook.status import Status
from app.month import Month
from app.periods import Periods, Span
from app.places.models import Ward
from app.settings.period_actions import last_closed_month
from app.tally.queries import months_counted
from app.targets.models import Target


@dataclass(frozen=True, slots=True)
class ChangedPeriod:
    """A period whose days a change moves, with the number of its entries before and after, without void ones."""

    month: Month
    days_before: Span
    days_after: Span
    entries_before: int
    entries_after: int


@dataclass(frozen=True, slots=True)
class PeriodPreview:
    """What a change of periods would move.

    ``moved`` is the number of entries that come to count in another period, ``targets`` that of the targets that are
    set for one of the periods: they keep its name.
    """

    since: Month
    after: Periods
    changed: Sequence[ChangedPeriod]
    moved: int
    targets: int

    @property
    def first(self) -> Span:
        """The days of the first period after the change."""
        return self.after.span(self.since)


def offered_periods(session: Session, ward: Ward, today: date) -> list[Month]:
    """Return the periods from which on a ward may change when they begin: open ones, to the one after the present."""
    present = ward.settings.periods.of(today)
    closed = last_closed_month(session, ward.id)
    counted = [Month.parse(text) for text in session.scalars(months_counted(ward.id))]
    month = closed.next() if closed else min([*counted, present])
    offered = []
    while month <= present.next():
        offered.append(month)
        month = month.next()
    return offered


def preview_of(session: Session, ward: Ward, since: Month, first_day: int, today: date) -> PeriodPreview | None:
    """Return what a change would move, or ``None`` where it changes nothing."""
    before = ward.settings.periods
    after = before.changed(since, first_day)
    if after == before:
        return None
    counted = dict(session.execute(_entries_by_month(ward.id, since)).all())
    changes = dict.fromkeys(map(Month.parse, counted), 0)
    moved = 0
    for days in days_to_move(session.connection(), ward.id, before, after, since):
        number = session.scalar(_entries().where(moving(ward.id, days))) or 0
        changes[days.before] = changes.get(days.before, 0) - number
        changes[days.after] = changes.get(days.after, 0) + number
        moved += number
    months = _months_to_show(since, max([before.of(today), after.of(today), *changes]))
    changed = [
        ChangedPeriod(
            month,
            before.span(month),
            after.span(month),
            counted.get(str(month), 0),
            counted.get(str(month), 0) + changes.get(month, 0),
        )
        for month in months
    ]
    targets = session.scalar(_targets_from(ward.id, since)) or 0
    return PeriodPreview(
        since, after, [each for each in changed if each.days_before != each.days_after], moved, targets
    )


def _months_to_show(first: Month, last: Month) -> list[Month]:
    months = [first]
    while months[-1] < last:
        months.append(months[-1].next())
    return months


def _entries() -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(Entry).where(Entry.status != Status.VOID)


def _entries_by_month(ward_id: int, since: Month) -> sa.Select[str, int]:
    return (
        sa.select(Entry.month, sa.func.count())
        .where(Entry.ward_id == ward_id, Entry.month >= str(since), Entry.status != Status.VOID)
        .group_by(Entry.month)
    )


def _targets_from(ward_id: int, since: Month) -> sa.Select[int]:
    return sa.select(sa.func.count()).where(Target.ward_id == ward_id, Target.month >= str(since))
