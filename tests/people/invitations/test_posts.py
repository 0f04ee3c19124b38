"""Moving, ending, bringing back and renaming people: their posts, their phones, and what the audit log tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.database import in_transaction, writer
from app.month import now, today
from app.people.account_notices import account_notices
from app.people.actor import SENDING_GRACE
from app.people.authority import Manager, PeopleRefusal, PeopleRefusedError, PlacedRole
from app.people.models import User
from app.people.post_actions import change_phone, end_person, move_person, rename_person, restore_person
from app.permissions import Role, Scope
from tests.cast import (
    ADA,
    ANA,
    AREA_1,
    AREA_B,
    BO,
    CARLA,
    DORA,
    LEO,
    NINA,
    PASSWORD,
    PHONES,
    SINCE,
    TEAM_1,
    TEAM_2,
    TEAM_B,
    VERA,
    WARD_A,
    WARD_B,
)
from tests.client import Visitor
from tests.factories import make_entry
from tests.people.invitations.steps import manager, posts, recorded

FIRST = (SINCE - today()).days
MEMBER_OF_2 = PlacedRole(Role.MEMBER, Scope(None, WARD_A, TEAM_2))
MEMBER_OF_B = PlacedRole(Role.MEMBER, Scope(None, WARD_B, TEAM_B))
COORDINATOR_OF_A = PlacedRole(Role.COORDINATOR, Scope(None, WARD_A))
Action = Callable[[Session, Manager], Any]


def done(app: Flask, by: str | None, action: Action) -> PeopleRefusal | None:
    """Let somebody act; return the reason when it is refused, after which nothing is changed."""
    with app.app_context():
        person = manager(by)
        try:
            in_transaction(lambda session: action(session, person))
        except PeopleRefusedError as error:
            writer().rollback()
            return error.refusal
    return None


def move(app: Flask, by: str | None, user_id: int, to: PlacedRole, days: int = 0) -> PeopleRefusal | None:
    since = today() + timedelta(days=days)
    return done(app, by, lambda session, who: move_person(session, who, user_id, to, since, now()))


def end(app: Flask, by: str | None, user_id: int) -> PeopleRefusal | None:
    return done(app, by, lambda session, who: end_person(session, who, user_id, now()))


def restore(app: Flask, by: str | None, user_id: int, to: PlacedRole) -> PeopleRefusal | None:
    return done(app, by, lambda session, who: restore_person(session, who, user_id, to, now()))


def test_a_move_ends_one_post_and_begins_another(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    ana.sync(entry)
    assert move(app, "carla", ANA, MEMBER_OF_2) is None
    assert posts(app, ANA) == [("member", WARD_A, TEAM_1, FIRST, -1), ("member", WARD_A, TEAM_2, 0, None)]
    assert ana.session()["user"]["team"]["id"] == TEAM_2
    assert ana.mine()["entries"][0]["id"] == entry["id"]
    assert move(app, "carla", ANA, MEMBER_OF_2) is PeopleRefusal.SAME_POST
    assert [event for event, _ward in recorded(app)] == ["person_moved"]


def test_a_planned_move_is_replaced_by_another(app: Flask, ana: Visitor) -> None:
    assert move(app, "carla", ANA, MEMBER_OF_2, 7) is None
    assert posts(app, ANA) == [("member", WARD_A, TEAM_1, FIRST, 6), ("member", WARD_A, TEAM_2, 7, None)]
    assert ana.session()["user"]["team"]["id"] == TEAM_1
    assert move(app, "carla", ANA, MEMBER_OF_2, 3) is None
    assert posts(app, ANA) == [("member", WARD_A, TEAM_1, FIRST, 2), ("member", WARD_A, TEAM_2, 3, None)]
    assert end(app, "carla", ANA) is None
    assert posts(app, ANA) == [("member", WARD_A, TEAM_1, FIRST, 0)]
    for days, refusal in ((-1, PeopleRefusal.DAY_PAST), (400, PeopleRefusal.DAY_TOO_FAR)):
        assert move(app, "carla", LEO, MEMBER_OF_2, days) is refusal


def test_what_was_done_in_the_morning_of_a_move_is_sent_to_the_old_ward(app: Flask, ana: Visitor) -> None:
    assert move(app, "ada", ANA, MEMBER_OF_B) is None
    assert posts(app, ANA) == [("member", WARD_A, TEAM_1, FIRST, 0), ("member", WARD_B, TEAM_B, 0, None)]
    receipts = ana.sync(make_entry(neighbourhood=AREA_1), make_entry(neighbourhood=AREA_B))
    assert [receipt["outcome"] for receipt in receipts] == ["stored", "stored"]
    assert sorted(recorded(app), key=str) == [("person_moved", WARD_A), ("person_moved", WARD_B)]


def test_what_was_done_before_somebody_came_back_into_another_ward_is_sent_to_the_old_one(
    app: Flask, ana: Visitor
) -> None:
    assert end(app, "ada", ANA) is None
    assert restore(app, "ada", ANA, MEMBER_OF_B) is None
    assert posts(app, ANA) == [("member", WARD_A, TEAM_1, FIRST, 0), ("member", WARD_B, TEAM_B, 0, None)]
    receipts = ana.sync(make_entry(neighbourhood=AREA_1), make_entry(neighbourhood=AREA_B))
    assert [receipt["outcome"] for receipt in receipts] == ["stored", "stored"]


def test_the_phone_of_an_ended_person_sends_and_reads_nothing(app: Flask, ana: Visitor) -> None:
    waiting = make_entry()
    assert end(app, "leo", ANA) is None
    ended = {"on": today().isoformat(), "sends_until": (today() + SENDING_GRACE).isoformat()}
    expected = {"id": ANA, "name": "", "phone": PHONES["ana"], "role": None, "ward": None, "team": None, "ended": ended}
    assert ana.session()["user"] | {"name": ""} == expected
    for path in ("/api/v1/bootstrap", "/api/v1/mine", "/overview/", "/overview/entries"):
        assert ana.get(path).status_code == 403, path
    assert [receipt["outcome"] for receipt in ana.sync(waiting)] == ["stored"]
    again = Visitor(app)
    assert again.sign_in(PHONES["ana"], PASSWORD).headers["Location"] == "/", "after the browser forgot the session"
    assert again.get("/").headers["Location"] == "/account"
    assert "Phường đã cho anh/chị nghỉ từ ngày" in unescape(again.get("/account").text)
    with app.app_context():
        writer().get_one(User, ANA).ended_at = now() - SENDING_GRACE - timedelta(days=1)
        writer().commit()
    assert ana.session()["user"] is None
    assert Visitor(app).sign_in(PHONES["ana"], PASSWORD).status_code == 422


def test_an_ended_person_comes_back_with_the_same_password(app: Flask, ana: Visitor) -> None:
    entry = make_entry()
    ana.sync(entry)
    assert restore(app, "carla", ANA, MEMBER_OF_2) is PeopleRefusal.HAS_POST
    assert end(app, "carla", ANA) is None
    assert end(app, "carla", ANA) is PeopleRefusal.NO_POST
    assert move(app, "carla", ANA, MEMBER_OF_2) is PeopleRefusal.NO_POST
    assert restore(app, "dora", ANA, MEMBER_OF_B) is PeopleRefusal.OUT_OF_SCOPE
    assert restore(app, "carla", ANA, MEMBER_OF_2) is None
    assert posts(app, ANA) == [("member", WARD_A, TEAM_1, FIRST, -1), ("member", WARD_A, TEAM_2, 0, None)]
    assert Visitor(app).sign_in(PHONES["ana"], PASSWORD).headers["Location"] == "/"
    assert ana.mine()["entries"][0]["id"] == entry["id"]
    assert restore(app, "carla", NINA, MEMBER_OF_2) is None, "whose post ended long ago, without the account"


@pytest.mark.parametrize("by", ["ada", "carla"])
def test_a_ward_keeps_its_last_coordinator(app: Flask, by: str) -> None:
    alone = PeopleRefusal.ONESELF if by == "carla" else PeopleRefusal.LAST_COORDINATOR
    member = PlacedRole(Role.MEMBER, Scope(None, WARD_A, TEAM_1))
    assert end(app, by, CARLA) is alone
    assert move(app, by, CARLA, member) is alone
    assert move(app, by, CARLA, MEMBER_OF_B, 30) is (alone if by == "ada" else PeopleRefusal.ONESELF)
    assert move(app, "ada", VERA, COORDINATOR_OF_A, 10) is None, "only in ten days"
    assert end(app, "ada", CARLA) is PeopleRefusal.LAST_COORDINATOR
    assert move(app, "ada", CARLA, member, 10) is None
    assert move(app, "ada", VERA, member, 5) is PeopleRefusal.LAST_COORDINATOR, "who would be the only one"
    assert end(app, None, DORA) is None, "the operator may"


def test_who_is_above_or_elsewhere_is_not_touched(app: Flask) -> None:
    for by, user_id, refusal in (
        ("leo", LEO, PeopleRefusal.ONESELF),
        ("leo", CARLA, PeopleRefusal.OUT_OF_SCOPE),
        ("leo", BO, PeopleRefusal.OUT_OF_SCOPE),
        ("carla", DORA, PeopleRefusal.OUT_OF_SCOPE),
        ("carla", ADA, PeopleRefusal.OUT_OF_SCOPE),
        ("ana", LEO, PeopleRefusal.OUT_OF_SCOPE),
        ("nina", ANA, PeopleRefusal.OUT_OF_SCOPE),
        ("vera", ANA, PeopleRefusal.OUT_OF_SCOPE),
        ("ada", ADA, PeopleRefusal.ONESELF),
    ):
        assert end(app, by, user_id) is refusal, (by, user_id)
        assert done(app, by, lambda s, who, id=user_id: rename_person(s, who, id, "Ai Đó", now())) is refusal
    assert move(app, "leo", ANA, PlacedRole(Role.LEADER, Scope(None, WARD_A, TEAM_1))) is PeopleRefusal.ROLE_NOT_GIVEN
    assert move(app, "leo", ANA, MEMBER_OF_2) is PeopleRefusal.OUT_OF_SCOPE
    assert move(app, "carla", ANA, MEMBER_OF_B) is PeopleRefusal.OUT_OF_SCOPE
    assert move(app, "carla", ANA, PlacedRole(Role.ADMIN, Scope())) is PeopleRefusal.OUT_OF_SCOPE
    assert move(app, "ada", ANA, PlacedRole(Role.MEMBER, Scope(None, WARD_A, TEAM_B))) is PeopleRefusal.TEAM_MISSING
    assert recorded(app) == []


def test_the_audit_log_says_which_number_and_name_changed(app: Flask, carla: Visitor) -> None:
    def phone(by: str, number: str) -> PeopleRefusal | None:
        return done(app, by, lambda session, who: change_phone(session, who, ANA, number, now()))

    assert phone("leo", "+84900000500") is PeopleRefusal.HIGHER_RANK
    assert phone("dora", "+84900000500") is PeopleRefusal.OUT_OF_SCOPE
    assert phone("carla", "+84900000102") is PeopleRefusal.PHONE_TAKEN
    assert phone("carla", "+84900000500") is None
    assert Visitor(app).sign_in("0900000500", PASSWORD).headers["Location"] == "/"
    assert Visitor(app).sign_in(PHONES["ana"], PASSWORD).status_code == 422
    assert done(app, "carla", lambda s, who: rename_person(s, who, ANA, "Trần Ví Dụ An", now())) is None
    lines = unescape(carla.get("/journal/?lang=en&group=accounts").text)
    assert "changed the phone number of Trần Ví Dụ An · the number ended in 101 before · number ending in 500" in lines
    assert "changed the name of Trần Ví Dụ An · before: Nguyễn Ví Dụ Ana" in lines


def test_every_line_of_a_move_says_from_what_to_what(app: Flask, carla: Visitor) -> None:
    move(app, "carla", ANA, MEMBER_OF_2)
    assert (
        "gave Nguyễn Ví Dụ Ana another post · until then: Team member, Tổ 1, Phường Quảng Thắng"
        " · now: Team member, Tổ 2, Phường Quảng Thắng"
    ) in unescape(carla.get("/journal/?lang=en").text)


def test_the_owner_learns_who_changed_the_number(app: Flask, ana: Visitor) -> None:
    """On the account page and at signing in, also in another ward, for sixty days."""
    assert done(app, "carla", lambda s, who: change_phone(s, who, ANA, "+84900000500", now())) is None
    words = "was changed on", "by Nguyễn Ví Dụ Carla; before, it ended in 101"
    assert all(each in unescape(ana.get("/account?lang=en").text) for each in words)
    assert move(app, None, ANA, MEMBER_OF_B) is None
    again = Visitor(app)
    again.sign_in("0900000500", PASSWORD)
    page = unescape(again.get("/account?lang=en").text)
    assert words[1] in page
    assert "số trước có ba số cuối là 101" in page, "as at signing in, which was in Vietnamese"
    assert "Carla" not in unescape(Visitor(app, "bruno").get("/account").text)
    with app.app_context():
        assert list(account_notices(writer(), ANA, now() + timedelta(days=61))) == []
