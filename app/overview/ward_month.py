"""One reading of a month of a ward: pages, the report of an open month, and the edition of a closed one are made of it.

Each part is read when it is first asked for, and once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.catalogue.coverage import included_month, start_of
from app.catalogue.models import Baseline, Indicator, Service
from app.catalogue.office_lines import OfficeRow
from app.catalogue.openings import YearOpenings
from app.catalogue.queries import baselines_of, catalogue_names, indicators, services_of
from app.month import Month
from app.overview.coverage import CoverageInputs, Covered, covered_from, span_ends
from app.overview.populations import KnownPopulation, households_on, populations_on, rows_of_today
from app.overview.queries import closed_months_and_first_day, merges_since_closing, teams_with_areas
from app.overview.uncounted import UncountedFigures, read_uncounted
from app.people.queries import posts_of_ward
from app.periods import Span
from app.permissions import Role
from app.places.area_successors import standing_on, successors_of
from app.places.models import Ward
from app.places.order import in_order
from app.places.queries import areas_of_ward
from app.places.ward_places import WardArea, WardTeam
from app.tally.closed_figures import counted_by_span
from app.tally.compared_months import ComparedMonths
from app.tally.month_figures import MonthFigures, figures_by_measure, figures_by_place, households_by_place
from app.tally.month_queries import (
    figures_by_area,
    figures_by_team,
    figures_of_areas,
    figures_of_team,
    figures_of_ward,
    households_by_area,
    households_of_ward,
)
from app.targets.keys import TargetRow
from app.targets.progress import TargetFigure, Targets, targets_of_current_areas, targets_of_team, with_openings
from app.targets.queries import targets_in
from app.targets.subjects import HOUSEHOLDS, TargetSubject, subjects_named

Figures = dict[str, MonthFigures]
"""Figures by measure."""


class LogSpan(NamedTuple):
    """The first day of which a ward's log counts anything, if there is one, and its closed months."""

    began: date | None
    closed: Sequence[str]


class WardMonth:
    """A month of a ward, which has the days of ``span`` by the ward's ``periods``.

    ``today`` is the day of reading: nothing is known of later ones.
    """

    def __init__(self, session: Session, ward: Ward, month: Month, today: date) -> None:
        self.session, self.ward, self.month, self.today = session, ward, month, today
        self.periods = ward.settings.periods
        self.span = self.periods.span(month)
        self.as_of = min(self.span.last, today)
        self.months = ComparedMonths.of(month)

    @cached_property
    def log_span(self) -> LogSpan:
        """From which day on the ward uses the log, and which of its months are closed."""
        (_no_month, began), *closed = self.session.execute(closed_months_and_first_day(self.ward.id))
        return LogSpan(began, [month for month, _no_day in closed])

    @property
    def closed(self) -> Sequence[str]:
        """The closed months of the ward."""
        return self.log_span.closed

    @property
    def is_closed(self) -> bool:
        """Whether the month is closed: then only what was approved counts."""
        return str(self.month) in self.closed

    @property
    def year_to_date(self) -> Span:
        """The days of the year up to the last of the month."""
        periods = self.ward.settings.periods
        return Span(periods.first_of_year(self.month), periods.last(self.month))

    @property
    def is_running(self) -> bool:
        """Whether the day of reading lies in the month."""
        return self.ward.settings.periods.of(self.today) == self.month

    @cached_property
    def merges_since_closing(self) -> int:
        """How many merges of households of a closed month were made, or taken back, since it was closed."""
        if not self.is_closed:
            return 0
        return self.session.scalar(merges_since_closing(self.ward.id, str(self.month))) or 0

    @cached_property
    def areas(self) -> list[WardArea]:
        """All areas, ended ones too."""
        return areas_of_ward(self.session, self.ward.id)

    @cached_property
    def stands_for(self) -> Mapping[int, int]:
        """The successor today of each merged area, which has its figures."""
        return successors_of(self.areas, self.today)

    @cached_property
    def households_stand_for(self) -> Mapping[int, int]:
        """The area in which the households of each merged area, or of one that was split, stand today."""
        return standing_on(self.areas, self.today)

    def with_merged(self, area_id: int) -> list[int]:
        """Return an area and all areas that were merged into it."""
        return [area_id, *(merged for merged, successor in self.stands_for.items() if successor == area_id)]

    @cached_property
    def teams(self) -> list[WardTeam]:
        """All teams, ended ones too."""
        return in_order(dict.fromkeys(WardTeam(*row[:-1]) for row in self._teams_with_areas))

    @cached_property
    def covered_areas(self) -> set[tuple[int, int]]:
        """Each team with an area that it covers at the month's end, as ids; the successor in place of a merged area."""
        covered = [(row[0], row[-1]) for row in self._teams_with_areas]
        return {(team, self.stands_for.get(area, area)) for team, area in covered if area is not None}

    @cached_property
    def _teams_with_areas(self) -> Sequence[tuple[int, str, date | None, date | None, int | None, int | None]]:
        return self.session.execute(teams_with_areas(self.ward.id, self.as_of)).all()

    @cached_property
    def posts(self) -> Sequence[tuple[int, str, int | None, date, date | None, Role]]:
        """The posts of the ward, past ones too: member, name, team, first and last day, role."""
        return self.session.execute(posts_of_ward(self.ward.id)).all()

    @cached_property
    def indicators(self) -> Sequence[Indicator]:
        """The indicators of the catalogue."""
        return self.session.scalars(indicators()).all()

    @cached_property
    def services(self) -> Sequence[Service]:
        """The services of the catalogue, and the ward's own."""
        return self.session.scalars(services_of(self.ward.id)).all()

    @cached_property
    def catalogue_names(self) -> Mapping[str, Mapping[str, str]]:
        """The names of what else of the catalogue figures are divided by, by list and code."""
        return catalogue_names(self.session, self.ward.id)

    @cached_property
    def _uncounted(self) -> UncountedFigures:
        return read_uncounted(self.session, self.ward.id, str(self.month), HOUSEHOLDS)

    def populations(self, day: date) -> dict[str, KnownPopulation]:
        """Return the populations of the whole ward that are known on a day, by group."""
        rows = [
            (group, figure, as_of, source)
            for area, group, figure, as_of, source in self._uncounted.populations
            if area is None
        ]
        return populations_on(rows, day)

    def households_of_areas(self) -> dict[int, KnownPopulation]:
        """Return how many households the areas have at the month's end, where that is known."""
        rows = [
            (area, figure, as_of, source)
            for area, _group, figure, as_of, source in self._uncounted.populations
            if area is not None
        ]
        return households_on(rows_of_today(rows, self.areas, self.stands_for), self.span.last)

    @cached_property
    def counted(self) -> Figures:
        """The figures of the ward that the log counts."""
        return figures_by_measure(self.session.execute(figures_of_ward(self.ward.id, self.months, self.closed)))

    @cached_property
    def openings(self) -> YearOpenings:
        """What the ward had done before it used the log, and since when it uses it."""
        return YearOpenings.at(self.month, self.log_span.began, self._uncounted.openings, self.year_to_date)

    @property
    def openings_of_log(self) -> YearOpenings:
        """Since when the ward uses the log, for a part of it: what that had done before, nobody knows."""
        return YearOpenings(self.month, self.log_span.began, year_to_date=self.year_to_date)

    @property
    def office_lines(self) -> Sequence[OfficeRow]:
        """The figures of other offices for the month."""
        return self._uncounted.offices

    @cached_property
    def figures(self) -> Figures:
        """The figures of the ward: those since January with what was done before the log was used."""
        return with_openings(self.counted, self.openings)

    def figures_of_area(self, area_id: int) -> Figures:
        """Read the figures of an area, with those of the areas that were merged into it, and its households."""
        merged = self.with_merged(area_id)
        figures = self.session.execute(figures_of_areas(self.ward.id, self.months, self.closed, merged))
        households = self.session.execute(households_of_ward(self.ward.id, self.months, self.closed, merged))
        return {**figures_by_measure(figures), HOUSEHOLDS: MonthFigures(**dict(households.all()))}

    def figures_of_team(self, team_id: int) -> Figures:
        """Read the figures of a team."""
        return figures_by_measure(
            self.session.execute(figures_of_team(self.ward.id, self.months, self.closed, team_id))
        )

    @cached_property
    def households(self) -> MonthFigures:
        """The number of different households that were reached in the ward, each once in each time."""
        rows = self.session.execute(households_of_ward(self.ward.id, self.months, self.closed))
        return MonthFigures(**dict(rows.all()))

    def figures_by_area(
        self, months: ComparedMonths, households_in: ComparedMonths, measures: Collection[str] | None = None
    ) -> dict[int, Figures]:
        """Read the figures of each area on today's map, or of some measures, with its different households.

        ``months`` are those that figures are asked for, ``households_in`` those for the households.
        """
        rows = self.session.execute(figures_by_area(self.ward.id, months, self.closed, measures))
        found = figures_by_place(rows, self.stands_for)
        reached = households_by_area(self.ward.id, households_in, self.closed, self.stands_for)
        for area, households in households_by_place(self.session.execute(reached)).items():
            found.setdefault(area, {})[HOUSEHOLDS] = households
        return found

    def figures_by_team(self, months: ComparedMonths, measures: Collection[str] | None = None) -> dict[int, Figures]:
        """Read the figures of each team in some months, or of some measures."""
        rows = self.session.execute(figures_by_team(self.ward.id, months, self.closed, measures))
        return figures_by_place(rows, {})

    @cached_property
    def target_rows(self) -> list[TargetRow]:
        """The targets of the month and of its year, in the order in which they were set."""
        return [TargetRow(*row) for row in self.session.execute(targets_in(self.ward.id, self.month))]

    def targets_of(self, team_id: int | None) -> dict[str, TargetFigure]:
        """Return the targets of the ward, or of a team; one of the month goes before that of the year."""
        return self.both_targets_of(team_id).preferred

    def both_targets_of(self, team_id: int | None) -> Targets:
        """Return the targets of the ward, or of a team, of the month and of the year."""
        return targets_of_team(self.target_rows, team_id)

    @cached_property
    def targets_of_areas(self) -> dict[int, Targets]:
        """The targets of the areas of today, of the month and of the year."""
        return targets_of_current_areas(self.target_rows, self.stands_for)

    def target_subjects(self, named: Collection[str]) -> dict[str, TargetSubject]:
        """Return the indicators and services among the codes that targets name, in the order of the catalogue."""
        return subjects_named(named, lambda: self.indicators, lambda: self.services)

    @cached_property
    def covered(self) -> list[Covered]:
        """All indicators of the catalogue, as the ward stood at the end of the month, or today if that is earlier."""
        published: dict[str, list[Baseline]] = {}
        for baseline in self.session.scalars(baselines_of(self.ward.id)):
            published.setdefault(baseline.indicator_code, []).append(baseline)
        measures = {measure for indicator in self.indicators for measure in indicator.measures.split()}
        starts = (start_of(lines, self.month, self.periods) for lines in published.values())
        ends = span_ends((included_month(start, self.periods) for start in starts), self.month)
        counted: dict[str, dict[str, int]] = {}
        for end, measure, figure in self.session.execute(counted_by_span(self.ward.id, measures, ends, self.closed)):
            counted.setdefault(measure, {})[end] = figure
        denominators = self.ward.settings.denominators
        inputs = CoverageInputs(
            self.month, self.as_of, self.populations(self.as_of), denominators, counted, self.openings, self.periods
        )
        return [covered_from(each, published.get(each.code, []), inputs) for each in self.indicators]
