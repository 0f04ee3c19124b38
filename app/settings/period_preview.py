"""What a change of a ward's reporting periods would move, read before it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import table_of
from app.logbook.kinds import HEADLINES, KINDS
from app.logbook.models import Entry
from app.logbook.period_moves import days_to_move, moving
from app.logbook.status import Status
from app.month import Month
from app.periods import MovedDays, Periods, Span
from app.places.queries import ward_periods
from app.settings.period_actions import RefusedPeriods, periods_version, refusal_of_change
from app.tally.models import AreaMonth, WardDay
from app.targets.models import Target

_ENTRY = table_of(Entry)


@dataclass(frozen=True, slots=True)
class MovedEntries:
    """How many entries that count go from the period ``before`` to the period ``after``."""

    before: Month
    after: Month
    number: int


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """The figure of a headline's measure in a period, before and after the change; both are totals."""

    month: Month
    measure: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ChangedTargets:
    """How many targets of a period, or of a year where there is no ``month``, are for other days after the change."""

    year: int
    month: Month | None
    number: int
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class PeriodPreview:
    """What a change would do. ``since`` is the first period by the new rule: it may be shorter or longer than others.

    ``seen`` is the version that :func:`app.settings.period_actions.change_periods` asks for.
    """

    since: Month
    before: Periods
    after: Periods
    refused: RefusedPeriods | None
    moved: Sequence[MovedEntries]
    figures: Sequence[ChangedFigure]
    targets: Sequence[ChangedTargets]

    @property
    def first(self) -> Span:
        """The days of the first period by the new rule."""
        return self.after.span(self.since)

    @property
    def is_odd(self) -> bool:
        """Whether that period is shorter or longer than later ones."""
        return not self.after.is_usual(self.since)

    @property
    def seen(self) -> str:
        """The version of the periods that the preview starts from."""
        return periods_version(self.before)

    @property
    def entries(self) -> int:
        """The number of entries that count and move."""
        return sum(each.number for each in self.moved)


def preview_periods(session: Session, ward_id: int, since: Month, first_day: int, now: datetime) -> PeriodPreview:
    """Return what it would move to let a ward's periods begin on ``first_day`` from the period ``since`` on."""
    before = ward_periods(session, ward_id)
    after = before.changed(since, first_day)
    refused = refusal_of_change(session, ward_id, since, now)
    days = [] if refused else days_to_move(session.connection(), ward_id, before, after, since)
    return PeriodPreview(
        since,
        before,
        after,
        refused,
        [each for each in _moved(session, ward_id, days) if each.number],
        _figures(session, ward_id, days),
        [] if refused else _targets(session, ward_id, before, after, since),
    )


def _moved(session: Session, ward_id: int, days: Iterable[MovedDays]) -> list[MovedEntries]:
    numbers: Counter[tuple[Month, Month]] = Counter()
    for moved in days:
        counting = sa.select(sa.func.count()).where(moving(ward_id, moved), _ENTRY.c.status != Status.VOID)
        numbers[moved.before, moved.after] += session.connection().scalar(counting) or 0
    return [MovedEntries(*months, number) for months, number in sorted(numbers.items())]


def _figures(session: Session, ward_id: int, days: Sequence[MovedDays]) -> list[ChangedFigure]:
    """Return the headline figures that change.

    They come from the counters of days, less what stays where its author chose to have it counted.
    """
    measures = [headline.measure for headline in HEADLINES]
    changed: Counter[tuple[Month, str]] = Counter()
    for moved in days:
        for measure, figure in _counted_on(session, ward_id, moved, measures).items():
            changed[moved.before, measure] -= figure
            changed[moved.after, measure] += figure
    query = sa.select(AreaMonth.month, AreaMonth.measure, sa.func.sum(AreaMonth.total)).where(
        AreaMonth.ward_id == ward_id,
        AreaMonth.month.in_({str(month) for month, _measure in changed}),
        AreaMonth.measure.in_(measures),
    )
    rows = session.execute(query.group_by(AreaMonth.month, AreaMonth.measure))
    stands = {(Month.parse(month), measure): int(figure) for month, measure, figure in rows}
    ranks = {measure: rank for rank, measure in enumerate(measures)}
    return [
        ChangedFigure(month, measure, stands.get((month, measure), 0), stands.get((month, measure), 0) + difference)
        for (month, measure), difference in sorted(changed.items(), key=lambda item: (item[0][0], ranks[item[0][1]]))
        if difference
    ]


def _counted_on(session: Session, ward_id: int, moved: MovedDays, measures: Sequence[str]) -> dict[str, int]:
    """Return what entries that move with some days count, by measure."""
    of_days = (
        sa.select(WardDay.measure, sa.func.sum(WardDay.total))
        .where(
            WardDay.ward_id == ward_id,
            WardDay.day.between(moved.days.first, moved.days.last),
            WardDay.measure.in_(measures),
        )
        .group_by(WardDay.measure)
    )
    figures = {measure: int(figure) for measure, figure in session.execute(of_days)}
    staying = sa.select(_ENTRY.c.kind, _ENTRY.c.fields).where(
        _ENTRY.c.ward_id == ward_id,
        _ENTRY.c.happened_on.between(moved.days.first, moved.days.last),
        _ENTRY.c.month >= str(min(moved.before, moved.after)),
        _ENTRY.c.count_in.is_not(None),
        sa.not_(moving(ward_id, moved)),
        _ENTRY.c.status != Status.VOID,
    )
    for kind, fields in session.connection().execute(staying):
        for measure, amount in KINDS[kind].counts(fields).items():
            if measure in figures:
                figures[measure] -= amount
    return figures


def _targets(session: Session, ward_id: int, before: Periods, after: Periods, since: Month) -> list[ChangedTargets]:
    """Return the targets of periods and of years whose days change, in their order, those of a year last."""
    query = (
        sa.select(Target.year, Target.month, sa.func.count())
        .where(Target.ward_id == ward_id, Target.year >= since.year)
        .group_by(Target.year, Target.month)
    )
    found = [
        ChangedTargets(year, named, number, _days(before, year, named), _days(after, year, named))
        for year, month, number in session.execute(query)
        for named in [Month.parse(month) if month else None]
    ]
    changed = [each for each in found if each.before != each.after]
    return sorted(changed, key=lambda each: (each.year, each.month is None, str(each.month)))


def _days(periods: Periods, year: int, month: Month | None) -> Span:
    if month is not None:
        return periods.span(month)
    return Span(periods.first_of_year(Month(year, 1)), periods.last(Month(year, 12)))
