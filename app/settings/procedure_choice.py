"""The choice of groups of procedures that a ward's phones offer: the list of its form, and storing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.catalogue.models import ProcedureGroup
from app.catalogue.queries import procedures_of
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.actions import store_settings
from app.places.models import Ward
from app.places.queries import lock_ward
from app.places.ward_settings import CatalogueChoice
from app.settings.service_choice import ChoiceList
from app.versions import SaveOutcome, version_token


def read_procedures(session: Session, ward_id: int) -> Sequence[ProcedureGroup]:
    """Return the groups that a ward knows, ended ones of its own too."""
    return session.scalars(procedures_of(ward_id)).all()


def procedure_list(known: Sequence[ProcedureGroup], choice: CatalogueChoice, day: date) -> ChoiceList[ProcedureGroup]:
    """Return the list of the groups that have not ended on a day."""
    return ChoiceList.of([each for each in known if each.ended_on is None or each.ended_on > day], choice)


def procedure_choice_version(ward: Ward) -> str:
    """Return the version of the choice that the form shows."""
    return version_token(ward.settings.procedures.as_stored())


def save_procedure_choice(
    session: Session, ward_id: int, choice: CatalogueChoice, seen: str, actor_id: int, now: datetime
) -> SaveOutcome:
    """Save which groups a ward's phones offer, if ``seen`` is still the version of that."""
    ward = lock_ward(session, ward_id)
    if choice.as_stored() == ward.settings.procedures.as_stored():
        return SaveOutcome.UNCHANGED
    if procedure_choice_version(ward) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    store_settings(ward, procedures=choice)
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="procedures")
    return SaveOutcome.SAVED
