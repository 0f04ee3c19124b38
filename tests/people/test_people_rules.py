"""Who may do what to whom: the pure rules, as a table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.people.authority import (
    OPERATOR,
    Manager,
    PeopleRefusal,
    PlacedRole,
    roles_to_give,
    why_not_change,
    why_not_change_phone,
    why_not_give,
    why_not_reset,
)
from app.permissions import Role, Scope

TEAM, OTHER_TEAM, ELSEWHERE = Scope(None, 1, 1), Scope(None, 1, 2), Scope(None, 2, 3)
WARD, PROVINCE, NOWHERE = Scope(None, 1), Scope(9), Scope()
ME, THEM = 1, 2


@dataclass
class Somebody:
    role: Role | None
    place: Scope
    id: int = ME


MEMBER, LEADER = Somebody(Role.MEMBER, TEAM), Somebody(Role.LEADER, TEAM)
COORDINATOR, VIEWER = Somebody(Role.COORDINATOR, WARD), Somebody(Role.VIEWER, WARD)
ADMIN, FORMER = Somebody(Role.ADMIN, NOWHERE), Somebody(None, NOWHERE)
OK = None
SCOPE, GIVEN, RANK = PeopleRefusal.OUT_OF_SCOPE, PeopleRefusal.ROLE_NOT_GIVEN, PeopleRefusal.HIGHER_RANK
ABOVE = PeopleRefusal.ABOVE_WARDS
POSTS = (
    (Role.MEMBER, TEAM),
    (Role.MEMBER, OTHER_TEAM),
    (Role.LEADER, TEAM),
    (Role.VIEWER, WARD),
    (Role.COORDINATOR, WARD),
    (Role.MEMBER, ELSEWHERE),
    (Role.COORDINATOR, Scope(None, 2)),
    (Role.PROVINCE, PROVINCE),
    (Role.ADMIN, NOWHERE),
)


@pytest.mark.parametrize(
    ("by", "give", "change", "reset"),
    [
        (MEMBER, [SCOPE] * 9, [SCOPE] * 9, [SCOPE] * 9),
        (VIEWER, [SCOPE] * 9, [SCOPE] * 9, [SCOPE] * 9),
        (FORMER, [SCOPE] * 9, [SCOPE] * 9, [SCOPE] * 9),
        (
            LEADER,
            [OK, SCOPE, GIVEN] + [SCOPE] * 6,
            [OK, SCOPE, RANK] + [SCOPE] * 6,
            [OK, SCOPE, RANK] + [SCOPE] * 6,
        ),
        (COORDINATOR, [OK] * 5 + [SCOPE] * 4, [OK] * 5 + [SCOPE] * 4, [OK] * 4 + [RANK] + [SCOPE] * 4),
        (ADMIN, [OK] * 9, [OK] * 7 + [ABOVE] * 2, [OK] * 8 + [RANK]),
        (OPERATOR, [OK] * 9, [OK] * 9, [OK] * 9),
    ],
)
def test_who_may_give_change_and_reset_which_post(
    by: Manager, give: list[object], change: list[object], reset: list[object]
) -> None:
    held = [PlacedRole(*post) for post in POSTS]
    assert [why_not_give(by, *post) for post in POSTS] == give
    assert [why_not_change(by, THEM, [post]) for post in held] == change
    assert [why_not_reset(by, THEM, [post]) for post in held] == reset


def test_nobody_acts_on_themselves() -> None:
    own = PlacedRole(Role.COORDINATOR, WARD)
    for refusal in (
        why_not_change(COORDINATOR, ME, [own]),
        why_not_change_phone(COORDINATOR, ME, [own]),
        why_not_reset(COORDINATOR, ME, [own]),
    ):
        assert refusal is PeopleRefusal.ONESELF


def test_an_account_of_another_ward_is_not_taken_over_by_one_of_its_posts() -> None:
    both = [PlacedRole(Role.MEMBER, TEAM), PlacedRole(Role.MEMBER, ELSEWHERE)]
    assert why_not_reset(COORDINATOR, THEM, both) is PeopleRefusal.POSTS_ELSEWHERE
    assert why_not_change_phone(COORDINATOR, THEM, both) is PeopleRefusal.POSTS_ELSEWHERE
    assert why_not_reset(ADMIN, THEM, both) is None
    above = [PlacedRole(Role.MEMBER, TEAM), PlacedRole(Role.LEADER, TEAM)]
    assert why_not_reset(LEADER, THEM, above) is PeopleRefusal.HIGHER_RANK, "also of a post that ended not long ago"


def test_only_coordinators_and_the_admin_change_numbers() -> None:
    post = [PlacedRole(Role.MEMBER, TEAM)]
    assert why_not_change_phone(LEADER, THEM, post) is PeopleRefusal.HIGHER_RANK
    for by in (COORDINATOR, ADMIN, OPERATOR):
        assert why_not_change_phone(by, THEM, post) is None


def test_the_number_of_another_coordinator_is_changed_from_above() -> None:
    post = [PlacedRole(Role.COORDINATOR, WARD)]
    assert why_not_change_phone(COORDINATOR, THEM, post) is PeopleRefusal.HIGHER_RANK
    for by in (ADMIN, OPERATOR):
        assert why_not_change_phone(by, THEM, post) is None
    assert why_not_change_phone(ADMIN, THEM, [PlacedRole(Role.ADMIN, Scope())]) is None


def test_nobody_without_a_post_is_managed_by_anybody_of_a_ward() -> None:
    assert why_not_change(ADMIN, THEM, []) is PeopleRefusal.OUT_OF_SCOPE
    assert why_not_reset(COORDINATOR, THEM, []) is PeopleRefusal.OUT_OF_SCOPE


def test_roles_to_give() -> None:
    assert roles_to_give(FORMER) == frozenset()
    assert Role.ADMIN not in roles_to_give(COORDINATOR)
