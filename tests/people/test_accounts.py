"""Accounts: one for each number, ended without losing what was logged, and never half changed."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.database import reader, writer
from app.month import now, today
from app.people import account_views
from app.people.actions import PhoneTakenError, add_user
from app.people.authority import OPERATOR
from app.people.models import Membership, User
from app.people.post_actions import end_person
from app.permissions import Role, Scope
from tests.cast import ANA, BRUNO, PASSWORD, PHONES, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.terminal import run

STORED = "+84" + PHONES["ana"][1:]


@pytest.mark.parametrize("phone", ["+84 900 000 101", "090.000.0101", "0084900000101"])
def test_the_number_may_be_written_in_many_ways(sqlite_app: Flask, phone: str) -> None:
    assert Visitor(sqlite_app).sign_in(phone, PASSWORD).headers.get("Location") == "/"


@pytest.mark.parametrize(
    ("current", "new", "again"),
    [
        ("wrong", "mot cau khac han", "mot cau khac han"),
        (PASSWORD, "mot cau khac han", "mot cau khac hon"),
        (PASSWORD, "ngan", "ngan"),
        (PASSWORD, PASSWORD, PASSWORD),
        (PASSWORD, "x" * 201, "x" * 201),
        ("", "", ""),
    ],
)
def test_a_password_is_not_changed_by_mistake(sqlite_app: Flask, current: str, new: str, again: str) -> None:
    ana = Visitor(sqlite_app, "ana")
    assert ana.post("/account/password", current=current, new=new, again=again).status_code == 422
    assert Visitor(sqlite_app).sign_in(PHONES["ana"], PASSWORD).headers["Location"] == "/"


def test_a_present_password_longer_than_any_is_not_looked_at(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_views, "is_right", None)
    new = "mot cau khac han"
    answer = Visitor(sqlite_app, "ana").post("/account/password", current="x" * 601, new=new, again=new)
    assert (answer.status_code, "Mật khẩu này quá dài" in answer.text) == (422, True)


def test_an_ended_account_keeps_its_work_and_its_past_post(app: Flask) -> None:
    entry = make_entry()
    Visitor(app, "ana").sync(entry)
    with app.app_context():
        end_person(writer(), OPERATOR, ANA, now())
        writer().commit()
        posts = reader().scalars(sa.select(Membership.valid_to).where(Membership.user_id == ANA)).all()
    assert posts == [today()]
    assert entry["id"] in Visitor(app, "carla").get("/reports/entries.csv").text


@pytest.mark.parametrize("value", ["not a uuid", "0199a000-0000-7000-8000-000000000001", "", 5, True, [], {"id": 1}])
def test_a_cookie_that_names_no_device_is_a_strangers(app: Flask, value: object) -> None:
    ana = Visitor(app, "ana")
    with ana.http.session_transaction() as session:
        session["_user_id"] = value
    assert ana.session()["user"] is None
    assert ana.get("/account").headers["Location"] == "/login"


def _add(**other: Any) -> User:
    common: dict[str, Any] = {
        "phone": "+84900000999",
        "name": "Nguyễn Ví Dụ Mới",
        "password": PASSWORD,
        "role": Role.VIEWER,
        "place": Scope(ward_id=WARD_A),
        "now": now(),
    }
    return add_user(writer(), **common | other)


def test_a_number_has_one_account(app: Flask) -> None:
    with app.app_context(), pytest.raises(PhoneTakenError):
        _add(phone=STORED)


def test_a_taken_number_takes_back_nothing_else(app: Flask) -> None:
    """Who adds many accounts at once goes on after one that was not added, and commits or takes back the rest."""
    with app.app_context():
        session = writer()
        session.get_one(User, BRUNO).name = "Trước"
        _add(phone="+84900000801")
        with pytest.raises(PhoneTakenError):
            _add(phone=STORED)
        with pytest.raises(PhoneTakenError):
            _add(phone="+84900000801")
        assert _add(phone="+84900000802").id
        session.commit()
        with pytest.raises(PhoneTakenError):
            _add(phone=STORED)
        _add(phone="+84900000803")
        session.rollback()
    with app.app_context():
        new = sa.select(User.phone).where(User.phone.like("+849000008%")).order_by(User.phone)
        assert reader().scalars(new).all() == ["+84900000801", "+84900000802"]
        assert reader().get_one(User, BRUNO).name == "Trước"
        posts = sa.select(sa.func.count()).select_from(Membership).join(User, User.id == Membership.user_id)
        assert reader().scalar(posts.where(User.phone.like("+849000008%"))) == 2


def test_accounts_are_invisible_before_the_commit(app: Flask) -> None:
    """A savepoint does not end the transaction that it stands in."""
    with app.app_context():
        _add(phone="+84900000801")
        with pytest.raises(PhoneTakenError):
            _add(phone=STORED)
        with app.app_context():
            assert reader().scalar(sa.select(User.id).where(User.phone == "+84900000801")) is None
        writer().rollback()
        assert writer().scalar(sa.select(User.id).where(User.phone == "+84900000801")) is None


@pytest.mark.parametrize(
    "post",
    [
        {"role": Role.MEMBER},
        {"role": Role.LEADER},
        {"role": Role.COORDINATOR, "ward_id": None},
        {"role": Role.PROVINCE},
        {"role": Role.ADMIN},
        {"role": Role.ADMIN, "ward_id": None, "province_id": 1},
    ],
)
def test_a_role_has_its_place(app: Flask, post: dict[str, Any]) -> None:
    """A member without a team, or an administrator of one ward, is nobody's idea of that role."""
    with app.app_context():
        writer().add(User(id=999, phone="+84900000999", name="Ví Dụ", password_hash="-", created_at=now()))
        writer().flush()
        writer().add(Membership(id=999, user_id=999, valid_from=today(), **{"ward_id": WARD_A} | post))
        with pytest.raises(IntegrityError, match="ck_membership_role_has_its_place"):
            writer().commit()


def test_user_has_one_post_at_a_time(app: Flask) -> None:
    with app.app_context():
        writer().add(Membership(id=999, user_id=ANA, role=Role.VIEWER, ward_id=WARD_A, valid_from=today()))
        with pytest.raises(IntegrityError):
            writer().commit()


def test_command_signs_everybody_out(app: Flask) -> None:
    """PostgreSQL's own tools put sessions back with a backup; this ends them."""
    people = [Visitor(app, name) for name in ("ana", "carla", "ada")]
    status, output = run(app, "user", "sign-out-everybody")
    assert (status, output) == (0, "Everybody is signed out, on 3 devices.\n")
    assert [each.session()["user"] for each in people] == [None] * 3
    for name, lines in (("carla", 1), ("dora", 1), ("ada", 3)):
        page = Visitor(app, name).get("/journal/?group=access").text
        assert page.count("đã đăng xuất tất cả mọi người · số thiết bị: 3") == lines, name
    assert run(app, "user", "sign-out-everybody")[1] == "Everybody is signed out, on 3 devices.\n"
