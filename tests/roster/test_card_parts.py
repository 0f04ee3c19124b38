"""Cards of many invitations, in parts that can be printed."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.database import in_transaction, reader
from app.month import now
from app.people.authority import OPERATOR
from app.people.invitation_actions import Invited, invite
from app.people.models import Invitation
from app.permissions import Role
from app.roster.card_parts import MOST_CARDS, card_parts
from tests.cast import TEAM_1, TEAM_2, WARD_A
from tests.client import Visitor

NAMES = {7: "Tổ 7", 3: "Tổ 3", 5: "Tổ 5"}


def _invitations(*sizes: tuple[int | None, int]) -> list[Invitation]:
    return [Invitation(team_id=team, name=f"Lê Ví Dụ {number}") for team, size in sizes for number in range(size)]


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ((), []),
        (((None, 2), (7, 3)), [(5, "", "Tổ 7")]),
        (((5, 60), (3, 60), (7, 40)), [(100, "Tổ 7", "Tổ 3"), (60, "Tổ 5", "Tổ 5")]),
        (((7, 250),), [(100, "Tổ 7", "Tổ 7"), (100, "Tổ 7", "Tổ 7"), (50, "Tổ 7", "Tổ 7")]),
        (((7, 1), (3, 130), (5, 1)), [(1, "Tổ 7", "Tổ 7"), (100, "Tổ 3", "Tổ 3"), (31, "Tổ 3", "Tổ 5")]),
    ],
)
def test_parts_hold_whole_teams_in_their_order(
    sizes: tuple[tuple[int | None, int], ...], parts: list[tuple[int, str, str]]
) -> None:
    found = card_parts(_invitations(*sizes), NAMES)
    assert [(len(part.invitations), part.first, part.last) for part in found] == parts


@pytest.mark.one_engine
def test_many_cards_are_made_in_parts(carla: Visitor, app: Flask) -> None:
    people = [
        Invited("Lê Ví Dụ", f"+84912{number:06}", Role.MEMBER, TEAM_1 if number < 70 else TEAM_2)
        for number in range(120)
    ]
    with app.app_context():
        for person in people:
            in_transaction(lambda session, person=person: invite(session, OPERATOR, WARD_A, person, now()))
    page = carla.get("/people/invitations").text
    versions = re.findall(r'name="version"[^>]*value="([^"]+)"', page)
    assert len(versions) == 2
    assert len(people) > MOST_CARDS
    cards = [
        carla.post(f"/people/invitations/sheet?part={part}", version=version).text.count("data-invitation")
        for part, version in enumerate(versions, start=1)
    ]
    assert cards == [70, 50]
    assert carla.post("/people/invitations/sheet?part=3", version=versions[0]).status_code == 404
    # The links of a part that was made already are others by now.
    assert carla.post("/people/invitations/sheet?part=1", version=versions[0]).status_code == 302
    with app.app_context():
        assert reader().query(Invitation).count() == len(people)
