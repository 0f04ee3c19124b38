"""Queries of invitations."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.people.models import Invitation, InvitationPurpose, User


def hash_of(token: str) -> str:
    """Return what is stored of a token. It is long and random, so a plain hash is enough."""
    return sha256(token.encode(errors="backslashreplace")).hexdigest()


def invitation_with(token: str) -> sa.Select[Invitation]:
    """Select the invitation behind a token, whatever became of it."""
    return sa.select(Invitation).where(Invitation.token_hash == hash_of(token))


def pending_invitations(ward_id: int | None) -> sa.Select[Invitation]:
    """Select the invitations to posts in a ward that were neither accepted nor withdrawn, late ones too."""
    return (
        sa.select(Invitation)
        .where(
            Invitation.ward_id.is_not_distinct_from(ward_id),
            Invitation.purpose == InvitationPurpose.JOIN,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .order_by(Invitation.id)
    )


def usable_invitations(ward_id: int | None, now: datetime) -> sa.Select[Invitation]:
    """Select the invitations to posts in a ward that can still be accepted."""
    return pending_invitations(ward_id).where(Invitation.expires_at > now)


def withdrawn_invitations(ward_id: int) -> sa.Select[Invitation]:
    """Select the invitations to posts in a ward that were withdrawn."""
    return sa.select(Invitation).where(
        Invitation.ward_id == ward_id,
        Invitation.purpose == InvitationPurpose.JOIN,
        Invitation.withdrawn_at.is_not(None),
    )


def open_resets(user_id: int) -> sa.ColumnElement[bool]:
    """Return the condition of the links that would still set an account's password anew."""
    return sa.and_(
        Invitation.user_id == user_id,
        Invitation.purpose == InvitationPurpose.RESET,
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )


def used_resets(user_id: int, since: datetime) -> sa.Select[datetime, str | None]:
    """Select when links set an account's password anew, with who issued each, the last one first."""
    issuer = aliased(User)
    return (
        sa.select(sa.NotNullable(Invitation.used_at), sa.Nullable(issuer.name))
        .outerjoin(issuer, issuer.id == Invitation.invited_by_id)
        .where(
            Invitation.user_id == user_id,
            Invitation.purpose == InvitationPurpose.RESET,
            Invitation.used_at >= since,
        )
        .order_by(Invitation.used_at.desc(), Invitation.id.desc())
    )


def resets_in_ward(ward_id: int, since: datetime) -> sa.Select[datetime, int, str, str | None]:
    """Select when links set passwords of a ward's people anew, with whose and who issued each, the last one first."""
    issuer, owner = aliased(User), aliased(User)
    return (
        sa.select(sa.NotNullable(Invitation.used_at), owner.id, owner.name, sa.Nullable(issuer.name))
        .join(owner, owner.id == Invitation.user_id)
        .outerjoin(issuer, issuer.id == Invitation.invited_by_id)
        .where(
            Invitation.ward_id == ward_id,
            Invitation.purpose == InvitationPurpose.RESET,
            Invitation.used_at >= since,
        )
        .order_by(Invitation.used_at.desc(), Invitation.id.desc())
    )
