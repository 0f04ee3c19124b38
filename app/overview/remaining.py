"""What remains in each neighbourhood: the households not yet reached, and the gaps to its targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.coverage import ratio
from app.month import Month
from app.overview.area_table import AreaRow
from app.overview.charts import width
from app.overview.place_tables import HOUSEHOLDS, year_to_date
from app.places.queries import neighbourhoods_of, successors
from app.tally.queries import counted_in_areas, distinct_households_by_area
from app.targets.progress import (
    Counted,
    TargetFigure,
    TargetProgress,
    Targets,
    target_progress,
    targets_of_current_areas,
)
from app.targets.queries import targets_of_areas
from app.targets.reading import target_subjects
from app.targets.subjects import TargetSubject, measures_of, names_of_measures
from app.text import collation_key

MOST_AREAS = 10
"""The number of areas that are shown; the others are in a part that opens."""


@dataclass(frozen=True, slots=True)
class AreaRemaining:
    """An area: how many households were reached since January, and of how many, where that is known."""

    id: int
    name: str
    reached: int
    households: int | None
    as_of: date | None
    targets: Sequence[TargetProgress]

    @property
    def remaining(self) -> int | None:
        """The number of households that were not yet reached."""
        return None if self.households is None else max(0, self.households - self.reached)

    @property
    def share(self) -> Decimal | None:
        """The households reached in per cent of all."""
        return ratio(self.reached, self.households)

    @property
    def width(self) -> str:
        """The width of the share's bar, as CSS."""
        return width(self.reached, self.households or 0)


@dataclass(frozen=True, slots=True)
class Remaining:
    """The areas of a ward by what is left to do in them, those first where it is most."""

    areas: Sequence[AreaRemaining]

    @property
    def first(self) -> Sequence[AreaRemaining]:
        """The areas that stand on the page."""
        return self.areas[:MOST_AREAS]

    @property
    def is_known(self) -> bool:
        """Whether there is anything to go by: the households of an area, or a target."""
        return bool(self.areas)

    @property
    def has_targets(self) -> bool:
        """Whether any area has a target."""
        return any(area.targets for area in self.areas)


def remaining_by_area(
    session: Session,
    ward_id: int,
    month: Month,
    today: date,
    closed: Collection[str],
    rows: Iterable[AreaRow],
) -> Remaining:
    """Return the areas that exist, by what is left to do since January; ``rows`` are their figures of the month.

    Where neither the households of any area nor a target are known, there is nothing to go by.
    """
    stands_for = successors(session, ward_id)
    as_of = min(month.last, today)
    existing = {
        row.id
        for row in session.execute(neighbourhoods_of(ward_id))
        if not row.is_whole_ward and row.id not in stands_for and (row.valid_to is None or row.valid_to >= as_of)
    }
    rows = [row for row in rows if row.id in existing]
    targets = targets_of_current_areas(session.execute(targets_of_areas(ward_id, month.year, str(month))), stands_for)
    if not targets and all(row.population is None for row in rows):
        return Remaining([])
    months = year_to_date(month)
    since = distinct_households_by_area(ward_id, months, closed, stands_for)
    reached = {row.area: row.households for row in session.execute(since)}
    figures: dict[int, dict[str, Counted]] = {
        row.id: {HOUSEHOLDS: (row.figures.get(HOUSEHOLDS, 0), reached.get(row.id, 0))} for row in rows
    }
    named = _measures_with_targets(targets.values())
    subjects = target_subjects(session, named)
    if targets:
        measures = sorted({part for each in named for part in measures_of(each, subjects)})
        for row in session.execute(counted_in_areas(ward_id, months, closed, measures)):
            _add(figures, stands_for.get(row.neighbourhood_id, row.neighbourhood_id), row)
    areas = [
        AreaRemaining(
            row.id,
            row.name,
            reached.get(row.id, 0),
            row.population,
            row.population_as_of,
            _progress_of_all(targets[row.id], figures[row.id], subjects) if row.id in targets else (),
        )
        for row in rows
    ]
    return Remaining(sorted(areas, key=_urgency))


def _urgency(area: AreaRemaining) -> Any:
    remaining = area.remaining
    return remaining is None, -(remaining or 0), area.share or 0, collation_key(area.name)


def _add(figures: dict[int, dict[str, Counted]], area: int, row: Any) -> None:
    of_area = figures.setdefault(area, {})
    period, cumulative = of_area.get(row.measure, (0, 0))
    of_area[row.measure] = period + row.period, cumulative + row.cumulative


def _progress_of_all(
    targets: Targets, figures: Mapping[str, Counted], subjects: Mapping[str, TargetSubject]
) -> list[TargetProgress]:
    """Return how far the targets of an area are, those of the month first."""
    names = names_of_measures() | {code: subject.name for code, subject in subjects.items()}
    return [
        target_progress(measure, names.get(measure, measure), TargetFigure(target, of_month), figures, subjects)
        for of_month, by_measure in ((True, targets.of_month), (False, targets.of_year))
        for measure, target in by_measure.items()
    ]


def _measures_with_targets(targets: Iterable[Targets]) -> set[str]:
    return {measure for each in targets for measure in each.measures}
