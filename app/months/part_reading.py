"""Reading the figures of a quarter, half a year or a year: editions of closed months, counters of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import Month, local_day
from app.months.edition import Edition
from app.months.edition_building import figures_edition
from app.months.edition_text import edition_from_text
from app.months.part_edition import PartHouseholds, PartInputs, PartSums, edition_of_part
from app.months.part_periods import Closing, LogTime, PartPeriod, last_begun
from app.months.queries import closings_in, valid_edition_texts
from app.overview.ward_month import WardMonth
from app.places.models import Ward
from app.tally.compared_months import ComparedMonths
from app.tally.month_figures import NO_FIGURES, MonthFigures, figures_by_place, households_by_place
from app.tally.month_queries import figures_by_area, figures_by_team, households_by_area, households_of_ward
from app.tally.queries import first_counted_day
from app.targets.keys import TargetRow
from app.targets.queries import target_rows_of_year
from app.year_parts import YearPart

PlaceQuery = Callable[
    [int, ComparedMonths, Iterable[str], Iterable[str] | None],
    sa.Select[int, str, int, int, int, int, int, int, int],
]
"""A question for the figures of a ward by place: of its areas, or of its teams."""


def log_time(session: Session, ward: Ward, at: datetime) -> LogTime:
    """Read since when a ward uses the log."""
    return LogTime(ward.settings.periods, at, session.scalar(first_counted_day(ward.id)))


def closings_of_months(session: Session, ward_id: int, months: Iterable[Month]) -> dict[Month, Closing]:
    """Read which of some months are closed, and their valid editions."""
    rows = session.execute(closings_in(ward_id, map(str, months)))
    return {Month.parse(month): Closing(at, number, digest) for month, at, number, digest in rows if at is not None}


@dataclass(frozen=True, slots=True)
class PartFigures:
    """The figures of a part of a year, and the reading of its last month that has begun."""

    edition: Edition
    reading: WardMonth


def read_part(session: Session, ward: Ward, part: YearPart, periods: Sequence[PartPeriod], at: datetime) -> PartFigures:
    """Read the figures of a part of a year at an instant.

    Raises :class:`app.months.edition_text.UnreadableEditionError` where an edition cannot be read.
    """
    end = last_begun(periods)
    in_year = end.year_to_date()
    reading = WardMonth(session, ward, end, local_day(at))
    editions = {
        Month.parse(month): edition_from_text(text)
        for month, text in session.execute(valid_edition_texts(ward.id, map(str, in_year)))
    }
    in_part = [month for month in part.months if month <= end]
    without = [month for month in in_year if month not in editions]
    closing = {each.month: each.closing for each in periods}[end]
    targets = session.execute(target_rows_of_year(ward.id, part.year))
    inputs = PartInputs(
        part=part,
        span=part.span(ward.settings.periods),
        editions=editions,
        last=editions.get(end) or figures_edition(reading, closing.at if closing else at),
        open_areas=_open_sums(reading, figures_by_area, in_part, without),
        open_teams=_open_sums(reading, figures_by_team, in_part, without),
        households=_households(reading, in_part, in_year),
        areas=reading.areas,
        stands_for=reading.stands_for,
        teams=reading.teams,
        covered=reading.covered_areas,
        target_rows=[TargetRow(*row) for row in targets],
    )
    return PartFigures(edition_of_part(inputs), reading)


def _open_sums(
    reading: WardMonth, query: PlaceQuery, in_part: Iterable[Month], without_edition: Sequence[Month]
) -> dict[int, PartSums]:
    """Read the sums by place of the months that have no edition, in the part of the year and since January."""
    if not without_edition:
        return {}
    open_in_part = [month for month in in_part if month in without_edition]
    since_january = _sums(reading, query, without_edition)
    of_part = since_january if open_in_part == without_edition else _sums(reading, query, open_in_part)
    return {
        place: {
            measure: (of_part.get(place, {}).get(measure, NO_FIGURES).year_to_date, figures.year_to_date)
            for measure, figures in measures.items()
        }
        for place, measures in since_january.items()
    }


def _sums(reading: WardMonth, query: PlaceQuery, months: Sequence[Month]) -> dict[int, dict[str, MonthFigures]]:
    """Read the sums of some months by place, as figures since January."""
    if not months:
        return {}
    rows = reading.session.execute(query(reading.ward.id, _together(months), reading.closed, None))
    return figures_by_place(rows, {})


def _together(months: Iterable[Month]) -> ComparedMonths:
    """Return some months as if they were those since January, which are counted together."""
    return ComparedMonths("", [str(month) for month in months])


def _households(reading: WardMonth, in_part: Sequence[Month], in_year: Sequence[Month]) -> PartHouseholds:
    """Count the different households anew, each once in each time, merged ones as one."""
    session, ward_id, closed = reading.session, reading.ward.id, reading.closed

    def counted(months: Iterable[Month]) -> int:
        rows = session.execute(households_of_ward(ward_id, _together(months), closed))
        return sum(households for _time, households in rows)

    by_area = households_by_place(
        session.execute(households_by_area(ward_id, _together(in_part), closed, reading.stands_for))
    )
    in_all = counted(in_part)
    return PartHouseholds(
        in_all,
        in_all if in_part == in_year else counted(in_year),
        {area: reached.year_to_date for area, reached in by_area.items()},
    )
