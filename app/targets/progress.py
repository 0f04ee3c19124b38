"""Targets beside figures, and the progress of a target. Pure rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.catalogue.openings import ALL_YEAR, CountedSince, YearOpenings
from app.logbook.kinds import HEADLINES
from app.tally.month_figures import NO_FIGURES, MonthFigures, total
from app.targets.keys import TargetRow, targets_by_area
from app.targets.subjects import HOUSEHOLDS, TargetSubject, measures_of

_HEADLINE_MEASURES = frozenset(headline.measure for headline in HEADLINES)


class TargetFigure(NamedTuple):
    """The figure of a target, and whether it is one of the month; else it is one of the year."""

    figure: int
    is_of_month: bool


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of the month and of the year, by measure."""

    of_month: Mapping[str, int]
    of_year: Mapping[str, int]

    @property
    def measures(self) -> set[str]:
        """The measures, indicators and services that have a target."""
        return {*self.of_month, *self.of_year}

    @property
    def preferred(self) -> dict[str, TargetFigure]:
        """One target for each measure: that of the month goes before that of the year."""
        of_year = {measure: TargetFigure(figure, is_of_month=False) for measure, figure in self.of_year.items()}
        return of_year | {measure: TargetFigure(figure, is_of_month=True) for measure, figure in self.of_month.items()}


NO_TARGETS = Targets({}, {})


def with_openings(figures: Mapping[str, MonthFigures], openings: YearOpenings) -> dict[str, MonthFigures]:
    """Return figures by measure, those since January with what was done of a measure before the log was used."""
    added = {
        measure: figures.get(measure, NO_FIGURES).with_opening(part.this_year)
        for measure in _HEADLINE_MEASURES
        if (part := openings.of_year(measure))
    }
    return {**figures, **added}


def figures_of_subject(
    code: str, measures: Sequence[str], figures: Mapping[str, MonthFigures], openings: YearOpenings | None
) -> MonthFigures:
    """Return the figures of a subject, from figures that :func:`with_openings` returned.

    Households that were reached before are not added: some may be the same.
    """
    part = openings.of_year(code) if openings and code not in {HOUSEHOLDS, *_HEADLINE_MEASURES} else None
    found = total(figures, measures)
    return found.with_opening(part.this_year) if part else found


@dataclass(frozen=True, slots=True)
class FiguresAndTargets:
    """Figures and targets by measure, and what was done before the log was used, where that is known.

    ``figures`` hold the opening figures of measures already, see :func:`with_openings`.
    """

    figures: Mapping[str, MonthFigures]
    targets: Mapping[str, TargetFigure]
    openings: YearOpenings | None = None

    def total(self, measures: Iterable[str]) -> MonthFigures:
        """Return the sums of some measures."""
        return total(self.figures, measures)

    def figures_of(self, code: str, measures: Sequence[str]) -> MonthFigures:
        """Return the figures of a subject: the sums of its measures, and its opening figure since January."""
        return figures_of_subject(code, measures, self.figures, self.openings)

    def counted_since(self, code: str, measures: Sequence[str]) -> CountedSince:
        """Return from when on the figure of a subject since January counts."""
        return self.openings.counted_since(code, measures) if self.openings else ALL_YEAR

    def target(self, code: str, measures: Iterable[str]) -> TargetFigure | None:
        """Return the target of ``code``, or else the sum of those of its measures.

        A target that is shown beside a headline is not shown again.
        """
        if code in self.targets:
            return self.targets[code]
        found = [self.targets[m] for m in measures if m in self.targets and m not in _HEADLINE_MEASURES]
        of_month = [target for target in found if target.is_of_month]
        found = of_month or found
        return TargetFigure(sum(target.figure for target in found), bool(of_month)) if found else None


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target and how much of it is reached. ``is_counted`` is false where no measure of the log feeds it."""

    measure: str
    label: str
    figure: int
    target: int
    is_of_month: bool
    is_counted: bool = True

    @property
    def missing(self) -> int:
        """The gap to the target, 0 where more was done."""
        return max(0, self.target - self.figure)


def target_progress(
    measure: str,
    label: str,
    target: TargetFigure,
    figures: Mapping[str, MonthFigures],
    subjects: Mapping[str, TargetSubject],
    openings: YearOpenings | None = None,
) -> TargetProgress:
    """Return how far a target is, from figures by measure: of its month, or since January for one of the year.

    ``openings`` are those of the ward, for a target of its own, and ``figures`` hold them by :func:`with_openings`.
    """
    measures = measures_of(measure, subjects)
    found = figures_of_subject(measure, measures, figures, openings)
    figure = found.month if target.is_of_month else found.year_to_date
    return TargetProgress(measure, label, figure, target.figure, target.is_of_month, is_counted=bool(measures))


def targets_of_team(rows: Iterable[TargetRow], team_id: int | None) -> Targets:
    """Return the targets of a team, or of the ward; of one that came to stand twice the later one counts."""
    of_team = [row for row in rows if row.team_id == team_id and row.neighbourhood_id is None]
    return Targets(
        of_month={row.measure: row.figure for row in of_team if row.month},
        of_year={row.measure: row.figure for row in of_team if not row.month},
    )


def targets_of_current_areas(rows: Iterable[TargetRow], stands_for: Mapping[int, int]) -> dict[int, Targets]:
    """Return the targets of the areas of today, of a month and of its year."""
    of_month: dict[int, dict[str, int]] = defaultdict(dict)
    of_year: dict[int, dict[str, int]] = defaultdict(dict)
    for (area, measure, month), figure in targets_by_area(rows, stands_for).items():
        (of_month if month else of_year)[area][measure] = figure
    return {area: Targets(of_month[area], of_year[area]) for area in (*of_month, *of_year)}
