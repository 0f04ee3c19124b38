"""What remains in each neighbourhood: the households not yet reached, and the gaps to its targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.coverage import ratio
from app.catalogue.queries import targets_of_areas
from app.catalogue.targets import on_todays_map
from app.logbook.kinds import HEADLINES
from app.logbook.target_subjects import TargetSubject, measures_of, target_subjects
from app.month import Month
from app.overview.area_table import AreaRow
from app.overview.charts import width
from app.overview.compared import Targets
from app.overview.place_tables import HOUSEHOLDS, year_to_date
from app.places.queries import neighbourhoods_of, successors
from app.tally.queries import counted_in_areas, distinct_households_by_area
from app.text import collation_key

MOST_AREAS = 10
"""The number of areas that are shown; the others are in a part that opens."""


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target of an area, and how much of it is reached."""

    measure: str
    label: str
    figure: int
    target: int
    is_of_month: bool

    @property
    def missing(self) -> int:
        """The gap to the target, 0 where more was done."""
        return max(0, self.target - self.figure)


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
    def left(self) -> int | None:
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
    targets = targets_on_map(session.execute(targets_of_areas(ward_id, month.year, str(month))), stands_for)
    if not targets and all(row.population is None for row in rows):
        return Remaining([])
    months = year_to_date(month)
    since = distinct_households_by_area(ward_id, months, closed, stands_for)
    reached = {row.area: row.households for row in session.execute(since)}
    figures: dict[int, dict[str, tuple[int, int]]] = {
        row.id: {HOUSEHOLDS: (row.figures.get(HOUSEHOLDS, 0), reached.get(row.id, 0))} for row in rows
    }
    known = target_subjects(session, _named(targets.values()))
    if targets:
        measures = sorted({part for named in _named(targets.values()) for part in measures_of(named, known)})
        for row in session.execute(counted_in_areas(ward_id, months, closed, measures)):
            _add(figures, stands_for.get(row.neighbourhood_id, row.neighbourhood_id), row)
    areas = [
        AreaRemaining(
            row.id,
            row.name,
            reached.get(row.id, 0),
            row.population,
            row.population_as_of,
            _wanted(targets[row.id], figures[row.id], known) if row.id in targets else (),
        )
        for row in rows
    ]
    return Remaining(sorted(areas, key=_urgency))


def _urgency(area: AreaRemaining) -> Any:
    left = area.left
    return left is None, -(left or 0), area.share or 0, collation_key(area.name)


def _add(figures: dict[int, dict[str, tuple[int, int]]], area: int, row: Any) -> None:
    of_area = figures.setdefault(area, {})
    period, cumulative = of_area.get(row.measure, (0, 0))
    of_area[row.measure] = period + row.period, cumulative + row.cumulative


def _wanted(
    targets: Targets, figures: Mapping[str, tuple[int, int]], known: Mapping[str, TargetSubject]
) -> list[TargetProgress]:
    names = names_of_measures() | {code: aim.name for code, aim in known.items()}
    wanted = []
    for of_month, by_measure in ((True, targets.of_month), (False, targets.of_year)):
        for measure, target in by_measure.items():
            found = [figures.get(part, (0, 0)) for part in measures_of(measure, known)]
            figure = sum(period if of_month else cumulative for period, cumulative in found)
            wanted.append(TargetProgress(measure, names.get(measure, measure), figure, target, of_month))
    return wanted


def names_of_measures() -> dict[str, str]:
    """Return what the measures are called that a target may name, besides indicators and services."""
    return {
        HOUSEHOLDS: _("Different households reached"),
        **{headline.measure: str(headline.label) for headline in HEADLINES},
    }


def _named(targets: Iterable[Targets]) -> set[str]:
    return {measure for each in targets for measure in (*each.of_month, *each.of_year)}


def targets_on_map(rows: Iterable[Any], stands_for: Mapping[int, int]) -> dict[int, Targets]:
    """Return the targets of the areas of today, of a month and of its year."""
    of_month: dict[int, dict[str, int]] = defaultdict(dict)
    of_year: dict[int, dict[str, int]] = defaultdict(dict)
    for (area, measure, month), figure in on_todays_map(rows, stands_for).items():
        (of_month if month else of_year)[area][measure] = figure
    return {area: Targets(of_month[area], of_year[area]) for area in (*of_month, *of_year)}
