"""``flask user add``, ``password`` and ``end``."""

from __future__ import annotations

import pytest
from flask import Flask

from app.permissions import Role
from tests.client import Visitor
from tests.start.steps import NOBODY_SEES, number_of_users
from tests.terminal import run

SENTENCE = "mot cau de nho"


TYPED = f"{SENTENCE}\n{SENTENCE}\n"


def _add_user(app: Flask, *options: str, phone: str = "0900 000 201", typed: str = TYPED) -> tuple[int, str]:
    return run(app, "user", "add", "--phone", phone, "--name", " Nguyễn  Ví Dụ ", *options, typed=typed)


OF_WARD = ("--ward", "16417")


@pytest.mark.one_engine
def test_account_of_every_role_can_sign_in(ward_app: Flask) -> None:
    posts = {
        Role.MEMBER: (*OF_WARD, "--team", "1"),
        Role.LEADER: (*OF_WARD, "--team", "1"),
        Role.COORDINATOR: OF_WARD,
        Role.VIEWER: OF_WARD,
        Role.PROVINCE: ("--province", "38"),
        Role.ADMIN: (),
    }
    assert posts.keys() == set(Role)
    for number, (role, place) in enumerate(posts.items()):
        phone = f"090000021{number}"
        status, output = _add_user(ward_app, "--role", role.value, *place, phone=phone)
        assert status == 0, output
        assert phone in output
        assert SENTENCE not in output
        visitor = Visitor(ward_app)
        assert visitor.sign_in(phone, SENTENCE).headers["Location"] == "/"
        user = visitor.session()["user"]
        assert (user["role"], user["name"]) == (role.value, "Nguyễn Ví Dụ")
        assert visitor.http.get("/", follow_redirects=True).status_code == 200


def test_errors_name_what_an_account_lacks(ward_app: Flask) -> None:
    for options, words in (
        (("--role", "member", *OF_WARD), "--team"),
        (("--role", "member", *OF_WARD, "--team", "99"), "--team"),
        (("--role", "coordinator", *OF_WARD, "--team", "99"), "--team"),
        (("--role", "province", "--province", "38", "--team", "1"), "--team"),
        (("--role", "admin", "--team", "1"), "--team"),
        (("--role", "admin", *OF_WARD), "--ward"),
        (("--role", "member", *OF_WARD, "--team", "1", "--province", "38"), "--province"),
        (("--role", "coordinator", *OF_WARD, "--team", "0"), "--team"),
        (("--role", "coordinator"), "--ward"),
        (("--role", "coordinator", "--ward", "20305"), "--ward"),
        (("--role", "province"), "--province"),
        (("--role", "province", "--province", "99"), "--province"),
        (("--role", "mayor"), "--role"),
        (("--role", "admin", "--phone", "xin chào"), "--phone"),
        (("--role", "admin", "--password", "ngan"), "at least 10 characters"),
        (("--role", "admin", "--name", ""), "--name"),
        (("--role", "admin", "--name", NOBODY_SEES), "--name"),
        (("--role", "admin", "--name", "\udcff"), "--name"),
        (("--role", "admin", "--name", "x" * 121), "at most 120 characters"),
        (("--role", "admin", "--name", "Nguyễn Ví Dụ 0912 345678"), "phone numbers"),
    ):
        status, output = _add_user(ward_app, *options)
        assert (status, words in output) == (2, True), (options, output)
    assert number_of_users(ward_app) == 0


def test_phone_number_is_given_once(ward_app: Flask) -> None:
    assert _add_user(ward_app, "--role", "admin")[0] == 0
    status, output = _add_user(ward_app, "--role", "admin", phone="+84900000201")
    assert status == 1
    assert "there is an account with this phone number" in output
    assert number_of_users(ward_app) == 1


@pytest.mark.one_engine
def test_lost_password_is_replaced_and_an_account_ended(ward_app: Flask) -> None:
    _add_user(ward_app, "--role", "admin")
    visitor = Visitor(ward_app)
    visitor.sign_in("0900000201", SENTENCE)
    new = "mot cau khac han"
    assert run(ward_app, "user", "password", "--phone", "0900000201", typed=f"{new}\n{new}\n")[0] == 0
    assert visitor.session()["user"] is None, "who knew the old password is signed out"
    assert Visitor(ward_app).sign_in("0900000201", SENTENCE).status_code == 422
    assert Visitor(ward_app).sign_in("0900000201", new).headers["Location"] == "/"
    assert run(ward_app, "user", "end", "--phone", "0900000201")[0] == 0
    assert Visitor(ward_app).sign_in("0900000201", new).headers["Location"] == "/", "it may still send"
    for command in ("end", "password"):
        status, output = run(ward_app, "user", command, "--phone", "0900000999", typed=TYPED)
        assert (status, "no account has this number" in output) == (2, True)
