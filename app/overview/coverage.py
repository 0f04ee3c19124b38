"""Coverage of a ward: for each indicator the published lines, and the log's own line apart from them.

The log's line is that of a month's end, or of today while the month runs: a later entry, publication or
population does not move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.catalogue.coverage import CoverageLine, in_use, reached_figure, start_of
from app.catalogue.models import Baseline, Indicator
from app.catalogue.openings import YearOpenings
from app.catalogue.pillars import pillar_name
from app.month import Month
from app.overview.populations import KnownPopulation
from app.periods import CALENDAR, Periods


@dataclass(frozen=True, slots=True)
class Covered:
    """An indicator with its published lines and the log's, which is missing where nothing can be counted.

    ``start`` is the published line that was counted on from.
    """

    code: str
    name: str
    pillar_code: str
    pillar: str
    unit: str
    measures: Sequence[str]
    published: list[CoverageLine]
    start: CoverageLine | None
    today: CoverageLine | None


def with_figures(covered: Iterable[Covered]) -> list[Covered]:
    """Return the indicators of which a ward has a published figure or has counted something."""
    return [item for item in covered if item.published or (item.today and item.today.numerator)]


def span_ends(starts: Iterable[str], month: Month) -> list[str]:
    """Return the last months of the spans that are counted separately, up to a month."""
    return sorted({str(month), *filter(None, starts)})


@dataclass(frozen=True, slots=True)
class CoverageInputs:
    """The inputs of the log's line: populations by group, and figures by measure and span of months.

    A span is named by its last month, and none goes beyond a month whose published figure is counted on from.
    ``denominators`` are the population groups that the ward has chosen, by indicator.
    """

    month: Month
    as_of: date
    populations: Mapping[str, KnownPopulation]
    denominators: Mapping[str, str]
    counted: Mapping[str, Mapping[str, int]]
    openings: YearOpenings | None = None
    periods: Periods = CALENDAR


def covered_from(indicator: Indicator, published: Sequence[Baseline], inputs: CoverageInputs) -> Covered:
    """Return an indicator of a ward from what was published of it, the oldest first, and what is known beside.

    What the ward has ended is shown nowhere.
    """
    lines = [_published_line(baseline) for baseline in in_use(published)]
    return Covered(
        code=indicator.code,
        name=indicator.name,
        pillar_code=indicator.pillar,
        pillar=pillar_name(indicator.pillar),
        unit=indicator.unit,
        measures=indicator.measures.split(),
        published=lines,
        start=start_of(lines, inputs.month, inputs.periods),
        today=_log_line(indicator, published, inputs),
    )


def _published_line(baseline: Baseline) -> CoverageLine:
    return CoverageLine(
        as_of=baseline.as_of,
        source=baseline.source,
        numerator=baseline.numerator,
        bound=baseline.bound,
        denominator=baseline.denominator,
        denominator_as_of=baseline.as_of,
        published_percent=baseline.printed_percent,
        unit_then=baseline.unit_then,
        note=baseline.note,
        is_own=baseline.is_own,
        is_preferred=baseline.is_preferred,
    )


def _log_line(indicator: Indicator, published: Sequence[Baseline], inputs: CoverageInputs) -> CoverageLine | None:
    """Return the log's line of an indicator that measures feed."""
    measures = indicator.measures.split()
    population = inputs.populations.get(inputs.denominators.get(indicator.code, indicator.denominator_group))
    counted = (pair for measure in measures for pair in inputs.counted.get(measure, {}).items())
    opening = inputs.openings.ever(indicator.code, measures) if inputs.openings else None
    size = population.figure if population else None
    reached = reached_figure(published, inputs.month, counted, size, opening, inputs.periods)
    if not measures or reached is None:
        return None
    return CoverageLine(
        as_of=inputs.as_of,
        source=_("log book"),
        numerator=reached.numerator,
        bound=reached.bound,
        denominator=reached.denominator,
        denominator_as_of=population.as_of if population else None,
        denominator_source=population.source if population else "",
    )
