"""The page of an invitation's link: what it shows to whom, and that opening it changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, writer
from app.month import now, today
from app.people.actor import SENDING_GRACE
from app.people.authority import OPERATOR, PlacedRole
from app.people.models import User
from app.people.post_actions import change_phone, end_person, move_person
from app.permissions import Role, Scope
from tests.cast import ANA, BRUNO, PASSWORD, PHONES, TEAM_1, TEAM_B, WARD_A, WARD_B
from tests.client import ORIGIN, Visitor
from tests.e2e.invitation_actions import INSIDE_ZALO, INSIDE_ZALO_ON_IPHONE
from tests.e2e.page_actions import IPHONE
from tests.people.invitations.steps import (
    NEW_NAME,
    NEW_PASSWORD,
    NEW_PHONE,
    account,
    change,
    invited,
    posts,
    recorded,
    reset_of,
)

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36"


def accept(visitor: Visitor, token: str, step: str, password: str | None = None) -> int:
    """Send the form of an invitation; return the status."""
    fields = {"step": step} | ({} if password is None else {"password": password})
    return visitor.post(f"/invite/{token}?lang=en", **fields).status_code


def step_of(page: str) -> str | None:
    """Return what can be done on a page."""
    found = re.search(r'name="step" value="([a-z_]+)"', page)
    return found[1] if found else None


@pytest.mark.one_engine
def test_opening_a_link_uses_nothing_up_and_leaves_no_trace(app: Flask) -> None:
    token = invited(app)
    stranger, before = Visitor(app), recorded(app)
    for _ in range(3):
        page = stranger.get(f"/invite/{token}?lang=en")
        assert (page.status_code, step_of(page.text)) == (200, "set_password")
    head = stranger.http.head(f"/invite/{token}")
    assert head.status_code == 200
    assert (head.headers["Cache-Control"], head.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert recorded(app) == before
    text = unescape(page.text)
    for words in (NEW_NAME, "Nguyễn Ví Dụ Carla", "Phường Quảng Thắng", "Tổ 1", "0900 … 300"):
        assert words in text
    assert NEW_PHONE[3:] not in text
    assert accept(stranger, token, "set_password", NEW_PASSWORD) == 302


def test_a_new_person_sets_a_password_and_is_signed_in(app: Flask) -> None:
    token, phone = invited(app), Visitor(app)
    assert accept(phone, token, "set_password", "123") == 422
    assert accept(phone, token, "set_password", "0900000300 0900000300") == 422
    assert account(app, NEW_PHONE) is None
    answer = phone.post(f"/invite/{token}", step="set_password", password=NEW_PASSWORD)
    assert answer.headers["Location"] == "/"
    assert phone.session()["user"]["name"] == NEW_NAME
    created = account(app, NEW_PHONE)
    assert created is not None
    assert posts(app, created[0]) == [("member", WARD_A, TEAM_1, 0, None)]
    assert Visitor(app).sign_in("0900000300", NEW_PASSWORD).headers["Location"] == "/"
    assert ("invitation_accepted", WARD_A) in recorded(app)


@pytest.mark.one_engine
def test_a_link_works_once_in_time_and_until_it_is_withdrawn(app: Flask) -> None:
    used, late, withdrawn = (invited(app, phone=f"+8490000030{n}") for n in range(3))
    assert accept(Visitor(app), used, "set_password", NEW_PASSWORD) == 302
    change(app, late, expires_at=now() - timedelta(seconds=1))
    change(app, withdrawn, withdrawn_at=now())
    before = recorded(app)
    stranger = Visitor(app)
    for token, words in (
        (used, "This link has been used already."),
        (late, "This link was good until a day that is over."),
        (withdrawn, "This link was withdrawn."),
    ):
        page = stranger.get(f"/invite/{token}?lang=en")
        assert (page.status_code, words in page.text, step_of(page.text)) == (410, True, None)
        assert accept(stranger, token, "set_password", NEW_PASSWORD) == 410
    for unknown in ("nothing", "x" * 300, used[:-1], used.swapcase(), "ế"):
        assert stranger.get(f"/invite/{unknown}").status_code == 404
        assert accept(stranger, unknown, "set_password", NEW_PASSWORD) == 404
    assert recorded(app) == before
    assert [account(app, f"+8490000030{n}") is None for n in range(3)] == [False, True, True]


def test_an_invitation_never_sets_the_password_of_an_account(app: Flask) -> None:
    """The coordinator of another ward invites Ana's number; the link is not hers to take the account over with."""
    before = account(app, "+84900000101")
    token = invited(app, "dora", "+84900000101", team=TEAM_B, ward=WARD_B)
    thief = Visitor(app)
    page = thief.get(f"/invite/{token}")
    assert step_of(page.text) == "show_password"
    assert accept(thief, token, "set_password", NEW_PASSWORD) == 409
    assert accept(thief, token, "accept") == 409
    assert accept(thief, token, "show_password", NEW_PASSWORD) == 422
    assert accept(Visitor(app, "dora"), token, "accept") == 200
    assert accept(Visitor(app, "bruno"), token, "accept") == 200
    assert account(app, "+84900000101") == before
    assert posts(app, ANA)[-1][1:3] == (WARD_A, TEAM_1)
    assert thief.session()["user"] is None


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_the_owner_of_an_account_accepts_and_moves(app: Flask, is_signed_in: bool) -> None:
    before = account(app, "+84900000101")
    token = invited(app, "dora", "+84900000101", team=TEAM_B, ward=WARD_B)
    ana = Visitor(app, "ana") if is_signed_in else Visitor(app)
    step, password = ("accept", None) if is_signed_in else ("show_password", PASSWORD)
    assert step_of(ana.get(f"/invite/{token}").text) == step
    assert accept(ana, token, step, password) == 302
    assert account(app, "+84900000101") == before, "name and password stay"
    assert posts(app, ANA)[-1] == ("member", WARD_B, TEAM_B, 0, None)
    assert posts(app, ANA)[0][4] == 0, "what she did this morning in the old ward can still be sent"
    assert ana.session()["user"]["ward"]["id"] == WARD_B
    moves = [ward for event, ward in recorded(app) if event == "person_moved"]
    assert sorted(moves, key=str) == [WARD_A, WARD_B]


@pytest.mark.one_engine
def test_wrong_passwords_of_an_account_are_limited_as_at_signing_in(app: Flask) -> None:
    token, thief = invited(app, "dora", "+84900000101", team=TEAM_B, ward=WARD_B), Visitor(app)
    statuses = [accept(thief, token, "show_password", f"wrong password {n}") for n in range(6)]
    assert statuses == [422] * 5 + [429]
    assert accept(thief, token, "show_password", PASSWORD) == 429
    assert thief.sign_in(PHONES["ana"], PASSWORD).status_code == 429


@pytest.mark.one_engine
def test_an_open_browser_of_somebody_else_accepts_nothing(app: Flask) -> None:
    new, of_ana, reset = (
        invited(app),
        invited(app, "dora", "+84900000101", team=TEAM_B, ward=WARD_B),
        reset_of(app, ANA),
    )
    bruno = Visitor(app, "bruno")
    for token in (new, of_ana, reset):
        page = bruno.get(f"/invite/{token}?lang=en")
        assert (page.status_code, step_of(page.text)) == (200, None)
        assert "Nguyễn Ví Dụ Bruno is signed in on this device." in page.text
        for step in ("set_password", "show_password", "accept"):
            assert accept(bruno, token, step, NEW_PASSWORD) == 200
    assert account(app, NEW_PHONE) is None
    assert posts(app, BRUNO) == [("member", WARD_A, 2, posts(app, BRUNO)[0][3], None)]
    assert Visitor(app).sign_in(PHONES["ana"], PASSWORD).headers["Location"] == "/"


def test_an_ended_account_comes_back_by_its_own_password(app: Flask) -> None:
    with app.app_context():
        end_person(writer(), OPERATOR, ANA, now())
        writer().get_one(User, ANA).ended_at = now() - SENDING_GRACE - timedelta(days=9)
        writer().commit()
    assert Visitor(app).sign_in(PHONES["ana"], PASSWORD).status_code == 422
    token, stranger = invited(app, phone="+84900000101"), Visitor(app)
    assert accept(stranger, token, "show_password", NEW_PASSWORD) == 422
    assert accept(stranger, token, "show_password", PASSWORD) == 302
    assert stranger.session()["user"]["id"] == ANA
    assert posts(app, ANA)[-1] == ("member", WARD_A, TEAM_1, 0, None)


@pytest.mark.one_engine
def test_a_link_sent_again_stops_the_one_before(app: Flask) -> None:
    token = invited(app)
    change(app, token, token_hash="ab" * 32)
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 404


@pytest.mark.one_engine
@pytest.mark.parametrize("agent", [INSIDE_ZALO, INSIDE_ZALO_ON_IPHONE])
def test_no_password_is_typed_inside_another_app(app: Flask, agent: str) -> None:
    token, stranger = invited(app), Visitor(app)
    page = stranger.get(f"/invite/{token}?lang=en", **{"User-Agent": agent})
    assert 'type="password"' not in page.text
    browser = "Safari" if agent is INSIDE_ZALO_ON_IPHONE else "Chrome"
    assert f"Open in {browser}" in page.text
    assert f"{ORIGIN}/invite/{token}" in page.text
    assert (f"intent://localhost/invite/{token}#Intent" in page.text) is (browser == "Chrome")
    assert 'type="password"' in stranger.get(f"/invite/{token}?here=1", **{"User-Agent": agent}).text
    for real in (IPHONE, ANDROID):
        page = stranger.get(f"/invite/{token}?lang=en", **{"User-Agent": real})
        assert 'type="password"' in page.text
        assert ("storage of its own" in page.text) is (real is IPHONE)


def test_a_reset_sets_the_password_once_and_everybody_learns_of_it(app: Flask) -> None:
    other, token, phone = Visitor(app, "ana"), reset_of(app, ANA, "leo"), Visitor(app)
    assert step_of(phone.get(f"/invite/{token}").text) == "set_password"
    assert accept(phone, token, "set_password", "1234567890") == 422
    assert accept(phone, token, "set_password", NEW_PASSWORD) == 302
    assert phone.session()["user"]["id"] == ANA
    assert other.session()["user"] is None, "signed out everywhere"
    assert Visitor(app).sign_in(PHONES["ana"], PASSWORD).status_code == 422
    assert Visitor(app).sign_in(PHONES["ana"], NEW_PASSWORD).headers["Location"] == "/"
    assert "by a link of Nguyễn Ví Dụ Leo" in unescape(phone.get("/account?lang=en").text)
    lines = unescape(Visitor(app, "carla").get("/journal/?lang=en").text)
    assert "set a new password by the link of Nguyễn Ví Dụ Leo" in lines
    assert "made a link for a new password of Nguyễn Ví Dụ Ana" in lines
    assert accept(Visitor(app), token, "set_password", "mot cau khac han") == 410


@pytest.mark.one_engine
def test_a_reset_is_late_after_fifteen_minutes(app: Flask) -> None:
    token = reset_of(app, ANA)
    change(app, token, expires_at=now())
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 410


@pytest.mark.one_engine
def test_the_rule_stands_there_before_and_the_suggestion_stays_after_an_error(app: Flask) -> None:
    token, phone = invited(app), Visitor(app)
    first = phone.get(f"/invite/{token}").text
    assert "Ít nhất 10 ký tự" in first
    [shown] = re.findall(r'<b id="suggestion">([a-z ]+)</b>', first)
    sent = {"step": "set_password", "suggestion": shown}
    for password, words in (("123", "ít nhất 10 ký tự"), (NEW_NAME, "Họ tên rất dễ đoán")):
        answer = phone.post(f"/invite/{token}", **sent, password=password)
        assert (answer.status_code, words in answer.text) == (422, True)
        assert f'<b id="suggestion">{shown}</b>' in answer.text
    foreign = phone.post(f"/invite/{token}", **(sent | {"suggestion": "một hai <b>"}), password="123").text
    assert re.search(r'<b id="suggestion">[a-z]+ [a-z]+ [a-z]+</b>', foreign)


def test_another_number_stops_a_reset(app: Flask) -> None:
    token, at = reset_of(app, ANA), now()
    with app.app_context():
        in_transaction(lambda session: change_phone(session, OPERATOR, ANA, "+84911222333", at))
    assert Visitor(app).get(f"/invite/{token}").status_code == 410
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 410


@pytest.mark.one_engine
def test_a_reset_is_for_the_account_whoever_has_the_number_now(app: Flask) -> None:
    token = reset_of(app, ANA)
    with app.app_context():
        writer().execute(sa.update(User).where(User.id == ANA).values(phone="+84911222333"))
        writer().execute(sa.update(User).where(User.id == BRUNO).values(phone="+84900000101"))
        writer().commit()
    assert step_of(Visitor(app, "bruno").get(f"/invite/{token}").text) is None
    owner = Visitor(app)
    assert "0911 … 333" in owner.get(f"/invite/{token}").text
    assert accept(owner, token, "set_password", "0911222333") == 422, "the number that it has now is no password"
    assert accept(owner, token, "set_password", NEW_PASSWORD) == 302
    assert owner.session()["user"]["id"] == ANA


@pytest.mark.one_engine
def test_a_wrong_password_is_recorded_where_the_account_is_and_where_it_is_invited(app: Flask) -> None:
    token, before = invited(app, "dora", phone="+84900000101", team=TEAM_B, ward=WARD_B), len(recorded(app))
    assert accept(Visitor(app), token, "show_password", "falsch falsch falsch") == 422
    assert sorted(recorded(app)[before:]) == [("sign_in_failed", WARD_A), ("sign_in_failed", WARD_B)]


@pytest.mark.one_engine
def test_signing_in_is_recorded_in_the_ward_where_the_account_is_by_then(app: Flask) -> None:
    token = reset_of(app, ANA, "ada")
    with app.app_context():
        to = PlacedRole(Role.MEMBER, Scope(None, WARD_B, TEAM_B))
        in_transaction(lambda session: move_person(session, OPERATOR, ANA, to, today(), now()))
    assert accept(Visitor(app), token, "set_password", NEW_PASSWORD) == 302
    assert recorded(app)[-1] == ("signed_in", WARD_B)
