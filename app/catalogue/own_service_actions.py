"""Actions on the services that a ward has of its own. Actions never commit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.catalogue.models import Service
from app.catalogue.own_codes import FIRST_OWN_POSITION, own_code
from app.catalogue.own_names import check_names
from app.catalogue.own_rows import end_row, rename_row, restore_row
from app.catalogue.queries import services_of
from app.catalogue.terms import Outcome
from app.month import local_day
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.versions import SaveOutcome, version_token

MOST_OWN = 40
"""The most services of its own that a ward may ever have, ended ones too: their codes are never given again."""


class TooManyServicesError(Exception):
    """The ward has had :data:`MOST_OWN` services of its own."""


@dataclass(frozen=True, slots=True)
class OwnServiceValues:
    """What a ward says of a service of its own. Without an English name it has the Vietnamese one everywhere."""

    name_vi: str
    name_en: str
    pillar: str
    outcomes: Collection[str]

    @classmethod
    def of(cls, service: Service) -> OwnServiceValues:
        """Return what is stored of a service."""
        return cls(service.name_vi, service.name_en, service.pillar, frozenset(service.outcomes.split()))


def own_service_version(service: Service) -> str:
    """Return the version of a service that its form shows."""
    return version_token(service.name_vi, service.name_en, service.pillar, service.outcomes, service.ended_on)


def add_own_service(
    session: Session, ward_id: int, values: OwnServiceValues, actor_id: int, now: datetime
) -> tuple[str, SaveOutcome]:
    """Add a service to those of a ward's own; return its code.

    Added twice, as by a form that is sent twice, it is there once.
    Raises :class:`app.catalogue.own_names.OwnNameTakenError` and :class:`TooManyServicesError`.
    """
    # Others who add a service at the same moment wait here, so that neither a name nor a code is given twice.
    lock_ward(session, ward_id)
    known = session.scalars(services_of(ward_id)).all()
    own = [each for each in known if each.ward_id is not None]
    same = [each for each in own if each.ended_on is None and OwnServiceValues.of(each) == values]
    if same:
        return same[0].code, SaveOutcome.UNCHANGED
    check_names((values.name_vi, values.name_en), known)
    number = len(own) + 1
    if number > MOST_OWN:
        raise TooManyServicesError(ward_id)
    service = Service(
        code=own_code(ward_id, number, values.name_vi),
        position=FIRST_OWN_POSITION + number,
        name_vi=values.name_vi,
        name_en=values.name_en,
        pillar=values.pillar,
        denominator_group="",
        outcomes=_in_order(values.outcomes),
        ward_id=ward_id,
    )
    session.add(service)
    _record(session, now, actor_id, service, "added")
    return service.code, SaveOutcome.SAVED


def change_own_service(
    session: Session, ward_id: int, code: str, values: OwnServiceValues, seen: str, actor_id: int, now: datetime
) -> SaveOutcome:
    """Change what a ward says of a service of its own, if ``seen`` is still its version.

    An earlier name is kept beside the new one. Outcomes are added and never taken away, because entries that wait on
    phones may have them. Raises :class:`app.catalogue.own_names.OwnNameTakenError`.
    """
    lock_ward(session, ward_id)
    known = session.scalars(services_of(ward_id)).all()
    service = next(each for each in known if each.code == code and each.ward_id == ward_id)
    before = OwnServiceValues.of(service)
    outcomes = frozenset({*before.outcomes, *values.outcomes})
    if before == OwnServiceValues(values.name_vi, values.name_en, values.pillar, outcomes):
        return SaveOutcome.UNCHANGED
    if own_service_version(service) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    check_names((values.name_vi, values.name_en), [each for each in known if each is not service])
    rename_row(service, values.name_vi, values.name_en)
    service.pillar = values.pillar
    service.outcomes = _in_order(outcomes)
    _record(session, now, actor_id, service, "changed")
    return SaveOutcome.SAVED


def end_own_service(session: Session, ward_id: int, code: str, actor_id: int, now: datetime) -> SaveOutcome:
    """End a service of a ward's own from today on: phones offer it no more, and what names it stays."""
    service = end_row(session, Service, ward_id, code, local_day(now))
    if service is None:
        return SaveOutcome.UNCHANGED
    _record(session, now, actor_id, service, "ended")
    return SaveOutcome.SAVED


def restore_own_service(session: Session, ward_id: int, code: str, actor_id: int, now: datetime) -> SaveOutcome:
    """Bring back a service of a ward's own that has ended, with its name and all that was counted."""
    service = restore_row(session, Service, ward_id, code)
    if service is None:
        return SaveOutcome.UNCHANGED
    _record(session, now, actor_id, service, "restored")
    return SaveOutcome.SAVED


def _in_order(outcomes: Collection[str]) -> str:
    return " ".join(outcome for outcome in Outcome if outcome in outcomes)


def _record(session: Session, now: datetime, actor_id: int, service: Service, change: str) -> None:
    detail = {"service": service.name_vi, "code": service.code, "service_change": change}
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, service.ward_id, what="services", **detail)
