"""Links of invitations for the page states: one for each state of the page, with tokens that are no secret."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import now
from app.people.models import InvitationPurpose, Membership, User
from tests.people.invitations.steps import known_invitation


def add_invitations(session: Session, phones: Mapping[str, str]) -> None:
    """Let Carla invite somebody new and Bo, who is in another ward, to Bruno's team, and let Bruno set a password."""
    people = {
        name: session.execute(
            sa.select(User.id, User.phone, User.name, Membership.ward_id, Membership.team_id)
            .join(Membership, Membership.user_id == User.id)
            .where(User.phone == "+84" + phones[name][1:])
        ).one()
        for name in ("carla", "bruno", "bo")
    }
    carla, bruno, bo = people.values()
    usual = {"ward_id": carla.ward_id, "team_id": bruno.team_id, "invited_by_id": carla.id}
    join, reset = InvitationPurpose.JOIN, InvitationPurpose.RESET
    session.add_all(
        [
            known_invitation("to-a-new-person", "+84900000301", join, **usual),
            known_invitation("to-an-account", bo.phone, join, **usual | {"name": bo.name}),
            known_invitation("used", "+84900000302", join, **usual | {"used_at": now()}),
            known_invitation("reset", bruno.phone, reset, **usual | {"user_id": bruno.id, "name": bruno.name}),
        ]
    )
