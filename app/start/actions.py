"""Setting up a ward: with its first coordinator beside it, or invited. Actions never commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.month import FIRST_DAY, Month, local_day
from app.people.actions import add_account, first_post, record_event, sign_in
from app.people.audit_events import AuditEvent
from app.people.authority import Manager
from app.people.invitation_actions import Invited, invite
from app.people.invitation_links import Issued
from app.periods import CALENDAR
from app.permissions import Role, Scope
from app.places.actions import add_ward, store_settings
from app.places.models import Ward
from app.places.queries import ward_by_code
from app.places.ward_settings import stored_rules
from app.start.link_actions import use_up
from app.start.ward_words import WardWords

_FIRST_MONTH = Month.of(FIRST_DAY)


@dataclass(frozen=True, slots=True)
class FirstCoordinator:
    """The first coordinator of a ward, with the hash of the password and the kind of device to sign in on."""

    name: str
    phone: str
    password_hash: str
    device: str


def begin_setup(session: Session, ward: Ward, areas: int, actor_id: int | None, now: datetime) -> None:
    """Record that a ward was added with so many areas; its coordinators see the setup checklist from now on."""
    store_settings(ward, is_being_set_up=True)
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward.id, what="ward", areas=areas)


def _use_words(ward: Ward, words: WardWords) -> None:
    ward.neighbourhood_word, ward.neighbourhood_short = words.area, words.area_short
    ward.team_word, ward.team_short = words.team, words.team_short


def _use_periods(ward: Ward, first_day: int) -> None:
    """Let the periods of a ward in which nothing is logged begin on a day, as if they always had."""
    if first_day != ward.settings.periods.first_day(_FIRST_MONTH):
        store_settings(ward, period_rules=stored_rules(CALENDAR.changed(_FIRST_MONTH, first_day)))


def add_first_ward(
    session: Session,
    token: str,
    code: str,
    words: WardWords,
    first_day: int,
    coordinator: FirstCoordinator,
    now: datetime,
) -> UUID | None:
    """Use a start link up: add the ward and its first coordinator, and sign them in; return their device.

    Returns ``None`` when the link is no good any more, as when somebody else was faster; nothing is changed then.
    """
    if not use_up(session, token, now):
        return None
    user = add_account(session, coordinator.phone, coordinator.name, coordinator.password_hash, now)
    # The operator may have added it by a command already.
    ward = session.scalar(ward_by_code(code)) or add_ward(session, code, [])
    _use_words(ward, words)
    _use_periods(ward, first_day)
    begin_setup(session, ward, 0, user.id, now)
    session.add(first_post(user.id, Role.COORDINATOR, Scope(ward_id=ward.id), local_day(now)))
    role = Role.COORDINATOR.value
    record_event(session, AuditEvent.PERSON_ADDED, now, user.id, ward.id, user=user.id, role=role)
    record_event(session, AuditEvent.SIGNED_IN, now, user.id, ward.id, device=coordinator.device)
    return sign_in(session, user.id, coordinator.password_hash, coordinator.device, now)


def add_ward_with_invitation(
    session: Session,
    by: Manager,
    code: str,
    words: WardWords,
    first_day: int,
    coordinator: Invited,
    now: datetime,
) -> Issued:
    """Add a ward, and invite its first coordinator; return the link. Raises as :func:`add_ward` and :func:`invite`.

    A ward that is here already, as when two admins add it at once, keeps the words that it has.
    """
    ward = add_ward(session, code, [])
    _use_words(ward, words)
    _use_periods(ward, first_day)
    begin_setup(session, ward, 0, by.id, now)
    return invite(session, by, ward.id, coordinator, now)
