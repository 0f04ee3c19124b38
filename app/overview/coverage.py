"""Coverage of a ward: for each indicator the published lines, and today's line apart from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.coverage import Line, today_line
from app.catalogue.models import Baseline, Indicator
from app.catalogue.pillars import pillar_name
from app.catalogue.queries import baselines_of, indicators
from app.localisation import selected_language
from app.month import Month
from app.places.queries import latest_populations
from app.tally.queries import counted_by_month


@dataclass(frozen=True, slots=True)
class Covered:
    """An indicator with its published lines and today's, which is missing where nothing can be counted."""

    code: str
    name: str
    pillar: str
    unit: str
    published: list[Line]
    today: Line | None


def coverage_of(session: Session, ward_id: int, closed_months: Iterable[str], today: date) -> list[Covered]:
    """Return every indicator of which a ward has a published figure or has counted something."""
    catalogue: list[Indicator] = list(session.scalars(indicators()))
    published: dict[str, list[Baseline]] = {}
    for baseline in session.scalars(baselines_of(ward_id)):
        published.setdefault(baseline.indicator_code, []).append(baseline)
    populations: dict[str, Any] = {}
    for row in session.execute(latest_populations(ward_id)):
        populations.setdefault(row.group, row)
    measures = {measure for indicator in catalogue for measure in indicator.measures.split()}
    counted: dict[str, dict[str, int]] = {}
    for row in session.execute(counted_by_month(ward_id, measures, closed_months)):
        counted.setdefault(row.measure, {})[row.month] = row.figure
    covered = (
        _covered(indicator, published.get(indicator.code, []), populations, counted, today) for indicator in catalogue
    )
    return [item for item in covered if item.published or (item.today and item.today.numerator)]


def _covered(
    indicator: Indicator,
    published: list[Baseline],
    populations: Mapping[str, Any],
    counted: Mapping[str, Mapping[str, int]],
    today: date,
) -> Covered:
    english = selected_language() == "en"
    lines = [_published_line(baseline) for baseline in published]
    return Covered(
        code=indicator.code,
        name=indicator.name_en if english else indicator.name_vi,
        pillar=pillar_name(indicator.pillar),
        unit=indicator.unit_en if english else indicator.unit_vi,
        published=lines,
        today=_today(indicator, lines[-1] if lines else None, populations, counted, today),
    )


def _published_line(baseline: Baseline) -> Line:
    return Line(
        as_of=baseline.as_of,
        source=baseline.source,
        numerator=baseline.numerator,
        bound=baseline.bound,
        denominator=baseline.denominator,
        denominator_as_of=baseline.as_of,
        published_percent=Decimal(baseline.published_percent) if baseline.published_percent else None,
        unit_then=baseline.unit_then,
        note=baseline.note,
    )


def _today(
    indicator: Indicator,
    baseline: Line | None,
    populations: Mapping[str, Any],
    counted: Mapping[str, Mapping[str, int]],
    today: date,
) -> Line | None:
    """Return today's line of an indicator that measures feed; what was counted in a published month is in it."""
    measures = indicator.measures.split()
    if not measures:
        return None
    after = str(Month.of(baseline.as_of)) if baseline and baseline.as_of else ""
    since = sum(figure for measure in measures for month, figure in counted.get(measure, {}).items() if month > after)
    population = populations.get(indicator.denominator_group)
    return today_line(
        baseline,
        since,
        today,
        population.figure if population else None,
        population.as_of if population else None,
        population.source if population else "",
        _("log book"),
    )
