"""The shapes of charts: how long a bar is, how high a column, where an axis ends. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.coverage import ratio
from app.logbook.shown_measures import Breakdown
from app.overview.results import Result
from app.tally.month_figures import NO_FIGURES, MonthFigures


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar: ``width`` in per cent of the longest one's room."""

    label: str
    measure: str
    figure: MonthFigures
    width: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Some bars under one title, the longest of which fills the room."""

    title: str
    unit: str
    rows: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class ResultBar:
    """A result of a pillar. ``width`` is what was reached of all there are, where that is known.

    Where it is not, the bar is as long as the sum since January beside the pillar's largest, and ``part`` of
    it is the month's.
    """

    result: Result
    width: str
    part: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a funnel: how many came at least so far, and how many of those at the first step that is."""

    label: str
    code: str
    figures: MonthFigures
    share: Decimal | None
    width: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps that people reached with a service, and the outcomes outside these steps, by label."""

    code: str
    name: str
    group: str
    steps: Sequence[Step]
    outside: Mapping[str, MonthFigures]


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from nothing up to a round number."""

    most: int

    def height(self, figure: int, room: int) -> float:
        """Return the height of ``figure`` on a chart of height ``room``."""
        return round(figure * room / self.most, 1)


def width(figure: int, longest: int) -> str:
    """Return the width of a bar as a part of the longest one, never so small that it could not be seen."""
    if figure <= 0 or longest <= 0:
        return "0%"
    return f"{max(min(round(figure * 100 / longest, 1), 100), 1)}%"


def axis_for(figures: Iterable[int]) -> Axis:
    """Return the scale that ends at the next round number that no figure exceeds, at least 4."""
    highest, unit = max(figures, default=0), 1
    while highest > 8 * unit:
        unit *= 10
    ends = (each * unit // 10 for each in (10, 15, 20, 30, 40, 50, 60, 80))
    return Axis(max(4, next(end for end in ends if end >= highest)))


def bars(
    divided: Breakdown, catalogue: Mapping[str, Mapping[str, str]], figures: Mapping[str, MonthFigures]
) -> Bars | None:
    """Return the bars of the measures that divide one thing, or ``None`` when nothing was counted since January.

    ``catalogue`` has the names of codes by list.
    """
    labels = divided.labels(catalogue)
    found = {measure: figures.get(measure, NO_FIGURES) for measure in labels}
    longest = max((figure.month for figure in found.values()), default=0)
    rows = [
        Bar(labels[measure], measure, figure, width(figure.month, longest))
        for measure, figure in found.items()
        if figure.year_to_date or figure.month
    ]
    return Bars(str(divided.title), str(divided.unit), rows) if rows else None


def result_bars(results: Iterable[Result]) -> list[ResultBar]:
    """Return the bars of a pillar's results, without those of which there is nothing to say."""
    shown = [row for row in results if row.cumulative or row.reached or row.target or row.ratio is not None]
    longest = max((row.cumulative or 0 for row in shown if row.ratio is None), default=0)
    return [_result_bar(row, longest) for row in shown]


def _result_bar(row: Result, longest: int) -> ResultBar:
    if row.ratio is not None:
        return ResultBar(row, f"{min(round(row.ratio, 1), 100)}%", None)
    return ResultBar(row, width(row.cumulative or 0, longest), width(row.period or 0, longest))


def steps(outcomes: Sequence[tuple[str, str, MonthFigures]]) -> list[Step]:
    """Return the steps of a funnel from how many stopped at each: at a step stand all who came so far or farther."""
    reached = [sum((figures for *_, figures in outcomes[at:]), NO_FIGURES) for at in range(len(outcomes))]
    first = reached[0].year_to_date
    return [
        Step(label, code, each, ratio(each.year_to_date, first), width(each.year_to_date, first))
        for (code, label, _), each in zip(outcomes, reached, strict=True)
    ]
