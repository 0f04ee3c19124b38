"""The figures of a ward, an area, a team or a person, read with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.pillars import pillar_name
from app.catalogue.queries import services
from app.catalogue.terms import OUTCOME_NAMES, Outcome
from app.logbook.kinds import HEADLINES, KINDS, service_measure
from app.logbook.queries import closed_months, own_counts
from app.logbook.status import Status
from app.month import Month
from app.overview.attention import Returns, SilentTeams, WaitingByAge, returns_of, silent_teams, waiting_by_age_of
from app.overview.charts import Bars, Funnel, ResultBar, bars, result_bars, steps
from app.overview.compared import NOTHING, Compared, FigureCard, card, compared_by_measure, total
from app.overview.coverage import Covered, covered_indicators, with_figures
from app.overview.place_tables import HEADLINE_MEASURES, HOUSEHOLDS, Figure, PlaceRow, team_rows, year_to_date
from app.overview.read_results import WardReading, areas, results, ward_results
from app.overview.remaining import Remaining, remaining_by_area
from app.overview.results import ACTIVITIES, Result, Section
from app.overview.tables import Table, written_table
from app.overview.trend import Trend, trends
from app.permissions import Holder
from app.places.models import Ward
from app.tally.queries import compared, distinct_households_by_area, distinct_households_by_month
from app.targets.progress import NO_TARGETS, Targets, targets_of_current_areas
from app.targets.queries import targets_of_areas
from app.targets.reading import month_and_year_targets, target_subjects

REACHED = (Outcome.INSTALLED, Outcome.ACTIVATED, Outcome.SELF_SUFFICIENT)
"""The outcomes that are steps of a funnel, in order; the other outcomes are no step."""


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """The figures of a month that every page shows: of a ward, an area or a team."""

    month: Month
    is_closed: bool
    cards: Sequence[FigureCard]
    funnels: Sequence[Funnel]
    breakdowns: Sequence[Bars]


@dataclass(frozen=True, slots=True)
class Pillar:
    """The results of a pillar, and the bars of those of which there is anything to say."""

    section: Section
    bars: Sequence[ResultBar]


@dataclass(frozen=True, slots=True)
class WardFigures:
    """The figures of a ward's page."""

    place: PlaceFigures
    pillars: Sequence[Pillar]
    trends: Sequence[Trend]
    coverage: Sequence[Covered]
    areas: Table
    teams: Table
    note: str
    remaining: Remaining
    returns: Returns
    now: CurrentState | None


@dataclass(frozen=True, slots=True)
class CurrentState:
    """The state of today, of whatever month; it is shown on the page of the current month."""

    silence: SilentTeams
    ageing: WaitingByAge


class MonthReading:
    """One month of one ward: knows what is official in it, and asks the counters."""

    def __init__(self, session: Session, ward_id: int, month: Month) -> None:
        self.session, self.ward_id, self.month = session, ward_id, month
        self.closed: list[str] = list(session.scalars(closed_months(ward_id)))
        self.before = month.previous() if month.first > date.min else None
        self.year_ago = Month(month.year - 1, month.number) if month.year > 1 else None

    @property
    def is_closed(self) -> bool:
        """Whether the month is closed."""
        return str(self.month) in self.closed

    def of_ward(self, figures: Mapping[str, Compared], households: Result) -> PlaceFigures:
        """Show ``figures`` of the whole ward; ``households`` are the different ones that were reached."""
        earlier = self._households([self.before, self.year_ago])
        reached = self._households_reached(households.period or 0, households.cumulative or 0, earlier)
        return self._place(figures, self._targets(), reached)

    def of_area(self, area_id: int, stands_for: Mapping[int, int]) -> PlaceFigures:
        """Read the figures of an area, with those of the areas that were merged into it."""
        merged = with_merged(area_id, stands_for)
        by_month = self._households([self.month, self.before, self.year_ago], merged)
        since = distinct_households_by_area(self.ward_id, year_to_date(self.month), self.closed, stands_for, merged)
        cumulative = sum(row.households for row in self.session.execute(since))
        figures = self.compared(areas=merged)
        rows = self.session.execute(targets_of_areas(self.ward_id, self.month.year, str(self.month)))
        targets = targets_of_current_areas(rows, stands_for).get(area_id, NO_TARGETS)
        reached = self._households_reached(by_month.get(str(self.month), 0), cumulative, by_month)
        return self._place(figures, targets, reached, self._target_cards(figures, targets))

    def of_team(self, team_id: int) -> PlaceFigures:
        """Read the figures of a team. Its households are not counted one by one."""
        return self._place(self.compared(team=team_id), self._targets(team_id), None)

    def compared(self, **place: Any) -> dict[str, Compared]:
        """Read each measure of the ward, or of a part of it, in the month, in the one before, and a year ago."""
        before, year_ago = str(self.before or ""), str(self.year_ago or "")
        query = compared(self.ward_id, year_to_date(self.month), before, self.closed, year_ago=year_ago, **place)
        return compared_by_measure(self.session.execute(query))

    def _households(self, months: Iterable[Month | None], areas: Iterable[int] | None = None) -> dict[str, int]:
        """Return how many different households were reached in each of some months."""
        names = [str(month) for month in months if month]
        query = distinct_households_by_month(self.ward_id, names, self.closed, areas)
        return {row.month: row.households for row in self.session.execute(query)}

    def _households_reached(self, period: int, cumulative: int, by_month: Mapping[str, int]) -> Compared:
        before, year_ago = by_month.get(str(self.before), 0), by_month.get(str(self.year_ago), 0)
        return Compared(period, cumulative=cumulative, previous=before, year_ago=year_ago)

    def _place(
        self,
        figures: Mapping[str, Compared],
        targets: Targets,
        households: Compared | None,
        more: Sequence[FigureCard] = (),
    ) -> PlaceFigures:
        cards = [card(each.measure, str(each.label), figures.get(each.measure, NOTHING), targets) for each in HEADLINES]
        if households:
            household_card = card(HOUSEHOLDS, _("Different households reached"), households, targets)
            # How many of them were approved is not asked.
            cards.append(replace(household_card, approved=None))
        funnels, breakdowns = _funnels(self.session, figures), _breakdowns(figures)
        return PlaceFigures(self.month, self.is_closed, [*cards, *more], funnels, breakdowns)

    def _target_cards(self, figures: Mapping[str, Compared], targets: Targets) -> list[FigureCard]:
        """Return a card of each indicator and service with a target; an area has no other place where they stand."""
        subjects = target_subjects(self.session, targets.measures)
        return [
            card(code, subject.name, total(figures, subject.measures), targets) for code, subject in subjects.items()
        ]

    def _targets(self, team_id: int | None = None) -> Targets:
        return month_and_year_targets(self.session, self.ward_id, team_id, self.month)


def with_merged(area_id: int, stands_for: Mapping[int, int]) -> list[int]:
    """Return an area and all areas that were merged into it."""
    return [area_id, *(merged for merged, successor in stands_for.items() if successor == area_id)]


def ward_figures(session: Session, ward: Ward, month: Month, today: date) -> WardFigures:
    """Read the page of a ward."""
    reading = MonthReading(session, ward.id, month)
    covered = covered_indicators(session, ward.id, reading.closed, month, today)
    compared_figures = reading.compared()
    figures = {
        measure: Figure(each.period, each.approved, each.cumulative) for measure, each in compared_figures.items()
    }
    sections = ward_results(session, ward, month, today, WardReading(reading.closed, figures, covered))
    (households,) = (row for section in sections for row in section.rows if row.code == HOUSEHOLDS)
    table = areas(session, ward, month)
    teams = team_rows(session, ward.id, month, reading.is_closed)
    returns = returns_of(session, ward.id, month, compared_figures, teams)
    teams += _without_team(teams, table.total.figures)
    is_running = month == Month.of(today)
    headlines = {headline.measure: str(headline.label) for headline in HEADLINES}
    return WardFigures(
        place=reading.of_ward(compared_figures, households),
        pillars=_pillars(sections),
        trends=trends(session, ward.id, month, today),
        coverage=with_figures(covered),
        areas=written_table({column.measure: column.name for column in table.columns}, table.rows, table.total),
        teams=written_table(headlines, teams, table.total),
        note=table.note,
        remaining=remaining_by_area(session, ward.id, month, today, reading.closed, table.rows),
        returns=returns,
        now=CurrentState(silent_teams(session, ward.id, today), waiting_by_age_of(session, ward.id, today))
        if is_running
        else None,
    )


def team_pillars(session: Session, ward: Ward, month: Month, today: date, team_id: int) -> list[Pillar]:
    """Return the results of a team by pillar."""
    return _pillars(results(session, ward, month, today, team_id))


def _pillars(sections: Iterable[Section]) -> list[Pillar]:
    """Return the results by pillar, without the first section, the teams' activities, which the cards show."""
    return [
        Pillar(section, result_bars(section.rows))
        for section in sections
        if section.code != ACTIVITIES and section.rows
    ]


def _without_team(teams: Iterable[PlaceRow], total: Mapping[str, int]) -> list[PlaceRow]:
    """Return a row of what nobody did as a member of a team, when there is any."""
    unassigned = {
        measure: total[measure] - sum(row.figures.get(measure, 0) for row in teams) for measure in HEADLINE_MEASURES
    }
    return [PlaceRow(0, _("Without a team"), unassigned)] if any(unassigned.values()) else []


def member_figures(session: Session, holder: Holder, month: Month) -> Mapping[str, Figure]:
    """Return how many entries of each kind a person's month holds, and how many of them are approved."""
    received, approved = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for row in session.execute(own_counts(holder, str(month), date(max(1, month.year - 1), 1, 1))):
        if row.status != Status.VOID:
            received[row.kind] += row.number
        if row.status == Status.APPROVED:
            approved[row.kind] += row.number
    return {kind: Figure(received[kind], approved[kind]) for kind in KINDS}


def _funnels(session: Session, figures: Mapping[str, Compared]) -> list[Funnel]:
    """Return the services with which anybody was helped this year."""
    names = {outcome: str(name) for outcome, name in OUTCOME_NAMES.items()}
    funnels = []
    for service in session.scalars(services()):
        outcomes = {
            outcome: figures.get(service_measure(service.code, outcome), NOTHING)
            for outcome in map(Outcome, service.outcomes.split())
        }
        if any(figure.cumulative or figure.period for figure in outcomes.values()):
            reached_steps = [
                (outcome.value, names[outcome], outcomes[outcome]) for outcome in REACHED if outcome in outcomes
            ]
            outside = {names[outcome]: figure for outcome, figure in outcomes.items() if outcome not in REACHED}
            funnels.append(
                Funnel(service.code, service.name, pillar_name(service.pillar), steps(reached_steps), outside)
            )
    return funnels


def _breakdowns(figures: Mapping[str, Compared]) -> list[Bars]:
    divided = (bars(each.title, each.unit, each.parts, figures) for kind in KINDS.values() for each in kind.breakdowns)
    return [each for each in divided if each is not None]
