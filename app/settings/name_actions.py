"""What a ward calls its areas and teams, and the number to call. Actions never commit."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.models import Ward
from app.places.queries import lock_ward
from app.versions import SaveOutcome, version_token


class WardNames(NamedTuple):
    """The words for areas and teams, long for letters and short for screens, and a number in E.164 or ``""``."""

    neighbourhood_word: str
    neighbourhood_short: str
    team_word: str
    team_short: str
    contact_phone: str

    @classmethod
    def of(cls, ward: Ward) -> WardNames:
        """Return what a ward has."""
        return cls(*(getattr(ward, name) for name in cls._fields))

    @property
    def version(self) -> str:
        """The version of them all."""
        return version_token(*self)


def save_names(
    session: Session, ward_id: int, names: WardNames, seen: str, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """Save what a ward calls its areas and teams; ``seen`` is the version that the form showed."""
    ward = lock_ward(session, ward_id)
    stored = WardNames.of(ward)
    if stored == names:
        return SaveOutcome.UNCHANGED
    if stored.version != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    changed = [name for name in WardNames._fields if getattr(stored, name) != getattr(names, name)]
    for name in changed:
        setattr(ward, name, getattr(names, name))
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="names", changed=changed)
    return SaveOutcome.SAVED
