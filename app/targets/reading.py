"""Reading what targets are of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from app.catalogue.models import Indicator, Service
from app.catalogue.queries import indicators, services
from app.targets.subjects import MEASURES, SERVICE_PREFIX, TargetSubject, service_measures, service_subject


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
