"""The links of invitations: issuing one, and finding what is behind it if it still works."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import local_day
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.people.authority import (
    OPERATOR,
    Manager,
    PeopleRefusal,
    PeopleRefusedError,
    PlacedRole,
    refuse_if,
    why_not_give,
    why_not_reset,
)
from app.people.invitation_queries import hash_of, invitation_with, pending_invitations
from app.people.models import Invitation, InvitationPurpose, User
from app.people.post_queries import describe_post, lock_wards, placed_role, posts_of, usable_posts, why_no_place
from app.people.queries import actor_of
from app.permissions import Scope

_TOKEN_BYTES = 18
"""144 bits: nobody guesses one, and its QR code is still easy to read."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A link that was just issued. Its token is shown once, and stored nowhere."""

    id: int
    token: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The account that an invitation was used for, with the hash of its password."""

    user_id: int
    phone: str
    password_hash: str


def why_unusable(invitation: Invitation | None, now: datetime) -> PeopleRefusal | None:
    """Return why a link does not work, as far as it is known without its number and who issued it, or ``None``."""
    if invitation is None:
        return PeopleRefusal.LINK_UNKNOWN
    return why_not_open(invitation) or (PeopleRefusal.LINK_LATE if invitation.expires_at <= now else None)


def why_not_open(invitation: Invitation) -> PeopleRefusal | None:
    """Return whether an invitation was used or withdrawn, or ``None``."""
    if invitation.used_at is not None:
        return PeopleRefusal.LINK_USED
    return PeopleRefusal.LINK_WITHDRAWN if invitation.withdrawn_at is not None else None


def usable_invitation(
    session: Session, token: str, purpose: InvitationPurpose, now: datetime, other_wards: Iterable[int | None] = ()
) -> Invitation:
    """Return the invitation behind a link, locked with its ward and ``other_wards``, or raise why it does not work."""
    ward_id = session.scalar(sa.select(Invitation.ward_id).where(Invitation.token_hash == hash_of(token)))
    lock_wards(session, [ward_id, *other_wards])
    fresh = invitation_with(token).execution_options(populate_existing=True).with_for_update(key_share=True)
    invitation = session.scalar(fresh)
    if invitation is None or invitation.purpose is not purpose:
        raise PeopleRefusedError(PeopleRefusal.LINK_UNKNOWN)
    refuse_if(why_unusable(invitation, now))
    return invitation


def why_void(session: Session, invitation: Invitation, now: datetime) -> PeopleRefusal | None:
    """Return why an open invitation does not work any more: who issued it could not do so today, or its team ended."""
    issuer, today = issuer_of(session, invitation, now), local_day(now)
    if issuer is None:
        return PeopleRefusal.LINK_SENDER
    if invitation.purpose is InvitationPurpose.RESET:
        assert invitation.user_id is not None
        owner = session.get(User, invitation.user_id)
        usable = map(placed_role, usable_posts(session.scalars(posts_of(invitation.user_id)), today))
        is_ended = owner is None or owner.ended_at is not None
        is_void = is_ended or why_not_reset(issuer, invitation.user_id, usable) is not None
        return PeopleRefusal.LINK_SENDER if is_void else None
    offer = offer_of(invitation)
    if why_not_give(issuer, offer.role, offer.place):
        return PeopleRefusal.LINK_SENDER
    return why_no_place(session, offer)


def offer_of(invitation: Invitation) -> PlacedRole:
    """Return the post that an invitation offers."""
    assert invitation.role is not None
    return PlacedRole(invitation.role, Scope(invitation.province_id, invitation.ward_id, invitation.team_id))


def issuer_of(session: Session, invitation: Invitation, now: datetime) -> Manager | None:
    """Return who issued a link, with the post that they have today; ``None`` long after their account ended."""
    if invitation.invited_by_id is None:
        return OPERATOR
    return actor_of(session, invitation.invited_by_id, local_day(now))


def issue_link(
    session: Session,
    by: Manager,
    invitation: Invitation,
    event: AuditEvent,
    now: datetime,
    until: datetime,
    **detail: object,
) -> Issued:
    """Give an invitation a new token, which is the only one that works from now on."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    invitation.token_hash, invitation.invited_by_id = hash_of(token), by.id
    invitation.created_at, invitation.expires_at = now, until
    session.flush()
    record_invitation(session, event, by.id, invitation, now, **detail)
    return Issued(invitation.id, token)


def withdraw_invitation(session: Session, by: Manager, invitation: Invitation, now: datetime) -> None:
    """Withdraw an open invitation, which is locked, and record it."""
    invitation.withdrawn_at = now
    record_invitation(session, AuditEvent.INVITATION_WITHDRAWN, by.id, invitation, now)


def withdraw_all(session: Session, by: Manager, ward_id: int | None, phone: str, now: datetime) -> None:
    """Withdraw what still invites a number to a ward; whoever asks has locked the ward."""
    query = pending_invitations(ward_id).where(Invitation.phone == phone).with_for_update(key_share=True)
    for invitation in session.scalars(query.execution_options(populate_existing=True)).all():
        withdraw_invitation(session, by, invitation, now)


def record_invitation(
    session: Session, event: AuditEvent, actor_id: int | None, invitation: Invitation, now: datetime, **detail: object
) -> None:
    """Record an event of an invitation in its ward; the name is not written there, but found by the invitation's id."""
    post = describe_post(session, offer_of(invitation)) if invitation.role is not None else None
    record_event(
        session,
        event,
        now,
        actor_id,
        invitation.ward_id,
        invitation=invitation.id,
        post=post,
        digits=invitation.phone[-3:],
        **detail,
    )
