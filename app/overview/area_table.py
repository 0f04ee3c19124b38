"""The areas of a ward side by side, and the ward as a whole. Pure rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from app.catalogue.coverage import ratio
from app.logbook.kinds import headlines_with
from app.overview.place_tables import HEADLINE_MEASURES, PlaceRow
from app.overview.populations import KnownPopulation
from app.targets.subjects import HOUSEHOLDS


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of the table of areas."""

    measure: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class AreaRow(PlaceRow):
    """An area with its figures by measure, and its households if their number is known."""

    population: int | None = None
    population_as_of: date | None = None
    population_source: str = ""

    @property
    def ratio(self) -> Decimal | None:
        """The different households reached in the month, in per cent of all."""
        return ratio(self.figures.get(HOUSEHOLDS, 0), self.population)


@dataclass(frozen=True, slots=True)
class AreaTable:
    """The areas of a ward side by side, and the ward as a whole."""

    columns: Sequence[ResultColumn]
    rows: Sequence[AreaRow]
    total: AreaRow
    note: str


def table_of_areas(
    rows: Iterable[PlaceRow],
    populations: Mapping[int, KnownPopulation],
    households: int,
    of_all: KnownPopulation | None,
    named: Collection[str],
) -> AreaTable:
    """Return the table of areas, with the ward as total.

    ``households`` are the different ones that were reached in the ward, ``of_all`` how many there are: a
    household that was met in two areas stands in both and is one of the ward's. ``named`` are the measures of which
    there is a figure or a target.
    """
    shown = [_area_row(row, populations.get(row.id)) for row in rows]
    sums = {measure: sum(row.figures.get(measure, 0) for row in shown) for measure in HEADLINE_MEASURES}
    sums[HOUSEHOLDS] = households
    return AreaTable(
        columns=[
            *(ResultColumn(each.measure, str(each.label), str(each.unit)) for each in headlines_with(named)),
            ResultColumn(HOUSEHOLDS, _("Different households reached"), _("households")),
        ],
        rows=shown,
        total=_area_row(PlaceRow(0, _("Total"), sums), of_all),
        note=_("A household is counted once in the total, also when it was visited in two areas."),
    )


def _area_row(row: PlaceRow, population: KnownPopulation | None) -> AreaRow:
    if population is None:
        return AreaRow(row.id, row.name, row.figures)
    return AreaRow(row.id, row.name, row.figures, population.figure, population.as_of, population.source)
