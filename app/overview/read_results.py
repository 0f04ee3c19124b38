"""The results of a month by pillar and by area, read from the counters and from the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.queries import services
from app.logbook.kinds import KINDS
from app.logbook.queries import closed_months, own_counted
from app.month import Month
from app.overview.area_table import AreaTable, table_of_areas
from app.overview.coverage import Covered, covered_indicators
from app.overview.place_tables import HOUSEHOLDS, Figure, area_rows, figures_by_measure, year_to_date
from app.overview.populations import households_of_areas, populations_on
from app.overview.results import HouseholdFigures, ResultInputs, Section, results_of_part, results_of_ward
from app.permissions import Holder
from app.places.models import Ward
from app.places.queries import latest_populations
from app.tally.queries import distinct_households_of_ward, distinct_households_since, one_team, ward_measures
from app.targets.progress import FiguresAndTargets
from app.targets.reading import targets_for


@dataclass(frozen=True, slots=True)
class WardReading:
    """What a page has read of a ward's month: closed months, figures by measure, indicators."""

    closed: Sequence[str]
    figures: Mapping[str, Figure]
    covered: Sequence[Covered]


def results(session: Session, ward: Ward, month: Month, today: date, team_id: int | None = None) -> list[Section]:
    """Return what a ward, or one of its teams, did and reached in a month.

    What a ward has reached of all that there are is known of the ward only, not of a team.
    """
    closed = list(session.scalars(closed_months(ward.id)))
    months = year_to_date(month)
    if team_id is not None:
        figures = figures_by_measure(session.execute(one_team(ward.id, team_id, months, closed)))
        counted = FiguresAndTargets(figures, targets_for(session, ward.id, team_id, month))
        return _part_of_ward(session, ward, month, today, closed, counted)
    figures = figures_by_measure(session.execute(ward_measures(ward.id, months, closed)))
    covered = covered_indicators(session, ward.id, closed, month, today)
    return ward_results(session, ward, month, today, WardReading(closed, figures, covered))


def ward_results(session: Session, ward: Ward, month: Month, today: date, reading: WardReading) -> list[Section]:
    """Return the results of a ward from what has been read of it already."""
    as_of = min(month.last, today)
    households = HouseholdFigures(
        session.scalar(distinct_households_of_ward(ward.id, str(month), str(month) in reading.closed)) or 0,
        session.scalar(distinct_households_since(ward.id, year_to_date(month), reading.closed)) or 0,
        populations_on(session.execute(latest_populations(ward.id)), as_of).get(HOUSEHOLDS),
    )
    counted = FiguresAndTargets(reading.figures, targets_for(session, ward.id, None, month))
    return results_of_ward(
        ResultInputs(as_of, counted, reading.covered, session.scalars(services()).all(), households), ward
    )


def own_results(session: Session, holder: Holder, ward: Ward, month: Month, today: date) -> list[Section]:
    """Return what one person's own entries add up to in a month."""
    closed = list(session.scalars(closed_months(ward.id)))
    months = year_to_date(month)
    period: Counter[str] = Counter()
    cumulative: Counter[str] = Counter()
    since = date(max(1, month.year - 1), 1, 1)
    for row in session.execute(own_counted(holder, months, closed, since)):
        counts = KINDS[row.kind].counts(row.fields)
        cumulative.update(counts)
        if row.month == months[-1]:
            period.update(counts)
    figures = {measure: Figure(period[measure], 0, sum_) for measure, sum_ in cumulative.items()}
    return _part_of_ward(session, ward, month, today, closed, FiguresAndTargets(figures, {}))


def areas(session: Session, ward: Ward, month: Month) -> AreaTable:
    """Return what was done in each area of a ward, on today's map, and in the ward as a whole."""
    is_closed = str(month) in set(session.scalars(closed_months(ward.id)))
    return table_of_areas(
        area_rows(session, ward.id, month, is_closed),
        households_of_areas(session, ward.id, month.last),
        session.scalar(distinct_households_of_ward(ward.id, str(month), is_closed)) or 0,
        populations_on(session.execute(latest_populations(ward.id)), month.last).get(HOUSEHOLDS),
    )


def _part_of_ward(
    session: Session, ward: Ward, month: Month, today: date, closed: Sequence[str], counted: FiguresAndTargets
) -> list[Section]:
    covered = covered_indicators(session, ward.id, closed, month, today)
    return results_of_part(ResultInputs(min(month.last, today), counted, covered, session.scalars(services()).all()))
