"""The page of a ward's reporting periods: which of them may change, and the days and entries of each after a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.models import Entry
from app.logbook.status import Status
from app.month import Month
from app.periods import Span
from app.places.models import Ward
from app.settings.period_actions import last_closed_month
from app.settings.period_preview import PeriodPreview
from app.tally.queries import months_counted


@dataclass(frozen=True, slots=True)
class ChangedPeriod:
    """A period whose days a change moves, with the number of its entries before and after, without void ones."""

    month: Month
    days_before: Span
    days_after: Span
    entries_before: int
    entries_after: int


def offered_periods(session: Session, ward: Ward, today: date) -> list[Month]:
    """Return the periods from which on a ward may change when they begin: open ones, to the one after the present."""
    present = ward.settings.periods.of(today)
    closed = last_closed_month(session, ward.id)
    counted = [Month.parse(text) for text in session.scalars(months_counted(ward.id))]
    first = closed.next() if closed else min([*counted, present])
    return list(first.up_to(present.next()))


def changed_periods(session: Session, ward: Ward, preview: PeriodPreview, today: date) -> Sequence[ChangedPeriod]:
    """Return the periods that a change gives other days, up to the present one and to the last with entries."""
    counted = {Month.parse(month): number for month, number in session.execute(_entries(ward.id, preview.since))}
    after = dict(counted)
    for moved in preview.moved:
        after[moved.before] = after.get(moved.before, 0) - moved.number
        after[moved.after] = after.get(moved.after, 0) + moved.number
    last = max([preview.before.of(today), preview.after.of(today), *after])
    rows = [
        ChangedPeriod(
            month, preview.before.span(month), preview.after.span(month), counted.get(month, 0), after.get(month, 0)
        )
        for month in preview.since.up_to(last)
    ]
    return [each for each in rows if each.days_before != each.days_after]


def _entries(ward_id: int, since: Month) -> sa.Select[str, int]:
    return (
        sa.select(Entry.month, sa.func.count())
        .where(Entry.ward_id == ward_id, Entry.month >= str(since), Entry.status != Status.VOID)
        .group_by(Entry.month)
    )
