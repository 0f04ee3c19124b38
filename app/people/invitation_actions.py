"""Inviting people and accepting, and setting a forgotten password anew. Actions never commit.

A user and a post come into being when somebody accepts. Everything is asked again then: the invitation is open and in
time, its team exists, and who issued it may still do so. Actions on the same invitation take turns, so one wins. Each
raises :class:`~app.people.authority.PeopleRefusedError` with the reason, and nothing is changed then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import local_day
from app.people.actions import PhoneTakenError, add_account, first_post, set_password, withdraw_resets
from app.people.audit_events import AuditEvent
from app.people.authority import (
    Manager,
    PeopleRefusal,
    PeopleRefusedError,
    PlacedRole,
    refuse_if,
    why_not_give,
    why_not_reset,
)
from app.people.invitation_links import (
    Accepted,
    Issued,
    issue_link,
    offer_of,
    record_invitation,
    usable_invitation,
    why_not_open,
    why_void,
    withdraw_all,
    withdraw_invitation,
)
from app.people.invitation_queries import hash_of, pending_invitations
from app.people.models import Invitation, InvitationPurpose, User
from app.people.passwords import hash_password
from app.people.post_actions import change_post, locked_person
from app.people.post_queries import (
    lasting_posts,
    lock_wards,
    placed_role,
    post_on,
    posts_of,
    usable_posts,
    why_no_place,
)
from app.permissions import Role, Scope
from app.places.queries import lock_ward

INVITATION_LIFETIME = timedelta(days=7)
RESET_LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited, with a cleaned name and a normalised number, and to which role in which team.

    ``province_id`` is for the role of a province alone.
    """

    name: str
    phone: str
    role: Role
    team_id: int | None = None
    province_id: int | None = None


def invite(session: Session, by: Manager, ward_id: int | None, wanted: Invited, now: datetime) -> Issued:
    """Invite somebody to a post in a ward, or above wards with ``None``; the link works for seven days.

    Whether the number has an account makes no difference, unless it holds this very post.
    """
    offer = PlacedRole(wanted.role, Scope(wanted.province_id, ward_id, wanted.team_id))
    refuse_if(why_not_give(by, offer.role, offer.place))
    if ward_id is not None:
        # Of the same form sent twice at once, the second finds the invitation of the first.
        lock_ward(session, ward_id)
    refuse_if(why_no_place(session, offer))
    account_id = session.scalar(sa.select(User.id).where(User.phone == wanted.phone))
    if account_id is not None and account_id == by.id:
        raise PeopleRefusedError(PeopleRefusal.ONESELF)
    if account_id is not None and _holds(session, account_id, offer, now):
        raise PeopleRefusedError(PeopleRefusal.SAME_POST)
    refuse_if(_why_invited(session, ward_id, wanted.phone, now))
    # What is left are links that came too late, and would work again when they are sent again.
    withdraw_all(session, by, ward_id, wanted.phone, now)
    invitation = Invitation(
        purpose=InvitationPurpose.JOIN,
        role=offer.role,
        province_id=wanted.province_id,
        ward_id=ward_id,
        team_id=wanted.team_id,
        name=wanted.name,
        phone=wanted.phone,
    )
    session.add(invitation)
    return issue_link(session, by, invitation, AuditEvent.INVITED, now, now + INVITATION_LIFETIME)


def send_again(session: Session, by: Manager, invitation_id: int, now: datetime) -> Issued:
    """Issue a new link for an invitation that nobody used, also a late one: seven days anew, the old link stops."""
    lock_wards(session, session.scalars(sa.select(Invitation.ward_id).where(Invitation.id == invitation_id)))
    invitation = _locked(session, invitation_id)
    _check_manages(by, invitation)
    refuse_if(why_not_open(invitation))
    refuse_if(why_no_place(session, offer_of(invitation)))
    refuse_if(_why_invited(session, invitation.ward_id, invitation.phone, now, but=invitation.id))
    return issue_link(session, by, invitation, AuditEvent.INVITED, now, now + INVITATION_LIFETIME, again=True)


def withdraw(session: Session, by: Manager, invitation_id: int, now: datetime) -> None:
    """Withdraw an invitation that nobody used; to do it twice changes nothing."""
    invitation = _locked(session, invitation_id)
    _check_manages(by, invitation)
    if invitation.used_at is not None:
        raise PeopleRefusedError(PeopleRefusal.LINK_USED)
    if invitation.withdrawn_at is None:
        withdraw_invitation(session, by, invitation, now)


def accept_as_new(session: Session, token: str, password: str, now: datetime) -> Accepted:
    """Let an account and its post come into being for a number that has none, with a password that was checked.

    Raises :class:`~app.one_at_a_time.BusyError` when many passwords are hashed.
    """
    # Hashing takes long: it is done before the first statement takes the write lock.
    password_hash = hash_password(password)
    invitation = usable_invitation(session, token, InvitationPurpose.JOIN, now)
    refuse_if(why_void(session, invitation, now))
    offer = offer_of(invitation)
    try:
        user = add_account(session, invitation.phone, invitation.name, password_hash, now)
    except PhoneTakenError as error:
        raise PeopleRefusedError(PeopleRefusal.NUMBER_HAS_ACCOUNT) from error
    session.add(first_post(user.id, offer.role, offer.place, local_day(now)))
    _use(session, invitation, user, now)
    return Accepted(user.id, user.phone, password_hash)


def accept_as_owner(session: Session, token: str, user_id: int, now: datetime) -> Accepted:
    """Let the owner of an account, who is signed in or just showed its password, accept: the post moves.

    An account that ended comes back. Name and password stay as they are; a ward keeps its last coordinator.
    """
    user, posts = locked_person(session, user_id)
    today = local_day(now)
    wards = [post.ward_id for post in lasting_posts(posts, today)]
    invitation = usable_invitation(session, token, InvitationPurpose.JOIN, now, wards)
    refuse_if(why_void(session, invitation, now))
    offer = offer_of(invitation)
    if user.phone != invitation.phone:
        raise PeopleRefusedError(PeopleRefusal.WRONG_ACCOUNT)
    present = post_on(posts, today) if user.ended_at is None else None
    if present is not None and present.ward_id is None:
        raise PeopleRefusedError(PeopleRefusal.ABOVE_WARDS)
    if present is None or present.valid_to is not None or placed_role(present) != offer:
        change_post(session, None, user, posts, offer, today, now)
    user.ended_at = None
    _use(session, invitation, user, now)
    return Accepted(user.id, user.phone, user.password_hash)


def issue_reset(session: Session, by: Manager, user_id: int, now: datetime) -> Issued:
    """Issue a link with which the owner of an account sets a forgotten password anew, within fifteen minutes.

    All posts for which the account is good lie in the scope of ``by``, and below their role. An earlier link stops.
    """
    user, posts = locked_person(session, user_id)
    usable = usable_posts(posts, local_day(now))
    refuse_if(why_not_reset(by, user.id, map(placed_role, usable)))
    present = post_on(posts, local_day(now))
    if present is None or user.ended_at is not None:
        raise PeopleRefusedError(PeopleRefusal.NO_POST)
    withdraw_resets(session, user.id, now)
    invitation = Invitation(
        purpose=InvitationPurpose.RESET,
        role=present.role,
        province_id=present.province_id,
        ward_id=present.ward_id,
        team_id=present.team_id,
        name=user.name,
        phone=user.phone,
        user_id=user.id,
    )
    session.add(invitation)
    return issue_link(session, by, invitation, AuditEvent.PASSWORD_RESET_ISSUED, now, now + RESET_LIFETIME)


def use_reset(session: Session, token: str, password: str, now: datetime) -> Accepted:
    """Set the password of an account anew, and sign it out on all devices; see :func:`accept_as_new` for busy."""
    password_hash = hash_password(password)
    # Whoever issues a reset locks the account first, too, so that the two never wait for each other crosswise.
    user_id = session.scalar(sa.select(Invitation.user_id).where(Invitation.token_hash == hash_of(token)))
    if user_id is None:
        raise PeopleRefusedError(PeopleRefusal.LINK_UNKNOWN)
    user, _posts = locked_person(session, user_id)
    invitation = usable_invitation(session, token, InvitationPurpose.RESET, now)
    refuse_if(why_void(session, invitation, now))
    invitation.used_at = now
    set_password(session, user.id, password_hash, now)
    record_invitation(session, AuditEvent.PASSWORD_RESET_USED, user.id, invitation, now, user=invitation.invited_by_id)
    return Accepted(user.id, user.phone, password_hash)


def _locked(session: Session, invitation_id: int) -> Invitation:
    """Return an invitation to a post, locked."""
    invitation = session.get(Invitation, invitation_id, with_for_update={"key_share": True})
    if invitation is None or invitation.purpose is not InvitationPurpose.JOIN:
        raise PeopleRefusedError(PeopleRefusal.OUT_OF_SCOPE)
    return invitation


def _why_invited(
    session: Session, ward_id: int | None, phone: str, now: datetime, but: int | None = None
) -> PeopleRefusal | None:
    """Return whether a link in time invites a number to a ward already, other than that of an invitation."""
    pending = pending_invitations(ward_id).where(
        Invitation.phone == phone, Invitation.expires_at > now, Invitation.id.is_distinct_from(but)
    )
    return PeopleRefusal.ALREADY_INVITED if session.scalar(pending.limit(1)) is not None else None


def _check_manages(by: Manager, invitation: Invitation) -> None:
    offer = offer_of(invitation)
    refuse_if(why_not_give(by, offer.role, offer.place))


def _holds(session: Session, user_id: int, offer: PlacedRole, now: datetime) -> bool:
    ended_at = session.scalar(sa.select(User.ended_at).where(User.id == user_id))
    present = post_on(session.scalars(posts_of(user_id)), local_day(now))
    return ended_at is None and present is not None and placed_role(present) == offer


def _use(session: Session, invitation: Invitation, user: User, now: datetime) -> None:
    invitation.used_at, invitation.user_id = now, user.id
    record_invitation(session, AuditEvent.INVITATION_ACCEPTED, user.id, invitation, now)
