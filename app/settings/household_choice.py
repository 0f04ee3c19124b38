"""What a ward asks of a household's state, and its criteria of a digital household: reading codes, and storing them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.actions import store_settings
from app.places.household_criteria import Criterion, Rule, usable_criteria
from app.places.models import Ward
from app.places.queries import lock_ward
from app.places.ward_settings import WardSettings
from app.registry.state_actions import recount_figures
from app.versions import SaveOutcome, version_token


def criterion_of(code: str, name: str = "") -> Criterion | None:
    """Return the criterion with a code, under a name; ``None`` for a code that no usable one has."""
    rule, _dot, rest = code.partition(".")
    everybody, _line, age = rule.partition("_")
    if everybody == Rule.EVERYBODY:
        found = Criterion(Rule.EVERYBODY, service=rest, age=_number(age), name=name)
    elif rule == Rule.SMARTPHONES:
        found = Criterion(rule, least=_number(rest), name=name)
    else:
        found = Criterion(rule, service=rest, name=name)
    return found if found.is_usable and found.code == code else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def households_version(settings: WardSettings) -> str:
    """Return the version of what the page shows."""
    return version_token(list(settings.state_services), [each.as_stored() for each in settings.criteria])


def save_household_settings(
    session: Session,
    ward_id: int,
    services: Sequence[str],
    criteria: Sequence[Criterion],
    seen: str,
    actor_id: int,
    now: datetime,
) -> SaveOutcome:
    """Save what a ward asks of a household, if ``seen`` is still the version of that.

    The figures of its households follow at once.
    """
    ward: Ward = lock_ward(session, ward_id)
    stored = ward.settings
    before = {"services": list(stored.state_services), "criteria": list(usable_criteria(stored.criteria))}
    after = {"services": list(services), "criteria": list(criteria)}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return SaveOutcome.UNCHANGED
    if households_version(stored) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    store_settings(ward, state_services=services, criteria=criteria)
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="households", changed=changed)
    if "criteria" in changed:
        session.flush()
        recount_figures(session.connection(), ward_id)
    return SaveOutcome.SAVED
