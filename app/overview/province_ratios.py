"""The ratios of a province's wards side by side: what share of all each of them reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.coverage import CoverageLine, ratio
from app.catalogue.models import Baseline, Indicator
from app.catalogue.openings import YearOpenings
from app.catalogue.terms import Bound
from app.month import Month
from app.overview.coverage import CoverageInputs, covered_from
from app.overview.populations import KnownPopulation, populations_on
from app.overview.queries import populations_of_wards
from app.overview.results import line_of
from app.periods import Periods
from app.places.models import Ward
from app.tally.compared_months import ComparedMonths
from app.tally.queries import distinct_households_of_wards
from app.targets.subjects import HOUSEHOLDS

Counters = Mapping[int, Mapping[str, Mapping[str, int]]]
"""The official figures of wards: by ward, measure and span of months, which its last month names."""

Published = Mapping[tuple[int, str], Sequence[Baseline]]
"""The published figures by ward and indicator, the oldest first."""


class NoRatioReason(StrEnum):
    """The reason why a ward has no ratio."""

    NOTHING = "nothing"
    BOUND = "bound"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Share:
    """A ratio with what it is made of, or why there is none."""

    ratio: Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    as_of: date | None = None
    why: NoRatioReason | None = None


_NOTHING = Share(None, why=NoRatioReason.NOTHING)


@dataclass(frozen=True, slots=True)
class RatioColumn:
    """A ratio of each ward, in the order of the wards, and that of the wards together that have one."""

    code: str
    name: str
    shares: Sequence[Share]
    total: Share
    wards: int


@dataclass(frozen=True, slots=True)
class ProvinceReading:
    """The inputs of the ratios: the catalogue, published and counted figures, the month, and the day of each ward."""

    catalogue: Sequence[Indicator]
    published: Published
    counters: Counters
    openings: Mapping[int, YearOpenings]
    month: Month
    as_of: Mapping[int, date]
    periods: Mapping[int, Periods]


def ratio_columns(
    session: Session, wards: Sequence[Ward], reading: ProvinceReading, closed: Collection[tuple[int, str]]
) -> list[RatioColumn]:
    """Return the ratios that at least one ward has, at the month's end."""
    month, as_of = reading.month, reading.as_of
    ids = [ward.id for ward in wards]
    rows: dict[int, list[tuple[str, int, date, str]]] = {}
    for ward_id, group, figure, day, source in session.execute(populations_of_wards(ids)):
        rows.setdefault(ward_id, []).append((group, figure, day, source))
    populations = {id: populations_on(rows.get(id, ()), as_of[id]) for id in ids}
    denominators = {ward.id: ward.settings.denominators for ward in wards}
    household_shares = _household_shares(session, {id: populations[id].get(HOUSEHOLDS) for id in ids}, month, closed)
    columns = [_column(HOUSEHOLDS, _("Different households reached since January"), household_shares)]
    for indicator in reading.catalogue:
        shares = []
        for ward in wards:
            counted = reading.counters.get(ward.id, {})
            lines = list(reading.published.get((ward.id, indicator.code), ()))
            if not lines and counted.keys().isdisjoint(indicator.measures.split()):
                shares.append(_NOTHING)
            else:
                openings = reading.openings.get(ward.id)
                inputs = CoverageInputs(
                    month,
                    as_of[ward.id],
                    populations[ward.id],
                    denominators[ward.id],
                    counted,
                    openings,
                    reading.periods[ward.id],
                )
                shares.append(share_of(line_of(covered_from(indicator, lines, inputs), ward)))
        columns.append(_column(indicator.code, indicator.name, shares))
    return [column for column in columns if column.wards]


def _household_shares(
    session: Session,
    populations: Mapping[int, KnownPopulation | None],
    month: Month,
    closed: Collection[tuple[int, str]],
) -> list[Share]:
    """Return what part of all households each ward has reached since January; only where their number is known.

    ``closed`` are the closed months of the wards, up to this one.
    """
    known = [id for id, population in populations.items() if population]
    reached: dict[int, int] = {}
    if known:
        months = ComparedMonths.of(month).year_to_date
        query = distinct_households_of_wards(known, months, [pair for pair in closed if pair[1] in months])
        reached = {ward_id: households for ward_id, households in session.execute(query)}
    return [
        Share(ratio(found, population.figure), found, population.figure, population.as_of)
        if population
        else Share(None, why=NoRatioReason.UNKNOWN)
        for population, found in ((population, reached.get(id, 0)) for id, population in populations.items())
    ]


def share_of(line: CoverageLine | None) -> Share:
    """Return the ratio of a line, as the ward's report has it, or why it has none."""
    if line is None or line.numerator is None:
        return _NOTHING
    if line.ratio is None:
        return Share(None, why=NoRatioReason.UNKNOWN if line.bound is Bound.EXACT else NoRatioReason.BOUND)
    return Share(line.ratio, line.numerator, line.denominator, line.denominator_as_of)


def _column(code: str, name: str, shares: Sequence[Share]) -> RatioColumn:
    """Return a column; the ratio of all is that of the totals, never the middle of the ratios."""
    known = [share for share in shares if share.ratio is not None]
    numerator, denominator = sum(each.numerator or 0 for each in known), sum(each.denominator or 0 for each in known)
    total = Share(ratio(numerator, denominator), numerator, denominator)
    return RatioColumn(code, name, shares, total, len(known))
