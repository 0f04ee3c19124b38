"""Which post one logs under, on which day: transfers, gaps, grace and what is never open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.database import reader
from app.month import today
from app.people.actor import SENDING_GRACE, Actor, Post
from app.people.queries import actor_of
from app.permissions import Permission, Role, Scope
from tests.cast import ANA, EVA, MOVED, NINA, PROVINCE_A, PROVINCE_B, TEAM_1, TEAM_B, WARD_A, WARD_B

TODAY = date(2026, 11, 22)
LONG_AGO = date(2024, 1, 1)


def _post(
    first: date = LONG_AGO, last: date | None = None, *, role: Role = Role.MEMBER, ward: int | None = 1, team: int = 1
) -> Post:
    return Post(
        role=role,
        valid_from=first,
        valid_to=last,
        province_id=1,
        ward_id=ward,
        ward_code="16417",
        ward_name="Phường Quảng Thắng",
        team_id=team,
        team_name=f"Tổ {team}",
    )


def _actor(*posts: Post, today: date = TODAY) -> Actor:
    """Return somebody with ``posts``, the latest first, as the database gives them."""
    return Actor(
        id=7, name="Nguyễn Ví Dụ", phone="+84900000107", device_id=None, last_seen_at=None, posts=posts, today=today
    )


def _days(number: int) -> date:
    return TODAY + timedelta(days=number)


MOVED_ON = _days(-10)
TRANSFERRED = _actor(_post(MOVED_ON + timedelta(days=1), team=2), _post(last=MOVED_ON, team=1))


@pytest.mark.parametrize(
    ("day", "team"),
    [
        (TODAY, 2),
        (MOVED_ON + timedelta(days=1), 2),
        (MOVED_ON, 1),
        (LONG_AGO, 1),
        # From before the first post: the present team's, which is where the phone was handed over.
        (LONG_AGO - timedelta(days=1), 2),
    ],
)
def test_work_is_logged_under_the_post_of_its_day(day: date, team: int) -> None:
    post = TRANSFERRED.logging_post(1, day)
    assert post is not None
    assert post.team_id == team


@pytest.mark.parametrize(
    ("days_since_the_end", "may"),
    [(1, True), (SENDING_GRACE.days, True), (SENDING_GRACE.days + 1, False), (400, False)],
)
def test_a_past_post_sends_for_sixty_days_what_happened_inside_it(days_since_the_end: int, may: bool) -> None:
    last = _days(-days_since_the_end)
    gone = _actor(_post(last=last))
    assert (gone.logging_post(1, last) is not None) is may
    assert gone.may_send is may
    assert gone.logging_post(1, last + timedelta(days=1)) is None, "what happened after the end is not theirs"
    assert gone.logging_post(1, LONG_AGO - timedelta(days=1)) is None, "nor what happened before it began"


def test_the_grace_is_sixty_days() -> None:
    assert timedelta(days=60) == SENDING_GRACE


def test_returning_member_logs_the_gap_under_the_present_post() -> None:
    back = _actor(_post(_days(-5), team=2), _post(last=_days(-20), team=1))
    gap = back.logging_post(1, _days(-10))
    assert gap is not None
    assert gap.team_id == 2


def test_a_post_that_has_not_begun_logs_nothing() -> None:
    new = _actor(_post(_days(1)))
    assert new.logging_post(1, TODAY) is None
    assert new.post is None
    assert not new.may_send


@pytest.mark.parametrize(
    ("role", "logs"),
    [
        (Role.MEMBER, True),
        (Role.LEADER, True),
        (Role.COORDINATOR, True),
        (Role.VIEWER, False),
        (Role.PROVINCE, False),
        (Role.ADMIN, False),
    ],
)
def test_only_roles_that_log_may_send(role: Role, logs: bool) -> None:
    somebody = _actor(_post(role=role))
    assert (somebody.logging_post(1, TODAY) is not None) is logs
    assert somebody.may_send is logs


def test_logging_needs_a_post_in_the_ward() -> None:
    assert _actor(_post()).logging_post(2, TODAY) is None
    assert _actor().logging_post(1, TODAY) is None
    assert not _actor().may_send


def test_the_last_day_of_a_post_is_inside_it() -> None:
    post = _post(_days(-10), _days(-1))
    assert [post.covers(_days(day)) for day in (-11, -10, -1, 0)] == [False, True, True, False]


def test_role_and_scope_of_today_come_from_the_posts() -> None:
    assert TRANSFERRED.role is Role.MEMBER
    assert TRANSFERRED.place == Scope(province_id=1, ward_id=1, team_id=2, member_id=7)
    assert TRANSFERRED.is_granted(Permission.ENTRY_LOG)
    nobody = _actor(_post(last=_days(-1)))
    assert (nobody.role, nobody.place) == (None, Scope(member_id=7))
    assert not any(nobody.is_granted(permission) for permission in Permission)


def test_wards_are_those_of_all_posts(app: Flask) -> None:
    with app.app_context():
        actors = {id: actor_of(reader(), id, today()) for id in (ANA, MOVED, NINA, EVA)}
        wards = {id: actor.wards for id, actor in actors.items() if actor}
        assert wards == {ANA: (WARD_A,), MOVED: (WARD_A, WARD_B), NINA: (WARD_A,), EVA: ()}
        places = {id: actor.place for id, actor in actors.items() if actor}
        assert places == {
            ANA: Scope(PROVINCE_A, WARD_A, TEAM_1, ANA),
            MOVED: Scope(PROVINCE_B, WARD_B, TEAM_B, MOVED),
            NINA: Scope(member_id=NINA),
            EVA: Scope(PROVINCE_A, member_id=EVA),
        }
        assert {id for id, actor in actors.items() if actor and actor.may_send} == {ANA, MOVED}
