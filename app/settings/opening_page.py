"""Opening figures of a ward: what was done of each thing that it reports before it used this log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.figure_models import OpeningFigure
from app.catalogue.models import Indicator
from app.catalogue.queries import indicators, opening_figures_of, services_of
from app.logbook.kinds import HEADLINES
from app.months.figure_names import headline_names, households_name
from app.places.models import Ward
from app.tally.models import WardDay
from app.targets.subjects import HOUSEHOLDS, service_measures, service_subject
from app.versions import version_token


@dataclass(frozen=True, slots=True)
class OpeningSubject:
    """Something that may have an opening figure: its code, its name, and the measures that the log counts it by."""

    code: str
    name: str
    measures: Sequence[str]


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A subject with what is entered of it. ``logged_from`` is the first day of which the log counts it."""

    subject: OpeningSubject
    stored: OpeningFigure | None
    logged_from: date | None

    @property
    def counts_twice(self) -> bool:
        """Whether the log counts days that the opening figure holds already."""
        return bool(self.stored and self.logged_from and self.logged_from <= self.stored.as_of)

    @property
    def version(self) -> str:
        """The version of the line."""
        return version_of_opening(self.stored)


def version_of_opening(row: OpeningFigure | None) -> str:
    """Return the version of an opening figure, or of there being none."""
    return version_token(*((row.this_year, row.before, row.as_of, row.source) if row else ()))


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """The lines of a ward, in the order of its report."""

    ward: Ward
    lines: Sequence[OpeningLine]

    @property
    def version(self) -> str:
        """The version of all lines."""
        return version_token([line.version for line in self.lines])


def opening_page(session: Session, ward: Ward) -> OpeningPage:
    """Return the lines of a ward."""
    stored = {row.measure: row for row in session.scalars(opening_figures_of(ward.id))}
    first = first_days(session, ward.id)
    return OpeningPage(
        ward,
        [
            OpeningLine(each, stored.get(each.code), logged_from(each, first))
            for each in opening_subjects(session, ward.id, stored)
        ],
    )


def first_days(session: Session, ward_id: int) -> Mapping[str, date]:
    """Return the first day of which the log of a ward counts each measure."""
    query = (
        sa.select(WardDay.measure, sa.func.min(WardDay.day))
        .where(WardDay.ward_id == ward_id, WardDay.total > 0)
        .group_by(WardDay.measure)
    )
    return {measure: day for measure, day in session.execute(query)}


def logged_from(subject: OpeningSubject, first: Mapping[str, date]) -> date | None:
    """Return the first day of which the log counts a subject."""
    return min((first[measure] for measure in subject.measures if measure in first), default=None)


def opening_subjects(session: Session, ward_id: int, stored: Collection[str] = ()) -> list[OpeningSubject]:
    """Return what a ward reports: activities, indicators that the log feeds, and services without one.

    Services that have ended, or that an indicator counts by now, are among them where they are ``stored``: their
    figures can still be taken away.
    An indicator that is one of the activities under another name has the opening figure of that.
    """
    activities = {headline.measure for headline in HEADLINES}
    fed = [each for each in session.scalars(indicators()) if _is_apart(each, activities)]
    feeding = {measure for each in fed for measure in each.measures.split()}
    return [
        *(OpeningSubject(code, name, [code]) for code, name in headline_names().items()),
        OpeningSubject(HOUSEHOLDS, households_name(), [HEADLINES[0].measure]),
        *(OpeningSubject(each.code, each.name, each.measures.split()) for each in fed),
        *(
            OpeningSubject(service_subject(each.code), each.name, service_measures(each.code))
            for each in session.scalars(services_of(ward_id))
            if service_subject(each.code) in stored
            or (each.ended_on is None and feeding.isdisjoint(service_measures(each.code)))
        ),
    ]


def _is_apart(indicator: Indicator, activities: set[str]) -> bool:
    measures = indicator.measures.split()
    return bool(measures) and not (len(measures) == 1 and measures[0] in activities)
