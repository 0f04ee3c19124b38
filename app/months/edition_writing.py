"""The figures of a month, from which its report is made, and which are stored for good when it is closed.

An edition holds all that a closed month's report shows: figures, dates, the names of areas, teams and of who
took part, and the sources as of closing. What is written in the reader's language stands in it as a code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.coverage import CoverageLine
from app.catalogue.queries import services
from app.database import Query
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import Kind
from app.logbook.queries import closed_months
from app.month import Month, local_day
from app.months.attendance import Attendance, MemberPost, attendances, members_in
from app.months.attendance_queries import credited, self_approved
from app.months.narrative import FIELDS
from app.months.paid_days import days_paid_in_other_months
from app.months.queries import (
    counted_by_area,
    counted_by_team,
    counted_of_ward,
    entries_by_status,
    narrative_rows,
)
from app.overview.coverage import Covered, covered_indicators
from app.overview.place_tables import HOUSEHOLDS, PlaceRow, area_rows, team_rows, year_to_date
from app.overview.populations import households_of_areas, populations_on
from app.people.queries import posts_of_ward
from app.places.models import Ward
from app.places.queries import every_place_of, latest_populations, neighbourhoods_of, successors, teams_of
from app.tally.queries import (
    compared,
    distinct_households,
    distinct_households_of_ward,
    distinct_households_since,
)
from app.targets.keys import targets_by_area
from app.targets.queries import targets_in

VERSION = 2
"""The version of the form in which figures are stored. Another form has another number; editions never change.

The first had no attendance, rates, members, targets of areas nor teams of activities, and did not mark what had ended.
"""

Figures = dict[str, Any]


def edition_figures(session: Session, ward: Ward, month: Month, at: datetime) -> Figures:
    """Return the official figures of a month at an instant, as plain data.

    When a month is closed they are read after it was locked, from one snapshot, and before the transaction that stores
    them (`close_month.py`). ``measures`` give, by code, three figures: in the month,
    since January, and in the month before.
    """
    reading = _MonthReading(session, ward, month)
    as_of = min(month.last, local_day(at))
    settings = ward.settings.report
    posts = [MemberPost(*row[:5]) for row in session.execute(posts_of_ward(ward.id))]
    return {
        "version": VERSION,
        "month": str(month),
        "closed_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "as_of": as_of.isoformat(),
        "ward": {
            "code": ward.code,
            "list_version": ward.list_version,
            "name": ward.name,
            "official_name": ward.official_name,
            "neighbourhood_word": ward.neighbourhood_word,
            "team_word": ward.team_word,
            "note": ward.note,
        },
        "entries": {row.status.value: row.number for row in session.execute(entries_by_status(ward.id, str(month)))},
        "measures": reading.of_ward(),
        "households": reading.households(),
        "areas": reading.areas(),
        "teams": reading.teams(),
        "indicators": _indicator_figures(covered_indicators(session, ward.id, reading.closed, month, as_of)),
        "services": [
            {"code": row.code, "pillar": row.pillar, "outcomes": row.outcomes.split()}
            for row in session.scalars(services())
        ],
        "targets": reading.targets(),
        "populations": {
            group: _population_figures(row)
            for group, row in populations_on(session.execute(latest_populations(ward.id)), as_of).items()
        },
        "activities": reading.activities(),
        "members": members_in(month, posts),
        "attendance": reading.attendance(posts),
        "rates": settings.rates.as_stored(),
        "letter": {"settings": settings.as_stored(), "words": reading.narratives()},
        "places": [{"id": row.id, "name": row.name} for row in session.execute(every_place_of(ward.id))],
    }


class _MonthReading:
    """Reads the counters of a ward's month; of a closed one only what was approved is official."""

    def __init__(self, session: Session, ward: Ward, month: Month) -> None:
        self._session, self._ward, self._month = session, ward, month
        self._before = str(month.previous()) if month.first > date.min else ""
        self._months = year_to_date(month)
        self._successors = successors(session, ward.id)
        self.closed: list[str] = list(session.scalars(closed_months(ward.id)))
        self._is_closed = str(month) in self.closed

    def of_ward(self) -> Figures:
        """Return every measure of the ward."""
        rows = self._session.execute(compared(self._ward.id, self._months, self._before, self.closed))
        return _measure_figures((row.measure, (row.period, row.cumulative, row.previous)) for row in rows)

    def households(self) -> Figures:
        """Return the numbers of different households that were reached, each once."""
        scalar, ward_id = self._session.scalar, self._ward.id
        before_is_closed = self._before in self.closed
        return {
            "month": scalar(distinct_households_of_ward(ward_id, str(self._month), self._is_closed)) or 0,
            "since_january": scalar(distinct_households_since(ward_id, self._months, self.closed)) or 0,
            "before": scalar(distinct_households_of_ward(ward_id, self._before, before_is_closed)) or 0,
        }

    def areas(self) -> list[Figures]:
        """Return the areas of today's map, as the report lists them."""
        query = counted_by_area(self._ward.id, self._months, self._before, self.closed)
        figures = self._by_place(query, self._successors)
        before_is_closed = self._before in self.closed
        query = distinct_households(self._ward.id, self._before, before_is_closed, self._successors)
        households_before = {row.area: row.households for row in self._session.execute(query)}
        populations = households_of_areas(self._session, self._ward.id, self._month.last)
        return [
            {
                **_place_figures(row, figures),
                "households": {"month": row.figures.get(HOUSEHOLDS, 0), "before": households_before.get(row.id, 0)},
                "population": _population_figures(populations[row.id]) if row.id in populations else None,
            }
            for row in self._with_ended(
                area_rows(self._session, self._ward.id, self._month, self._is_closed),
                figures,
                neighbourhoods_of(self._ward.id),
            )
        ]

    def teams(self) -> list[Figures]:
        """Return the teams, as the report lists them."""
        figures = self._by_place(counted_by_team(self._ward.id, self._months, self._before, self.closed), {})
        rows = team_rows(self._session, self._ward.id, self._month, self._is_closed)
        return [_place_figures(row, figures) for row in self._with_ended(rows, figures, teams_of(self._ward.id))]

    def _with_ended(self, rows: list[PlaceRow], figures: Mapping[int, Any], places: Query) -> list[PlaceRow]:
        """Add to the report's rows the places that ended but have figures since January, or had some before."""
        missing = figures.keys() - {row.id for row in rows}
        return [
            *rows,
            *(_EndedRow(each.id, each.name, {}) for each in self._session.execute(places) if each.id in missing),
        ]

    def attendance(self, posts: Iterable[MemberPost]) -> list[Figures]:
        """Return the days on which each member took part in entries that count."""
        execute, ward_id, month = self._session.execute, self._ward.id, str(self._month)
        rows = execute(credited(ward_id, month, self.closed)).all()
        paid = days_paid_in_other_months(
            self._session, ward_id, self._month, {row.happened_on for row in rows}, self.closed
        )
        names = {row.id: row.name for row in execute(teams_of(ward_id))}
        by_author = {(row.member_id, row.happened_on) for row in execute(self_approved(ward_id, month))}
        return [_attendance_figures(each) for each in attendances(self._month, rows, paid, posts, names, by_author)]

    def targets(self) -> list[Figures]:
        """Return the targets of the ward and its teams, and those of its areas on today's map."""
        rows = self._session.execute(targets_in(self._ward.id, self._month)).all()
        on_map = targets_by_area(rows, self._successors)
        areas = [(None, area, measure, month, figure) for (area, measure, month), figure in on_map.items()]
        others = [
            (row.team_id, None, row.measure, row.month, row.figure) for row in rows if row.neighbourhood_id is None
        ]
        return [
            {"team": team, "area": area, "measure": measure, "of_month": month is not None, "figure": figure}
            for team, area, measure, month, figure in [*others, *areas]
        ]

    def narratives(self) -> dict[str, dict[str, str]]:
        """Return the narratives of the month's reports by team; the ward's own is under :data:`WHOLE_WARD`."""
        rows = self._session.scalars(narrative_rows(self._ward.id, str(self._month)))
        return {str(row.team_id): {field.name: getattr(row, field.name) for field in FIELDS} for row in rows}

    def activities(self) -> list[Figures]:
        """Return the entries that the report lists one by one, without personal data, and of which team each is."""
        return [self._activities_of(kind) for kind in KINDS.values() if kind.listing]

    def _activities_of(self, kind: type[Kind]) -> Figures:
        areas = {row.id: row.name for row in self._session.execute(neighbourhoods_of(self._ward.id))}
        teams = {row.id: row.name for row in self._session.execute(teams_of(self._ward.id))}
        query = counted_of_ward(self._ward.id, kind.code, str(self._month), self.closed)
        found = self._session.execute(query).all()
        return {
            "kind": kind.code,
            "columns": list(kind.listing),
            "teams": [row.team_id for row in found],
            "rows": [
                [
                    row.happened_on.isoformat(),
                    areas.get(row.neighbourhood_id, ""),
                    teams.get(row.team_id, ""),
                    *(row.fields.get(column) for column in kind.listing),
                ]
                for row in found
            ],
        }

    def _by_place(self, query: Any, successor_ids: Mapping[int, int]) -> dict[int, dict[str, tuple[int, int, int]]]:
        places: dict[int, dict[str, tuple[int, int, int]]] = {}
        for row in self._session.execute(query):
            of_place = places.setdefault(successor_ids.get(row.place, row.place), {})
            period, cumulative, previous = of_place.get(row.measure, (0, 0, 0))
            of_place[row.measure] = period + row.period, cumulative + row.cumulative, previous + row.previous
        return places


class _EndedRow(PlaceRow):
    """A place that had ended by the month and did nothing in it, but has figures since January or of before."""


def _attendance_figures(each: Attendance) -> Figures:
    days = [day.isoformat() for day in each.days]
    record = {"member": each.member_id, "name": each.name, "team": each.team_id, "days": days, "entries": each.entries}
    # Where nobody approved what is their own, the edition is the same as those of earlier releases.
    self_approved = [day.isoformat() for day in each.self_approved]
    return {**record, "self_approved": self_approved} if self_approved else record


def _place_figures(row: PlaceRow, figures: Mapping[int, Mapping[str, tuple[int, int, int]]]) -> Figures:
    return {
        "id": row.id,
        "name": row.name,
        "ended": isinstance(row, _EndedRow),
        "measures": _measure_figures(figures.get(row.id, {}).items()),
    }


def _measure_figures(figures: Iterable[tuple[str, tuple[int, int, int]]]) -> Figures:
    return {measure: list(of_measure) for measure, of_measure in figures if any(of_measure)}


def _population_figures(row: Any) -> Figures:
    return {"figure": row.figure, "as_of": row.as_of.isoformat(), "source": row.source}


def _indicator_figures(covered: Iterable[Covered]) -> list[Figures]:
    return [
        {
            "code": item.code,
            "pillar": item.pillar_code,
            "measures": list(item.measures),
            "published": [_published_line(line) for line in item.published],
            "start": item.published.index(item.start) if item.start else None,
            "log": _log_line(item.today) if item.today else None,
        }
        for item in covered
    ]


def _published_line(line: CoverageLine) -> Figures:
    return {
        "as_of": _iso_day(line.as_of),
        "source": line.source,
        "numerator": line.numerator,
        "bound": line.bound.value,
        "denominator": line.denominator,
        "percent": str(line.published_percent) if line.published_percent is not None else None,
        "unit_then": line.unit_then,
        "note": line.note,
    }


def _log_line(line: CoverageLine) -> Figures:
    return {
        "as_of": _iso_day(line.as_of),
        "numerator": line.numerator,
        "bound": line.bound.value,
        "denominator": line.denominator,
        "denominator_as_of": _iso_day(line.denominator_as_of),
        "denominator_source": line.denominator_source,
    }


def _iso_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
