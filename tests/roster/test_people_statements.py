"""The roster asks the database as often for sixty people and invitations as for four."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.month import now
from app.people.models import Invitation, InvitationPurpose, Membership, User
from app.permissions import Role
from tests.actions import add_rows
from tests.cast import SINCE, TEAM_1, WARD_A
from tests.client import Visitor
from tests.house.test_query_counts import statements_for

FIRST_ID, FEW, MANY = 1000, 4, 60


def _grow(app: Flask, ids: range) -> None:
    """Give team 1 more people and open invitations."""
    users = [
        User(id=id, phone=f"+8491{id:07}", name=f"Nguyễn Ví Dụ {id}", password_hash="-", created_at=now()) for id in ids
    ]
    posts = [
        Membership(id=id, user_id=id, role=Role.MEMBER, ward_id=WARD_A, team_id=TEAM_1, valid_from=SINCE) for id in ids
    ]
    invitations = [
        Invitation(
            id=id,
            token_hash=str(id),
            purpose=InvitationPurpose.JOIN,
            ward_id=WARD_A,
            team_id=TEAM_1,
            role=Role.MEMBER,
            name=f"Lê Mời {id}",
            phone=f"+8493{id:07}",
            created_at=now(),
            expires_at=now() + timedelta(days=7),
        )
        for id in ids
    ]
    add_rows(app, *users, *posts, *invitations)


@pytest.mark.one_engine
def test_pages_of_people_ask_once_for_all(app: Flask) -> None:
    carla = Visitor(app, "carla")
    for path in ("/people/", "/people/?text=vi du&state=waiting", "/people/invitations"):
        counts = []
        for ids in (range(FIRST_ID, FIRST_ID + FEW), range(FIRST_ID, FIRST_ID + MANY)):
            _grow(app, ids)
            counts.append(len(statements_for(app, lambda path=path: carla.get(path))))
        assert counts[0] == counts[1], path
