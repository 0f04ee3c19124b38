"""Actions on the groups of procedures that a ward has of its own. Actions never commit."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.catalogue.models import ProcedureGroup
from app.catalogue.own_codes import FIRST_OWN_POSITION, own_code
from app.catalogue.own_names import check_names
from app.catalogue.own_rows import end_row, rename_row, restore_row
from app.catalogue.queries import procedures_of
from app.month import local_day
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.versions import SaveOutcome, version_token

MOST_OWN = 40
"""The most groups of its own that a ward may ever have, ended ones too: their codes are never given again."""


class TooManyProceduresError(Exception):
    """The ward has had :data:`MOST_OWN` groups of its own."""


class OwnProcedureNames(NamedTuple):
    """The names of a ward's own group. Without an English one it has the Vietnamese one everywhere."""

    vietnamese: str
    english: str

    @classmethod
    def of(cls, group: ProcedureGroup) -> OwnProcedureNames:
        """Return what is stored of a group."""
        return cls(group.name_vi, group.name_en)


def own_procedure_version(group: ProcedureGroup) -> str:
    """Return the version of a group that its form shows."""
    return version_token(group.name_vi, group.name_en, group.ended_on)


def add_own_procedure(
    session: Session, ward_id: int, names: OwnProcedureNames, actor_id: int, now: datetime
) -> SaveOutcome:
    """Add a group to those of a ward's own. Added twice, as by a form that is sent twice, it is there once.

    Raises :class:`app.catalogue.own_names.OwnNameTakenError` and :class:`TooManyProceduresError`.
    """
    # Others who add a group at the same moment wait here, so that neither a name nor a code is given twice.
    lock_ward(session, ward_id)
    known = session.scalars(procedures_of(ward_id)).all()
    own = [each for each in known if each.ward_id is not None]
    if any(each.ended_on is None and OwnProcedureNames.of(each) == names for each in own):
        return SaveOutcome.UNCHANGED
    check_names(names, known)
    number = len(own) + 1
    if number > MOST_OWN:
        raise TooManyProceduresError(ward_id)
    group = ProcedureGroup(
        code=own_code(ward_id, number, names.vietnamese),
        position=FIRST_OWN_POSITION + number,
        name_vi=names.vietnamese,
        name_en=names.english,
        ward_id=ward_id,
    )
    session.add(group)
    _record(session, now, actor_id, group, "added")
    return SaveOutcome.SAVED


def rename_own_procedure(
    session: Session, ward_id: int, code: str, names: OwnProcedureNames, seen: str, actor_id: int, now: datetime
) -> SaveOutcome:
    """Rename a group of a ward's own, if ``seen`` is still its version; the earlier name is kept beside the new one.

    Raises :class:`app.catalogue.own_names.OwnNameTakenError`.
    """
    lock_ward(session, ward_id)
    known = session.scalars(procedures_of(ward_id)).all()
    group = next(each for each in known if each.code == code and each.ward_id == ward_id)
    if OwnProcedureNames.of(group) == names:
        return SaveOutcome.UNCHANGED
    if own_procedure_version(group) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    check_names(names, [each for each in known if each is not group])
    rename_row(group, *names)
    _record(session, now, actor_id, group, "changed")
    return SaveOutcome.SAVED


def end_own_procedure(session: Session, ward_id: int, code: str, actor_id: int, now: datetime) -> SaveOutcome:
    """End a group of a ward's own from today on: phones offer it no more, and what names it stays."""
    group = end_row(session, ProcedureGroup, ward_id, code, local_day(now))
    if group is None:
        return SaveOutcome.UNCHANGED
    _record(session, now, actor_id, group, "ended")
    return SaveOutcome.SAVED


def restore_own_procedure(session: Session, ward_id: int, code: str, actor_id: int, now: datetime) -> SaveOutcome:
    """Bring back a group of a ward's own that has ended, with its name and all that was counted."""
    group = restore_row(session, ProcedureGroup, ward_id, code)
    if group is None:
        return SaveOutcome.UNCHANGED
    _record(session, now, actor_id, group, "restored")
    return SaveOutcome.SAVED


def _record(session: Session, now: datetime, actor_id: int, group: ProcedureGroup, change: str) -> None:
    detail = {"procedure": group.name_vi, "code": group.code, "procedure_change": change}
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, group.ward_id, what="procedures", **detail)
