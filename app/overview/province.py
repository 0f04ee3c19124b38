"""The wards of a province side by side: what they did, who has closed the month, and what share of all they reached.

Whatever is read is read of all wards at once, so the number of queries does not depend on how many they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.catalogue.coverage import included_month, start_of
from app.catalogue.models import Baseline
from app.catalogue.openings import OpeningPart, YearOpenings
from app.catalogue.queries import indicators, opening_figures_of_wards
from app.logbook.queries import closed_months_until
from app.month import Month
from app.overview.charts import width
from app.overview.coverage import span_ends
from app.overview.place_tables import HEADLINE_MEASURES
from app.overview.province_ratios import Counters, ProvinceReading, Published, RatioColumn, ratio_columns
from app.overview.queries import baselines_of_wards, counted_of_wards, teams_by_ward
from app.periods import Periods, Span
from app.places.models import Ward
from app.places.report_settings import ReportSettings
from app.tally.closed_figures import ClosedMonths
from app.tally.compared_months import ComparedMonths
from app.text import collation_key


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in a table of wards, with the width of its bar beside the largest of the column."""

    measure: str
    figure: int
    width: str


@dataclass(frozen=True, slots=True)
class WardRow:
    """One ward of the province page: its cells in the month, and since the beginning of its year.

    ``days`` are those of its month, ``year_days`` those of its year up to then, ``as_of`` the last that is known.
    """

    ward: Ward
    days: Span
    year_days: Span
    as_of: date
    is_over: bool
    is_closed: bool
    overdue_since: date | None
    period: Sequence[Cell]
    cumulative: Sequence[Cell]
    teams: int

    @property
    def per_team(self) -> Decimal | None:
        """The first headline's figure of the month for each team."""
        return Decimal(self.period[0].figure) / self.teams if self.teams else None


@dataclass(frozen=True, slots=True)
class ProvinceFigures:
    """The figures of a province's page."""

    wards: Sequence[WardRow]
    ratios: Sequence[RatioColumn]

    @property
    def is_over(self) -> bool:
        """Whether the month is over in every ward."""
        return all(row.is_over for row in self.wards)

    @property
    def has_different_days(self) -> bool:
        """Whether the month of some wards is of other days than that of others, so that figures are not compared."""
        return len({row.days for row in self.wards}) > 1

    @property
    def has_different_years(self) -> bool:
        """Whether sums of the year begin or end on other days in some wards than in others."""
        return len({row.year_days for row in self.wards}) > 1

    @property
    def has_different_ends(self) -> bool:
        """Whether ratios are of another day in some wards than in others."""
        return len({row.as_of for row in self.wards}) > 1

    @property
    def closed(self) -> int:
        """The number of wards that have closed the month."""
        return sum(row.is_closed for row in self.wards)

    @property
    def open(self) -> Sequence[WardRow]:
        """The wards that have not, though it is over there, those first that are overdue for longest."""
        rows = [row for row in self.wards if row.is_over and not row.is_closed]
        return sorted(rows, key=lambda row: row.overdue_since or date.max)

    @property
    def per_team(self) -> Decimal | None:
        """The first headline's figure for each team of the province."""
        teams = sum(row.teams for row in self.wards)
        return Decimal(sum(row.period[0].figure for row in self.wards)) / teams if teams else None


def province_figures(session: Session, wards: Iterable[Ward], month: Month, today: date) -> ProvinceFigures:
    """Read the wards of a province side by side."""
    wards = sorted(wards, key=lambda ward: (collation_key(ward.name), ward.code))
    ids = [ward.id for ward in wards]
    year_to_date = ComparedMonths.of(month).year_to_date
    closed = {
        (ward_id, closed_month) for ward_id, closed_month in session.execute(closed_months_until(ids, str(month)))
    }
    catalogue = session.scalars(indicators()).all()
    published = _published(session, ids)
    measures = {measure for indicator in catalogue for measure in indicator.measures.split()}
    periods = {ward.id: ward.settings.periods for ward in wards}
    ends = _ends(month, published, periods)
    counters = _read_counters(session, ids, ends, measures.union(HEADLINE_MEASURES), closed)
    period = _cells(ids, counters, {str(month)}, {})
    openings = _openings(session, periods, month)
    cumulative = _cells(ids, counters, set(year_to_date), openings)
    as_of = {id: min(each.last(month), today) for id, each in periods.items()}
    teams = _teams(session, as_of)
    rows = []
    for ward in wards:
        of_ward = periods[ward.id]
        days, is_closed, is_over = of_ward.span(month), (ward.id, str(month)) in closed, month < of_ward.of(today)
        rows.append(
            WardRow(
                ward,
                days,
                Span(of_ward.first_of_year(month), days.last),
                as_of[ward.id],
                is_over,
                is_closed,
                overdue_since(ward.settings.report, days.last, today) if is_over and not is_closed else None,
                period[ward.id],
                cumulative[ward.id],
                teams.get(ward.id, 0),
            )
        )
    reading = ProvinceReading(catalogue, published, counters, openings, month, as_of, periods)
    return ProvinceFigures(rows, ratio_columns(session, wards, reading, closed))


def _teams(session: Session, as_of: Mapping[int, date]) -> dict[int, int]:
    """Return the numbers of teams of wards, each on its day; there are few different days."""
    teams: dict[int, int] = {}
    for day in sorted(set(as_of.values())):
        teams |= dict(session.execute(teams_by_ward([id for id, own in as_of.items() if own == day], day)).all())
    return teams


def overdue_since(settings: ReportSettings, last: date, today: date) -> date | None:
    """Return the day by which a ward was to close a month that ended on ``last``, when it set one and it has passed."""
    due = settings.due_after(last)
    return due if due is not None and today > due else None


def _published(session: Session, ward_ids: Collection[int]) -> Published:
    published: dict[tuple[int, str], list[Baseline]] = {}
    for baseline in session.scalars(baselines_of_wards(ward_ids)):
        published.setdefault((baseline.ward_id, baseline.indicator_code), []).append(baseline)
    return published


def _ends(month: Month, published: Published, periods: Mapping[int, Periods]) -> list[str]:
    """Return the last months of the spans counted separately: month, year, and time since a publication."""
    before = [each.previous() for each in (month, Month(month.year, 1)) if each.first > date.min]
    included = (
        included_month(start_of(lines, month, periods[ward_id]), periods[ward_id])
        for (ward_id, _code), lines in published.items()
    )
    return span_ends([*map(str, before), *included], month)


def _read_counters(
    session: Session, ward_ids: Collection[int], ends: Sequence[str], measures: Iterable[str], closed: ClosedMonths
) -> Counters:
    figures: dict[int, dict[str, dict[str, int]]] = {}
    for ward_id, span, measure, figure in session.execute(counted_of_wards(ward_ids, ends, measures, closed)):
        figures.setdefault(ward_id, {}).setdefault(measure, {})[span] = figure
    return figures


def _openings(session: Session, periods: Mapping[int, Periods], month: Month) -> dict[int, YearOpenings]:
    """Return what the wards had done before they used the log, of those that have entered any of it."""
    parts: dict[int, dict[str, OpeningPart]] = {}
    for figure in session.scalars(opening_figures_of_wards(list(periods))):
        parts.setdefault(figure.ward_id, {})[figure.measure] = figure.part
    return {
        ward_id: YearOpenings.at(
            month, None, of_ward, Span(periods[ward_id].first_of_year(month), periods[ward_id].last(month))
        )
        for ward_id, of_ward in parts.items()
    }


def _cells(
    ward_ids: Sequence[int], counters: Counters, months: Collection[str], openings: Mapping[int, YearOpenings]
) -> dict[int, list[Cell]]:
    """Return the cells of each ward's row, with the sums of some months: spans of their own, or the ends of such.

    ``openings`` are added to them.
    """
    figures: dict[int, dict[str, int]] = {id: dict.fromkeys(HEADLINE_MEASURES, 0) for id in ward_ids}
    for id, of_ward in figures.items():
        for measure in of_ward:
            spans = counters.get(id, {}).get(measure, {})
            opening = openings[id].of_year(measure) if id in openings else None
            of_ward[measure] = sum(figure for end, figure in spans.items() if end in months)
            of_ward[measure] += opening.this_year if opening else 0
    longest = {measure: max((each[measure] for each in figures.values()), default=0) for measure in HEADLINE_MEASURES}
    return {
        id: [Cell(measure, figure, width(figure, longest[measure])) for measure, figure in each.items()]
        for id, each in figures.items()
    }
