"""The figures of the pages of a ward, a team and a person, read with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.logbook.kinds import KINDS, headlines_with
from app.logbook.own_queries import own_counts
from app.logbook.status import Status
from app.month import Month
from app.overview.attention import Returns, SilentTeams, WaitingByAge, returns_of, silent_teams, waiting_by_age_of
from app.overview.charts import ResultBar, result_bars
from app.overview.coverage import Covered, with_figures
from app.overview.place_figures import PlaceFigures, figures_of_whole_ward
from app.overview.place_tables import HEADLINE_MEASURES, PlaceRow, team_rows
from app.overview.read_results import areas_of, ward_results
from app.overview.remaining import Remaining, remaining_by_area
from app.overview.results import ACTIVITIES, Section
from app.overview.tables import Table, written_table
from app.overview.trend import Trend, trends
from app.overview.ward_month import WardMonth
from app.permissions import Holder
from app.tally.month_figures import MonthFigures
from app.targets.subjects import measures_of


@dataclass(frozen=True, slots=True)
class Pillar:
    """The results of a pillar, and the bars of those of which there is anything to say."""

    section: Section
    bars: Sequence[ResultBar]


@dataclass(frozen=True, slots=True)
class CurrentState:
    """The state of today, of whatever month; it is shown on the page of the current month."""

    silence: SilentTeams
    ageing: WaitingByAge


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


def ward_figures(reading: WardMonth) -> WardFigures:
    """Read the page of a ward."""
    session, ward_id, today = reading.session, reading.ward.id, reading.today
    named = {measure for targets in reading.targets_of_areas.values() for measure in targets.measures}
    subjects = reading.target_subjects(named)
    aimed_at = {part for each in named for part in measures_of(each, subjects)}
    # What is left to do since January is known only of areas with a target or with a number of households.
    figures_in = reading.months.without_year_ago if named else reading.months.alone
    households_in = reading.months.without_year_ago if named or reading.households_of_areas() else reading.months.alone
    by_area = reading.figures_by_area(figures_in, households_in, {*HEADLINE_MEASURES, *aimed_at})
    by_team = reading.figures_by_team(reading.months.alone, {*HEADLINE_MEASURES, *KINDS})
    areas, teams = areas_of(reading, by_area), team_rows(reading.teams, by_team, reading.span)
    returns = returns_of(reading, teams, by_team)
    teams += _without_team(teams, areas.total.figures)
    in_month = {measure for measure, figure in reading.figures.items() if figure.month}
    headlines = {headline.measure: str(headline.label) for headline in headlines_with(in_month)}
    return WardFigures(
        place=figures_of_whole_ward(reading),
        pillars=pillars_of(ward_results(reading)),
        trends=trends(session, ward_id, reading.as_of),
        coverage=with_figures(reading.covered),
        areas=written_table({column.measure: column.name for column in areas.columns}, areas.rows, areas.total),
        teams=written_table(headlines, teams, areas.total),
        note=areas.note,
        remaining=remaining_by_area(reading, areas.rows, by_area, subjects),
        returns=returns,
        now=CurrentState(silent_teams(reading, today), waiting_by_age_of(session, ward_id, today))
        if reading.is_running
        else None,
    )


def pillars_of(sections: Iterable[Section]) -> list[Pillar]:
    """Return results by pillar, without the first section, the teams' activities, which the cards show."""
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


def member_figures(session: Session, holder: Holder, month: Month) -> Mapping[str, MonthFigures]:
    """Return how many entries of each kind a person's month holds, and how many of them are approved."""
    received, approved = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for kind, status, number in session.execute(own_counts(holder, str(month), date(max(1, month.year - 1), 1, 1))):
        if status != Status.VOID:
            received[kind] += number
        if status == Status.APPROVED:
            approved[kind] += number
    return {kind: MonthFigures(received=received[kind], approved=approved[kind]) for kind in KINDS}
