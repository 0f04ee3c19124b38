"""What the page of an invitation's link shows to whoever opens it; opening it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import local_day
from app.people.actor import Actor
from app.people.authority import PeopleRefusal
from app.people.invitation_links import why_unusable, why_void
from app.people.invitation_queries import invitation_with
from app.people.models import Invitation, InvitationPurpose, User
from app.people.queries import actor_even_if_ended
from app.permissions import Role
from app.places.models import Team, Ward


class InvitationStep(StrEnum):
    """What whoever opens a link can do there."""

    SET_PASSWORD = "set_password"  # noqa: S105
    """A new person sets a first password, or the owner of an account another one."""

    SHOW_PASSWORD = "show_password"  # noqa: S105
    """The number has an account: its owner shows the password of it, and accepts."""

    ACCEPT = "accept"
    """The owner of the account is signed in, and accepts."""

    OTHER_PERSON = "other_person"
    """Somebody else is signed in on this device, for whom the link is not."""

    NOTHING = "nothing"
    """The link does not work."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who made a link: a manager, or the operator, whose name nobody needs to know."""

    name: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation, its places and who made it, as its page shows them, and what can be done there."""

    step: InvitationStep
    refusal: PeopleRefusal | None
    invitation: Invitation | None = None
    phone: str = ""
    """The number of whom it is for: of the account whose password is reset, else the one that is invited."""

    issuer: Issuer = Issuer()
    ward_name: str | None = None
    team_name: str | None = None

    @property
    def is_reset(self) -> bool:
        """Whether the link sets a forgotten password anew."""
        return self.invitation is not None and self.invitation.purpose is InvitationPurpose.RESET


def read_invitation(session: Session, token: str, actor: Actor | None, now: datetime) -> InvitationPage:
    """Return what the link with a token shows to ``actor``, or to somebody who is not signed in."""
    invitation = session.scalar(invitation_with(token))
    if invitation is None:
        return InvitationPage(InvitationStep.NOTHING, PeopleRefusal.LINK_UNKNOWN)
    refusal = why_unusable(invitation, now) or why_void(session, invitation, now)
    account = session.execute(_account_of(invitation)).one_or_none()
    is_reset = invitation.purpose is InvitationPurpose.RESET
    return InvitationPage(
        InvitationStep.NOTHING if refusal else _step(account.id if account else None, actor, is_reset=is_reset),
        refusal,
        invitation,
        account.phone if account else invitation.phone,
        _issuer(session, invitation, now),
        _name(session, Ward, invitation.ward_id),
        _name(session, Team, invitation.team_id),
    )


def _account_of(invitation: Invitation) -> sa.Select[int, str]:
    """Select id and number of the account that a link is for: of a reset by its id, for numbers may change hands."""
    account = sa.select(User.id, User.phone)
    if invitation.purpose is InvitationPurpose.RESET:
        return account.where(User.id == invitation.user_id)
    return account.where(User.phone == invitation.phone)


def _step(account_id: int | None, actor: Actor | None, *, is_reset: bool) -> InvitationStep:
    if actor is not None and account_id != actor.id:
        return InvitationStep.OTHER_PERSON
    if is_reset or account_id is None:
        return InvitationStep.SET_PASSWORD
    return InvitationStep.SHOW_PASSWORD if actor is None else InvitationStep.ACCEPT


def _issuer(session: Session, invitation: Invitation, now: datetime) -> Issuer:
    if invitation.invited_by_id is None:
        return Issuer()
    issuer = actor_even_if_ended(session, invitation.invited_by_id, local_day(now))
    return Issuer(issuer.name, issuer.role) if issuer else Issuer()


def _name(session: Session, model: type[Ward] | type[Team], id: int | None) -> str | None:
    return session.scalar(sa.select(model.name).where(model.id == id)) if id is not None else None
