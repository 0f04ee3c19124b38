"""Reading the targets of a ward or of a team, and what they are of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from app.catalogue.models import Indicator, Service
from app.catalogue.queries import indicators, services
from app.month import Month
from app.targets.progress import TargetFigure, Targets, preferred_targets
from app.targets.queries import targets_of
from app.targets.subjects import MEASURES, SERVICE_PREFIX, TargetSubject, service_measures, service_subject


def targets_for(session: Session, ward_id: int, team_id: int | None, month: Month) -> dict[str, TargetFigure]:
    """Return the targets of a ward, or of a team, by measure; one of the month goes before that of the year."""
    rows = session.execute(targets_of(ward_id, team_id, month.year, str(month)))
    return preferred_targets(
        (row.measure, TargetFigure(row.figure, row.month is not None)) for row in rows if row.team_id == team_id
    )


def month_and_year_targets(session: Session, ward_id: int, team_id: int | None, month: Month) -> Targets:
    """Return the targets of a ward, or of a team: those of the month and those of the year apart."""
    query = targets_of(ward_id, team_id, month.year, str(month))
    rows = [row for row in session.execute(query) if row.team_id == team_id]
    return Targets(
        of_month={row.measure: row.figure for row in rows if row.month},
        of_year={row.measure: row.figure for row in rows if not row.month},
    )


def target_subjects(session: Session, named: Iterable[str]) -> dict[str, TargetSubject]:
    """Return the indicators and services among the codes that targets name, in the order of the catalogue."""
    codes = set(named) - MEASURES
    are_services = {code.startswith(SERVICE_PREFIX) for code in codes}
    return subjects_named(
        codes,
        session.scalars(indicators()) if False in are_services else (),
        session.scalars(services()) if True in are_services else (),
    )


def subjects_named(
    codes: Collection[str], indicators: Iterable[Indicator], services: Iterable[Service]
) -> dict[str, TargetSubject]:
    """Return the indicators and services among some codes, in the order of the catalogue."""
    found = {each.code: TargetSubject(each.name, each.measures.split()) for each in indicators} | {
        service_subject(each.code): TargetSubject(each.name, service_measures(each.code)) for each in services
    }
    return {code: subject for code, subject in found.items() if code in codes}
