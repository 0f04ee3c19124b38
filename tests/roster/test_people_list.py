"""``/people/``: who is listed to whom, in which order and state, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.month import Month, now, today
from app.people.models import Device, Invitation, InvitationPurpose, Membership, User
from app.permissions import Role
from tests.actions import add_rows, log_entries, set_role
from tests.cast import ANA, BO, BRUNO, CARLA, MOVED, SINCE, TEAM_1, TEAM_2, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import make_entry
from tests.people.invitations.steps import reset_of
from tests.people.invitations.test_page import NEW_PASSWORD, accept
from tests.people.invitations.test_posts import move
from tests.people.invitations.test_rank import MEMBER_OF_1
from tests.roster.page import change, counts, listed

Sign = Callable[..., Visitor]


def _invitation(id: int, name: str, team_id: int, days: float) -> Invitation:
    return Invitation(
        id=id,
        token_hash=f"{id:064}",
        purpose=InvitationPurpose.JOIN,
        ward_id=WARD_A,
        team_id=team_id,
        role=Role.MEMBER,
        name=name,
        phone=f"+8493000000{id}",
        invited_by_id=CARLA,
        created_at=now(),
        expires_at=now() + timedelta(days=days),
    )


def test_a_coordinator_sees_the_ward_in_the_order_of_given_names(app: Flask, visitor: Sign) -> None:
    carla = visitor("carla")
    visitor("ana")
    add_rows(app, _invitation(1, "Lê Mời Bé", TEAM_1, 7), _invitation(2, "Lê Mời Đào", TEAM_2, -1))
    assert listed(carla) == [
        ("Ana", "active"),
        ("Bé", "invited"),
        ("Bruno", "never_seen"),
        ("Carla", "active"),
        ("Đào", "invited"),
        ("Leo", "never_seen"),
        ("Vera", "never_seen"),
    ]
    assert listed(carla, "/people/?state=ended") == [("Moved", "ended"), ("Nina", "ended")]
    assert counts(carla) == {"active": 2, "waiting": 5, "silent": 1, "ended": 2}


def test_a_leader_sees_the_own_team_alone(app: Flask, visitor: Sign) -> None:
    add_rows(app, _invitation(1, "Lê Mời Bé", TEAM_1, 7), _invitation(2, "Lê Mời Đào", TEAM_2, 7))
    leo = visitor("leo")
    assert [name for name, _ in listed(leo)] == ["Ana", "Bé", "Leo"]
    # Whoever has gone to another team is that team's.
    set_role(app, "ana", "member", TEAM_2)
    assert [name for name, _ in listed(leo)] == ["Bé", "Leo"]


@pytest.mark.one_engine
def test_the_administrator_sees_the_ward_that_is_named(visitor: Sign) -> None:
    assert [name for name, _ in listed(visitor("ada"), "/people/?ward=20305")] == ["Bo", "Dora", "Moved"]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("text=vi du leo", ["Leo"]),
        ("text=0900000102", ["Bruno"]),
        ("text=tổ 2", ["Bruno"]),
        ("text=nina", ["Nina"]),
        ("text=nina&state=active", []),
        ("role=leader", ["Leo"]),
        (f"team={TEAM_1}", ["Ana", "Leo"]),
        (f"team={TEAM_1}&role=member&text=nguyen", ["Ana", "Moved", "Nina"]),
    ],
)
def test_people_are_filtered(app: Flask, visitor: Sign, arguments: str, found: list[str]) -> None:
    assert [name for name, _ in listed(visitor("carla"), f"/people/?{arguments}")] == found


def test_who_logged_something_this_month_is_not_silent(app: Flask, visitor: Sign) -> None:
    ana, bruno, carla = visitor("ana"), visitor("bruno"), visitor("carla")
    before = Month.current().previous().last.isoformat()
    log_entries(ana, make_entry(), make_entry())
    log_entries(bruno, make_entry(happened_on=before))
    assert [name for name, _ in listed(carla, "/people/?state=silent")] == ["Bruno"]
    page = carla.get("/people/").text
    assert "2 bản ghi tháng này" in page
    assert "lần cuối " in page


def test_a_move_that_is_planned_changes_nothing_yet(app: Flask, visitor: Sign) -> None:
    tomorrow = today() + timedelta(days=1)
    post = {"user_id": ANA, "role": Role.MEMBER, "ward_id": WARD_A}
    add_rows(
        app,
        Membership(id=1, team_id=TEAM_1, valid_from=SINCE, valid_to=today(), **post),
        Membership(id=1000, team_id=TEAM_2, valid_from=tomorrow, **post),
    )
    assert "Ana" in [name for name, _ in listed(visitor("leo"))]
    assert [name for name, _ in listed(visitor("carla"), f"/people/?team={TEAM_2}")] == ["Bruno"]


@pytest.mark.one_engine
def test_a_ward_sees_no_number_and_no_use_of_who_has_gone_to_another(app: Flask, visitor: Sign) -> None:
    visitor("moved")
    page = visitor("carla").get("/people/?state=ended").text
    assert "0900000110" in page
    assert "0900000111" not in page
    assert "0900000111" in visitor("dora").get("/people/").text


def test_a_ward_sees_no_number_of_who_ended_in_another(app: Flask, visitor: Sign) -> None:
    carla, leo, dora = visitor("carla"), visitor("leo"), visitor("dora")
    assert change(dora, MOVED, "end").status_code == 302
    with app.app_context():
        there = Membership.user_id == MOVED, Membership.ward_id == WARD_B
        writer().execute(sa.update(Membership).where(*there).values(valid_to=today() - timedelta(days=1)))
        writer().execute(sa.update(User).where(User.id == MOVED).values(phone="+84900000999"))
        writer().commit()
    for visitor_of_old in (carla, leo):
        page = visitor_of_old.get(f"/people/{MOVED}").text + visitor_of_old.get("/people/?state=ended").text
        assert "tel:+84900000999" not in page
        assert listed(visitor_of_old, "/people/?text=0900000999") == []
    assert listed(dora, "/people/?text=0900000999") == [("Moved", "ended")]


def test_who_comes_from_another_ward_is_listed_with_the_day(app: Flask, visitor: Sign) -> None:
    assert move(app, "ada", BO, MEMBER_OF_1, 5) is None
    carla = visitor("carla")
    assert ("Bo", "coming") in listed(carla)
    assert "Bo" not in [name for name, _ in listed(carla, "/people/?state=ended")]
    assert "tel:+84900000107" not in carla.get(f"/people/{BO}").text
    assert ("Bo", "never_seen") in listed(visitor("dora"))


def test_who_comes_from_another_ward_today_is_here(app: Flask, visitor: Sign) -> None:
    assert move(app, "ada", BO, MEMBER_OF_1) is None
    assert ("Bo", "never_seen") in listed(visitor("carla"))
    assert listed(visitor("dora"), "/people/?state=ended") == [("Bo", "ended")]


@pytest.mark.one_engine
def test_pages_hold_fifty_people(app: Flask, visitor: Sign) -> None:
    people = [
        User(id=id, phone=f"+84911{id:06}", name=f"Nguyễn Ví Dụ {id}", password_hash="-", created_at=now())
        for id in range(1000, 1060)
    ]
    posts = [
        Membership(id=user.id, user_id=user.id, role=Role.MEMBER, ward_id=WARD_B, team_id=3, valid_from=SINCE)
        for user in people
    ]
    add_rows(app, *people, *posts)
    dora = visitor("dora")
    first, second = listed(dora), listed(dora, "/people/?page=2")
    assert (len(first), len(second)) == (50, 13)
    assert dora.get("/people/?page=3").status_code == 404
    assert "page=2" in dora.get("/people/").text


@pytest.mark.one_engine
def test_a_device_that_was_signed_out_was_used_all_the_same(app: Flask, visitor: Sign) -> None:
    at = now() - timedelta(days=3)
    add_rows(app, Device(id=UUID(int=1), user_id=BRUNO, label="?", created_at=at, last_seen_at=at, revoked_at=now()))
    assert ("Bruno", "active") in listed(visitor("carla"))


@pytest.mark.one_engine
def test_coordinators_see_whose_password_was_reset_and_by_whose_link(app: Flask, visitor: Sign) -> None:
    heading = "Mật khẩu được đặt lại trong bảy ngày qua"
    token = reset_of(app, ANA, "leo")
    assert heading not in visitor("carla").get("/people/").text, "as long as nobody used the link"
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 302
    page = visitor("carla").get("/people/").text
    assert heading in page
    assert re.search(r"<li>Nguyễn Ví Dụ Ana, lúc .*, qua đường dẫn của Nguyễn Ví Dụ Leo</li>", page)
    assert heading not in visitor("leo").get("/people/").text
    assert heading not in visitor("dora").get("/people/").text
