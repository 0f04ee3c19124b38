"""The figures of a quick report: of its days, of the period and of the year up to their last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.openings import YearOpenings
from app.logbook.kinds import KINDS
from app.logbook.status import Status
from app.month import Month
from app.overview.ward_month import WardMonth
from app.periods import Span
from app.places.ward_places import WardTeam
from app.reports.quick_queries import entries_of_team, sums_of_days, teams_without_entries
from app.reports.quick_request import QuickRequest
from app.tally.month_figures import MonthFigures
from app.targets.progress import with_openings

_ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class QuickFigures:
    """The figures of some days by measure.

    ``figures`` have the days themselves as their month, ``in_period`` the period of the last day, from its first day to
    that one; both have the year up to it. ``without_entries`` are the teams that logged nothing, of ``teams`` in all.
    """

    figures: Mapping[str, MonthFigures]
    in_period: Mapping[str, MonthFigures]
    openings: YearOpenings
    year: Span
    without_entries: Sequence[WardTeam] = ()
    teams: int = 0


def read_quick_figures(session: Session, report: QuickRequest, reading: WardMonth) -> QuickFigures:
    """Read the figures of a quick report; ``reading`` is that of the period in which its last day is.

    They go by the day on which something happened: of a ward by the counter of days, of a team by the log.
    """
    days, periods = report.counted, reading.periods
    year = Span(periods.first_of_year(reading.month), days.last)
    spans = [days, Span(reading.span.first, days.last), year]
    closed = [periods.span(Month.parse(month)) for month in reading.closed]
    openings = YearOpenings.at(reading.month, reading.log_span.began, reading.openings.parts, year)
    if report.team_id is None:
        rows = session.execute(sums_of_days(report.ward.id, spans, closed))
        sums = {str(measure): [int(figure) for figure in figures] for measure, *figures in rows}
    else:
        sums = _sums_of_team(session, report.ward.id, report.team_id, spans, closed)
        openings = openings.of_log_alone
    in_days = {measure: MonthFigures(of_days, in_year) for measure, (of_days, _, in_year) in sums.items()}
    in_period = {measure: MonthFigures(of_period, in_year) for measure, (_, of_period, in_year) in sums.items()}
    without, teams = _teams_without_entries(session, report, reading)
    return QuickFigures(
        with_openings(in_days, openings), with_openings(in_period, openings), openings, year, without, teams
    )


def _sums_of_team(
    session: Session, ward_id: int, team_id: int, spans: Sequence[Span], closed: Sequence[Span]
) -> dict[str, list[int]]:
    """Add up what a team logged over each of ``spans``, as the counter of days does for a ward."""
    first, last = min(each.first for each in spans), max(each.last for each in spans)
    sums = [Counter[str]() for _span in spans]
    query = entries_of_team(ward_id, team_id, first, last).execution_options(yield_per=_ROWS_AT_ONCE)
    for kind, status, happened_on, fields in session.execute(query):
        if status != Status.APPROVED and _is_in(happened_on, closed):
            continue
        counts = KINDS[kind].counts(fields)
        for span, sum_ in zip(spans, sums, strict=True):
            if happened_on in span:
                sum_.update(counts)
    return {measure: [sum_[measure] for sum_ in sums] for measure in sorted(set().union(*sums))}


def _is_in(day: date, spans: Sequence[Span]) -> bool:
    return any(day in span for span in spans)


def _teams_without_entries(
    session: Session, report: QuickRequest, reading: WardMonth
) -> tuple[Sequence[WardTeam], int]:
    """Return the teams of a ward that logged nothing, in their order, and how many teams there are."""
    if report.team_id is not None:
        return (), 0
    rows = session.execute(teams_without_entries(report.ward.id, report.counted.first, report.counted.last)).all()
    ids = {id for id, is_without in rows if is_without}
    return [team for team in reading.teams if team.id in ids], len(rows)
