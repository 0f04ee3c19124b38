"""Twelve weeks of work, Monday to Sunday, up to today or to the end of a past month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.logbook.kinds import KINDS
from app.logbook.shown_measures import Headline
from app.overview.charts import axis_for
from app.tally.queries import days_of

WEEKS = 12
ROOM = 120
"""The height of the chart's tallest column, in pixels."""

_WEEK = timedelta(weeks=1)
_HEADLINES = tuple(kind.headlines[0] for kind in KINDS.values())
"""The first headline of each kind."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday to its last day shown, which is a Sunday unless the week is not over."""

    first: date
    last: date

    @property
    def is_part(self) -> bool:
        """Whether the week has more days than are shown."""
        return self.last - self.first < timedelta(days=6)


@dataclass(frozen=True, slots=True)
class WeekColumn:
    """One week of a chart: its figure, and the position of its column."""

    week: Week
    figure: int
    height: float
    top: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The weeks of one measure, with the end of its axis."""

    measure: str
    label: str
    unit: str
    columns: Sequence[WeekColumn]
    most: int

    @property
    def is_small(self) -> bool:
        """Whether every figure is short enough to stand over its column on a phone."""
        return self.most < 100


def weeks_until(last: date, number: int = WEEKS) -> list[Week]:
    """Return the weeks up to the one that holds ``last``, which ends there; fewer at the calendar's start."""
    monday = last.toordinal() - last.weekday()
    starts = [monday - 7 * back for back in range(number - 1, -1, -1)]
    firsts = [date.fromordinal(start) for start in starts if start > 0]
    return [Week(first, min(first + timedelta(days=6), last)) for first in firsts]


def trends(session: Session, ward_id: int, last: date) -> list[Trend]:
    """Read the weeks up to a day: today, or the last of a month that is over; a chart for each kind."""
    weeks = weeks_until(last)
    if not weeks:
        return []
    first, last = weeks[0].first, weeks[-1].last
    figures: Counter[tuple[str, int]] = Counter()
    rows = session.execute(days_of(ward_id, first, last, [headline.measure for headline in _HEADLINES]))
    for day, measure, total in rows:
        figures[measure, (day - first) // _WEEK] += total
    return [
        _trend(headline, weeks, [figures[headline.measure, number] for number in range(len(weeks))])
        for headline in _HEADLINES
    ]


def _trend(headline: Headline, weeks: Sequence[Week], figures: Sequence[int]) -> Trend:
    axis = axis_for(figures)
    heights = [axis.height(figure, ROOM) for figure in figures]
    columns = [
        WeekColumn(week, figure, height, ROOM - height)
        for week, figure, height in zip(weeks, figures, heights, strict=True)
    ]
    return Trend(headline.measure, str(headline.label), str(headline.unit), columns, axis.most)
