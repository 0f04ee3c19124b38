"""The results of a month by pillar and by area, from the reading of a ward's month and from the log."""

from __future__ import annotations

from collections import Counter
from datetime import date

from app.logbook.kinds import KINDS
from app.logbook.own_queries import own_counted
from app.overview.area_table import AreaTable, table_of_areas
from app.overview.office_results import offices_section
from app.overview.place_tables import area_rows
from app.overview.results import ResultInputs, Section, ShownService, results_of_part, results_of_ward
from app.overview.ward_month import Figures, WardMonth
from app.permissions import Holder
from app.tally.month_figures import MonthFigures
from app.targets.progress import FiguresAndTargets
from app.targets.subjects import HOUSEHOLDS


def ward_results(reading: WardMonth) -> list[Section]:
    """Return what a ward did in a month, and what it has reached of all that there are."""
    inputs = ResultInputs(
        reading.as_of,
        FiguresAndTargets(reading.figures, reading.targets_of(None), reading.openings),
        reading.covered,
        _services(reading),
        reading.households,
        reading.populations(reading.as_of).get(HOUSEHOLDS),
    )
    return [*results_of_ward(inputs, reading.ward), *offices_section(reading.office_lines, inputs)]


def team_results(reading: WardMonth, team_id: int, figures: Figures) -> list[Section]:
    """Return what a team did and reached in a month, from its figures. What all that there are is known of a ward."""
    return _results_of_part(reading, FiguresAndTargets(figures, reading.targets_of(team_id), reading.openings_of_log))


def own_results(reading: WardMonth, holder: Holder) -> list[Section]:
    """Return what one person's own entries add up to in a month."""
    months = reading.months.year_to_date
    in_month: Counter[str] = Counter()
    in_year: Counter[str] = Counter()
    since = date(max(1, reading.month.year - 1), 1, 1)
    for kind, month, fields in reading.session.execute(own_counted(holder, months, reading.closed, since)):
        counts = KINDS[kind].counts(fields)
        in_year.update(counts)
        if month == reading.months.month:
            in_month.update(counts)
    figures = {measure: MonthFigures(in_month[measure], sum_) for measure, sum_ in in_year.items()}
    return _results_of_part(reading, FiguresAndTargets(figures, {}, reading.openings_of_log))


def _results_of_part(reading: WardMonth, counted: FiguresAndTargets) -> list[Section]:
    return results_of_part(ResultInputs(reading.as_of, counted, reading.covered, _services(reading)))


def _services(reading: WardMonth) -> list[ShownService]:
    return [ShownService.of_today(service) for service in reading.services]


def areas_of(reading: WardMonth, figures: dict[int, Figures]) -> AreaTable:
    """Return what was done in each area of a ward, on today's map, and in the ward as a whole."""
    return table_of_areas(
        area_rows(reading.areas, reading.stands_for, figures, reading.span),
        reading.households_of_areas(),
        reading.households.month,
        reading.populations(reading.span.last).get(HOUSEHOLDS),
        {measure for measure, figure in reading.figures.items() if figure.month},
    )
