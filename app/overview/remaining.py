"""What remains in each neighbourhood: the households not yet reached, and the gaps to its targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.catalogue.coverage import ratio
from app.overview.area_table import AreaRow
from app.overview.charts import width
from app.overview.ward_month import Figures, WardMonth
from app.tally.month_figures import NO_FIGURES
from app.targets.progress import TargetFigure, TargetProgress, Targets, target_progress
from app.targets.subjects import HOUSEHOLDS, TargetSubject, names_of_measures

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
    reading: WardMonth,
    rows: Iterable[AreaRow],
    figures: Mapping[int, Figures],
    subjects: Mapping[str, TargetSubject],
) -> Remaining:
    """Return the areas that exist, by what is left to do since January; ``rows`` are their lines of the month.

    ``figures`` hold what the targets of areas are counted by, ``subjects`` what they name. Where neither the households
    of any area nor a target are known, there is nothing to go by.
    """
    existing = {
        area.id
        for area in reading.areas
        if not area.is_whole_ward
        and area.id not in reading.stands_for
        and (area.valid_to is None or area.valid_to >= reading.as_of)
    }
    rows = [row for row in rows if row.id in existing]
    targets = reading.targets_of_areas
    if not targets and all(row.population is None for row in rows):
        return Remaining([])
    areas = [
        AreaRemaining(
            row.id,
            row.name,
            figures.get(row.id, {}).get(HOUSEHOLDS, NO_FIGURES).year_to_date,
            row.population,
            row.population_as_of,
            _progress_of_all(targets[row.id], figures.get(row.id, {}), subjects) if row.id in targets else (),
        )
        for row in rows
    ]
    return Remaining(sorted(areas, key=_urgency))


def _urgency(area: AreaRemaining) -> tuple[object, ...]:
    """Return the key of the order; areas that are equally far keep the order of the ward."""
    remaining = area.remaining
    return remaining is None, -(remaining or 0), area.share or Decimal(0)


def _progress_of_all(targets: Targets, figures: Figures, subjects: Mapping[str, TargetSubject]) -> list[TargetProgress]:
    """Return how far the targets of an area are, those of the month first."""
    names = names_of_measures() | {code: subject.name for code, subject in subjects.items()}
    return [
        target_progress(measure, names.get(measure, measure), TargetFigure(target, of_month), figures, subjects)
        for of_month, by_measure in ((True, targets.of_month), (False, targets.of_year))
        for measure, target in by_measure.items()
    ]
