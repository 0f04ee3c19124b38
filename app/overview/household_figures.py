"""The state of the households of a ward or an area (hiện trạng): beside what was done, and never added to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from app.month import Month
from app.overview.populations import KnownPopulation
from app.overview.ward_month import WardMonth
from app.places.household_criteria import Criterion, asked_services, usable_criteria
from app.registry.criteria_wording import criterion_name
from app.registry.state_measures import DIGITAL_HOUSEHOLDS, HOUSEHOLDS_REVIEWED, MONTH_PREFIX
from app.registry.state_queries import state_figures_of_areas, state_figures_of_ward
from app.targets.subjects import HOUSEHOLDS

StateCounts = Mapping[str, int]
"""Counters of the state of households by measure, as :mod:`app.registry.state_measures` names them."""


@dataclass(frozen=True, slots=True)
class StateLine:
    """A figure of the households that were asked for it; ``share`` is its percentage of these, of a yes or no."""

    code: str
    label: str
    figure: int
    asked: int
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """How many households meet a criterion, how many do not, and of how many it is not known."""

    code: str
    label: str
    met: int
    unmet: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ReviewedArea:
    """An area with the number of its households that were reviewed, of all that it has, and of digital ones."""

    id: int
    name: str
    reviewed: int
    all: int | None
    digital: int


@dataclass(frozen=True, slots=True)
class HouseholdStates:
    """What the last reviews of some households found, from the first to the last month in which one was.

    ``all`` is how many households there are, where that is known. ``areas`` are those of a whole ward.
    """

    reviewed: int
    all: int | None
    first: Month | None
    last: Month | None
    people: Sequence[StateLine]
    services: Sequence[StateLine]
    equipment: Sequence[StateLine]
    digital: int
    criteria: Sequence[CriterionLine]
    areas: Sequence[ReviewedArea] = ()

    @property
    def share(self) -> Decimal | None:
        """The percentage of all households that were reviewed; ``None`` where it is not known, or cannot be true."""
        return _percent(self.reviewed, self.all) if self.all and self.reviewed <= self.all else None


def states_of_ward(reading: WardMonth) -> HouseholdStates:
    """Return the state of a ward's households, with its areas of today."""
    sums: dict[str, int] = {}
    by_area: dict[int, dict[str, int]] = {}
    for area, measure, figure in reading.session.execute(state_figures_of_ward(reading.ward.id)):
        if area is None:
            sums[measure] = figure
        else:
            of_area = by_area.setdefault(reading.households_stand_for.get(area, area), {})
            of_area[measure] = of_area.get(measure, 0) + figure
    known = reading.households_of_areas()
    areas = [
        ReviewedArea(
            area.id,
            area.name,
            by_area[area.id].get(HOUSEHOLDS_REVIEWED, 0),
            _figure(known.get(area.id)),
            by_area[area.id].get(DIGITAL_HOUSEHOLDS, 0),
        )
        for area in reading.areas
        if any(by_area.get(area.id, {}).values())
    ]
    return _states(reading, sums, _figure(reading.populations(reading.as_of).get(HOUSEHOLDS)), areas)


def states_of_area(reading: WardMonth, area_id: int) -> HouseholdStates:
    """Return the state of the households that stand in an area, also of merged ones and of the one it was split from.

    Where several of these have a counter, it is their sum.
    """
    areas = [area_id, *(old for old, area in reading.households_stand_for.items() if area == area_id)]
    found = reading.session.execute(state_figures_of_areas(reading.ward.id, areas))
    return _states(reading, dict(found.all()), _figure(reading.households_of_areas().get(area_id)))


def _figure(population: KnownPopulation | None) -> int | None:
    return population.figure if population else None


def _states(
    reading: WardMonth, counts: StateCounts, households: int | None, areas: Sequence[ReviewedArea] = ()
) -> HouseholdStates:
    settings = reading.ward.settings
    names = {service.code: service.name for service in reading.services}
    criteria = usable_criteria(settings.criteria)
    months = sorted(name for name, figure in counts.items() if name.startswith(MONTH_PREFIX) and figure)
    first, last = (Month.parse(months[end].removeprefix(MONTH_PREFIX)) if months else None for end in (0, -1))
    asked = asked_services(settings.state_services, criteria)
    return HouseholdStates(
        reviewed=counts.get(HOUSEHOLDS_REVIEWED, 0),
        all=households,
        first=first,
        last=last,
        people=_lines(counts, {f"people_{age}": _("People from %(age)s", age=age) for age in (14, 18, 60)}),
        services=_lines(counts, {f"have.{code}": names[code] for code in asked if code in names}),
        equipment=_equipment(counts),
        digital=counts.get(DIGITAL_HOUSEHOLDS, 0),
        criteria=[_criterion_line(counts, each, criterion_name(each, names)) for each in criteria],
        areas=areas,
    )


def _lines(counts: StateCounts, labels: Mapping[str, str]) -> list[StateLine]:
    return [
        StateLine(code, label, counts.get(f"sum.{code}", 0), counts.get(f"known.{code}", 0))
        for code, label in labels.items()
    ]


def _equipment(counts: StateCounts) -> list[StateLine]:
    """Return the smartphones, then of how many of the households that were asked each of the others is true."""
    phones = counts.get("known.smartphones", 0)
    lines: Iterable[tuple[str, str, int, int]] = (
        ("with.smartphones", _("Households with a smartphone"), counts.get("with.smartphones", 0), phones),
        *(
            (code, label, counts.get(f"sum.{code}", 0), counts.get(f"known.{code}", 0))
            for code, label in (
                ("internet", _("Households with internet")),
                ("shares_phone", _("Households that share a phone")),
            )
        ),
    )
    shares = [StateLine(*line, share=_percent(line[2], line[3]) if line[3] else None) for line in lines]
    return [*_lines(counts, {"smartphones": _("Smartphones")}), *shares]


def _percent(part: int, of: int) -> Decimal:
    return Decimal(part * 100) / of


def _criterion_line(counts: StateCounts, criterion: Criterion, label: str) -> CriterionLine:
    met, unmet = counts.get(f"met.{criterion.code}", 0), counts.get(f"unmet.{criterion.code}", 0)
    return CriterionLine(criterion.code, label, met, unmet, counts.get(HOUSEHOLDS_REVIEWED, 0) - met - unmet)
