"""A lower hand undoes nothing of a higher one: planned posts, posts of today, and posts above wards."""

from __future__ import annotations

import pytest
from flask import Flask

from app.month import now
from app.people.authority import PeopleRefusal, PlacedRole
from app.people.invitation_actions import issue_reset
from app.people.post_actions import rename_person
from app.permissions import Role, Scope
from tests.cast import ADA, ANA, TEAM_1, VERA, WARD_A, WARD_B
from tests.people.invitations.steps import posts, recorded
from tests.people.invitations.test_posts import COORDINATOR_OF_A, MEMBER_OF_2, MEMBER_OF_B, done, end, move

ELSEWHERE, HIGHER = PeopleRefusal.POSTS_ELSEWHERE, PeopleRefusal.HIGHER_RANK
ADMIN = PlacedRole(Role.ADMIN, Scope())
MEMBER_OF_1 = PlacedRole(Role.MEMBER, Scope(None, WARD_A, TEAM_1))


@pytest.mark.parametrize(
    ("planner", "planned", "by", "refusal"),
    [
        ("carla", COORDINATOR_OF_A, "leo", ELSEWHERE),
        ("carla", PlacedRole(Role.LEADER, Scope(None, WARD_A, TEAM_1)), "leo", HIGHER),
        ("carla", MEMBER_OF_2, "leo", ELSEWHERE),
        ("ada", MEMBER_OF_B, "carla", ELSEWHERE),
        (None, ADMIN, "carla", ELSEWHERE),
        (None, ADMIN, "ada", PeopleRefusal.ABOVE_WARDS),
    ],
)
def test_what_is_planned_from_above_is_not_undone_from_below(
    app: Flask, planner: str | None, planned: PlacedRole, by: str, refusal: PeopleRefusal
) -> None:
    assert move(app, planner, ANA, planned, 3) is None
    before = posts(app, ANA), recorded(app)
    assert move(app, by, ANA, MEMBER_OF_1) is refusal
    assert end(app, by, ANA) is refusal
    assert done(app, by, lambda s, who: rename_person(s, who, ANA, "Kẻ Khác", now())) is refusal
    if by != "ada":
        assert done(app, by, lambda s, who: issue_reset(s, who, ANA, now())) is refusal
    assert (posts(app, ANA), recorded(app)) == before


def test_the_end_of_a_person_is_recorded_in_each_ward_that_they_leave(app: Flask) -> None:
    assert move(app, "ada", ANA, MEMBER_OF_B, 3) is None
    assert end(app, "ada", ANA) is None
    assert sorted(recorded(app)[2:]) == [("person_ended", WARD_A), ("person_ended", WARD_B)]


def test_who_is_above_wards_is_the_operators_alone_to_change(app: Flask) -> None:
    assert move(app, None, VERA, ADMIN) is None
    for by, user_id in (("ada", VERA), ("vera", ADA)):
        assert move(app, by, user_id, MEMBER_OF_1) is PeopleRefusal.ABOVE_WARDS
        assert end(app, by, user_id) is PeopleRefusal.ABOVE_WARDS
    assert end(app, None, VERA) is None
