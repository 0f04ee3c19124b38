"""A lower hand undoes nothing of a higher one: planned posts, posts of today, and posts above wards."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.month import now
from app.people.authority import PeopleRefusal, PlacedRole
from app.people.invitation_actions import issue_reset
from app.people.post_actions import rename_person
from app.permissions import Role, Scope
from tests.cast import ADA, ANA, TEAM_1, TEAM_2, VERA, WARD_A, WARD_B
from tests.client import Visitor
from tests.people.invitations.steps import NEW_PASSWORD, NEW_PHONE, account, invited, posts, recorded
from tests.people.invitations.test_page import accept
from tests.people.invitations.test_posts import COORDINATOR_OF_A, MEMBER_OF_2, MEMBER_OF_B, done, end, move, restore

ELSEWHERE, HIGHER = PeopleRefusal.POSTS_ELSEWHERE, PeopleRefusal.HIGHER_RANK
ADMIN = PlacedRole(Role.ADMIN, Scope())
MEMBER_OF_1 = PlacedRole(Role.MEMBER, Scope(None, WARD_A, TEAM_1))
VIEWER = PlacedRole(Role.VIEWER, Scope(None, WARD_A))


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


@pytest.mark.parametrize("becomes", [MEMBER_OF_2, VIEWER])
def test_who_began_to_coordinate_today_is_not_taken_over_by_a_peer(app: Flask, becomes: PlacedRole) -> None:
    assert move(app, "ada", VERA, COORDINATOR_OF_A) is None
    assert done(app, "carla", lambda s, who: issue_reset(s, who, VERA, now())) is HIGHER
    assert move(app, "carla", VERA, becomes) is None
    assert posts(app, VERA)[1:] == [("coordinator", WARD_A, None, 0, 0), (*_short(becomes), 0, None)]
    assert done(app, "carla", lambda s, who: issue_reset(s, who, VERA, now())) is HIGHER


def test_an_invited_coordinator_of_today_is_not_taken_over_by_a_peer(app: Flask) -> None:
    token = invited(app, "ada", role=Role.COORDINATOR, team=None)
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 302
    created = account(app, NEW_PHONE)
    assert created is not None
    for refused in (
        move(app, "carla", created[0], MEMBER_OF_2),
        end(app, "carla", created[0]),
        restore(app, "carla", created[0], MEMBER_OF_1),
    ):
        assert refused is None
    assert [post[0] for post in posts(app, created[0])] == ["coordinator", "member", "member"]
    assert done(app, "carla", lambda s, who: issue_reset(s, who, created[0], now())) is HIGHER


def test_who_has_two_posts_in_a_team_on_one_day_is_listed_once_on_the_phone(app: Flask) -> None:
    for to in (MEMBER_OF_2, PlacedRole(Role.LEADER, Scope(None, WARD_A, TEAM_2))):
        assert move(app, "carla", ANA, to) is None
    lists: Any = Visitor(app, "bruno").get("/api/v1/bootstrap").json
    assert [mate["id"] for mate in lists["teammates"]].count(ANA) == 1


def _short(post: PlacedRole) -> tuple[str, int | None, int | None]:
    return post.role.value, post.place.ward_id, post.place.team_id
