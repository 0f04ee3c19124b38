"""Signing in with an account that has ended, or on a device that was signed out: one is told what is true of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.month import now, today
from app.people.actions import give_password
from app.people.actor import SENDING_GRACE
from app.people.authority import OPERATOR
from app.people.models import Device, Membership, User
from app.people.post_actions import end_person
from app.places.models import Ward
from tests.cast import ADA, ANA, EVA, PASSWORD, PHONES, WARD_A
from tests.client import Visitor

WRONG = "không đúng"
ENDED = "Phường đã cho anh/chị nghỉ"
SIGNED_OUT = "Máy này đã bị đăng xuất"
NEW_PASSWORD = "mot cau khac han"
pytestmark = pytest.mark.one_engine


def _end(app: Flask, days_ago: int, id: int = ANA) -> None:
    """End somebody's account and post so many days ago."""
    with app.app_context():
        end_person(writer(), OPERATOR, id, now())
        moment = now() - timedelta(days=days_ago)
        writer().execute(sa.update(User).where(User.id == id).values(ended_at=moment))
        last_day = today() - timedelta(days=days_ago)
        writer().execute(sa.update(Membership).where(Membership.user_id == id).values(valid_to=last_day))
        writer().commit()


def _set_contact(app: Flask, phone: str) -> None:
    with app.app_context():
        writer().execute(sa.update(Ward).where(Ward.id == WARD_A).values(contact_phone=phone))
        writer().commit()


def test_the_right_password_of_an_account_that_ended_long_ago_says_so(sqlite_app: Flask) -> None:
    _set_contact(sqlite_app, "+842363650000")
    _end(sqlite_app, SENDING_GRACE.days + 2)
    answer = Visitor(sqlite_app).sign_in(PHONES["ana"], PASSWORD)
    assert answer.status_code == 422
    assert ENDED in answer.text
    assert "tel:+842363650000" in answer.text
    assert "mật khẩu không đúng" not in answer.text
    visitor = Visitor(sqlite_app)
    visitor.sign_in(PHONES["ana"], PASSWORD)
    assert visitor.session()["user"] is None, "nobody is signed in by it"


@pytest.mark.parametrize(("name", "id"), [("eva", EVA), ("ada", ADA)])
def test_who_had_no_post_in_a_ward_reads_of_none(sqlite_app: Flask, name: str, id: int) -> None:
    _end(sqlite_app, SENDING_GRACE.days + 2, id)
    answer = Visitor(sqlite_app).sign_in(PHONES[name], PASSWORD)
    assert "data-ended" in answer.text
    assert f"từ ngày {today() - timedelta(days=SENDING_GRACE.days + 2):%d/%m/%Y}" in answer.text
    assert not re.search(r"[Pp]hường", answer.text.split("data-ended")[1].split("</div>")[0])


def test_a_wrong_password_says_nothing_of_an_account_that_ended(sqlite_app: Flask) -> None:
    ended_before = Visitor(sqlite_app).sign_in(PHONES["ana"], WRONG)
    _end(sqlite_app, SENDING_GRACE.days + 2)
    answers = [Visitor(sqlite_app).sign_in(number, WRONG) for number in (PHONES["ana"], "0900000999")]
    assert {answer.status_code for answer in (ended_before, *answers)} == {422}
    assert not [answer for answer in answers if ENDED in answer.text]


def test_an_account_that_ended_lately_signs_in_and_reads_whom_to_call(sqlite_app: Flask) -> None:
    _set_contact(sqlite_app, "+842363650000")
    _end(sqlite_app, 3)
    visitor = Visitor(sqlite_app)
    assert visitor.sign_in(PHONES["ana"], PASSWORD).headers["Location"] == "/"
    page = visitor.get("/account").text
    assert "vẫn được gửi về phường đến hết ngày" in page
    assert "tel:+842363650000" in page


def test_the_account_says_that_a_post_ended_long_ago(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        last_day = today() - SENDING_GRACE - timedelta(days=5)
        writer().execute(sa.update(Membership).where(Membership.user_id == ANA).values(valid_to=last_day))
        writer().commit()
    page = Visitor(sqlite_app, "ana").get("/account").text
    assert ENDED in page
    assert "vẫn được gửi" not in page


@pytest.mark.parametrize("way", ["revoked", "password"])
def test_sign_in_says_that_a_device_was_signed_out(sqlite_app: Flask, way: str) -> None:
    visitor = Visitor(sqlite_app)
    visitor.sign_in(PHONES["ana"], PASSWORD)
    assert SIGNED_OUT not in Visitor(sqlite_app).get("/login").text
    with sqlite_app.app_context():
        if way == "revoked":
            writer().execute(sa.update(Device).where(Device.user_id == ANA).values(revoked_at=now()))
        else:
            give_password(writer(), ANA, NEW_PASSWORD, now())
        writer().commit()
    assert visitor.get("/account").headers["Location"] == "/login"
    assert SIGNED_OUT in visitor.get("/login").text
    assert SIGNED_OUT in visitor.sign_in(PHONES["ana"], WRONG).text
    assert visitor.sign_in(PHONES["ana"], NEW_PASSWORD if way == "password" else PASSWORD).status_code == 302
    visitor.post("/logout")
    assert SIGNED_OUT not in visitor.get("/login").text, "who signed out here knows it"
