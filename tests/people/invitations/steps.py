"""Invitations with tokens that tests know, and what became of people."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, writer
from app.month import now, today
from app.people.authority import OPERATOR, Manager
from app.people.invitation_actions import Invited, invite, issue_reset
from app.people.invitation_queries import hash_of
from app.people.models import AuditRecord, Invitation, InvitationPurpose, Membership, User
from app.people.queries import actor_of
from app.permissions import Role
from tests.cast import CARLA, TEAM_1, USER_IDS, WARD_A

NEW_PHONE = "+84900000300"
NEW_NAME = "Trần Ví Dụ Mới"
NEW_PASSWORD = "sen trau nuoc"
Fields = dict[str, str]


def manager(name: str | None) -> Manager:
    """Return somebody of the cast as they are today, or the operator; inside an app context."""
    if name is None:
        return OPERATOR
    actor = actor_of(writer(), USER_IDS[name], today())
    assert actor is not None
    return actor


def invited(
    app: Flask,
    by: str | None = "carla",
    phone: str = NEW_PHONE,
    role: Role = Role.MEMBER,
    team: int | None = TEAM_1,
    ward: int = WARD_A,
    at: datetime | None = None,
) -> str:
    """Invite somebody; return the token of the link."""
    with app.app_context():
        person, when = manager(by), at or now()
        wanted = Invited(NEW_NAME, phone, role, team)
        return in_transaction(lambda session: invite(session, person, ward, wanted, when)).token


def reset_of(app: Flask, user_id: int, by: str = "carla") -> str:
    """Issue a link that sets a password anew; return its token."""
    with app.app_context():
        person = manager(by)
        return in_transaction(lambda session: issue_reset(session, person, user_id, now())).token


def change(app: Flask, token: str, **values: object) -> None:
    """Change the invitation behind a token, as time or somebody else does."""
    with app.app_context():
        query = sa.update(Invitation).where(Invitation.token_hash == hash_of(token))
        writer().execute(query.values(**values))
        writer().commit()


def posts(app: Flask, user_id: int) -> list[tuple[str, int | None, int | None, int, int | None]]:
    """Return role, ward and team of a person's posts, with their first and last day counted from today."""
    with app.app_context():
        query = (
            sa.select(Membership).where(Membership.user_id == user_id).order_by(Membership.valid_from, Membership.id)
        )
        return [
            (
                post.role.value,
                post.ward_id,
                post.team_id,
                (post.valid_from - today()).days,
                None if post.valid_to is None else (post.valid_to - today()).days,
            )
            for post in writer().scalars(query)
        ]


def account(app: Flask, phone: str) -> tuple[int, str, str] | None:
    """Return id, name and password hash of the account with a number, if there is one."""
    with app.app_context():
        row = writer().execute(sa.select(User.id, User.name, User.password_hash).where(User.phone == phone)).first()
        return (row.id, row.name, row.password_hash) if row else None


def recorded(app: Flask) -> list[tuple[str, int | None]]:
    """Return the events of the audit log with their wards, in order."""
    with app.app_context():
        rows = writer().execute(sa.select(AuditRecord.event, AuditRecord.ward_id).order_by(AuditRecord.id))
        return [(event.value, ward_id) for event, ward_id in rows]


def known_invitation(token: str, phone: str, purpose: InvitationPurpose, **values: object) -> Invitation:
    """Return a row of an invitation by the coordinator of ward A, whose token is no secret."""
    usual: dict[str, object] = {
        "role": Role.MEMBER,
        "ward_id": WARD_A,
        "team_id": TEAM_1,
        "name": NEW_NAME,
        "invited_by_id": CARLA,
        "created_at": now(),
        "expires_at": now() + timedelta(days=7),
    }
    return Invitation(token_hash=hash_of(token), phone=phone, purpose=purpose, **usual | values)
