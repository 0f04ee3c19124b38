"""Security of requests: headers, cookies, origins, signing in and out, and the contents of errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from app.database import writer
from app.month import now
from app.people.actor import SENDING_GRACE
from app.people.models import Device, SignInFailure, User
from app.people.passwords import MIN_LENGTH
from tests.answer_headers import cookies_of, policy_of
from tests.cast import ANA, LEO, PASSWORD, PHONES
from tests.client import ORIGIN, Visitor, without_tokens
from tests.factories import household, make_entry

PAGES = ("/login", "/", "/overview/", "/account", "/account/password", "/no/such/page", "/overview/?month=x")
NEW_PASSWORD = "mot cau de nho khac"


# What every answer carries.


def test_every_answer_has_secure_headers(sqlite_app: Flask) -> None:
    stranger, ana = Visitor(sqlite_app), Visitor(sqlite_app, "ana")
    answers = [visitor.get(path) for visitor in (stranger, ana) for path in PAGES]
    answers += [stranger.get("/healthz"), stranger.get("/api/v1/mine"), ana.get("/api/v1/mine")]
    answers += [ana.get("/api/v1/mine", **{"If-None-Match": answers[-1].headers["ETag"]})]
    answers += [ana.send({"entries": []}), ana.send(data=b""), ana.get("/reports/entries.csv")]
    answers += [stranger.http.post("/login"), stranger.get("/static/nothing.js"), ana.http.post("/logout")]
    assert {answer.status_code for answer in answers} >= {200, 302, 304, 400, 401, 403, 404}
    for answer in answers:
        policy = policy_of(answer)
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
        for sources in policy.values():
            assert not set(sources.split()) - {"'self'", "'none'", "data:", "blob:"}, sources
        assert "upgrade-insecure-requests" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert "Strict-Transport-Security" not in answer.headers
        assert "Server" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_hold_nothing_inline_and_nothing_of_other_sites(sqlite_app: Flask) -> None:
    """The reader's own check of each page finds inline code; here the sources of what pages load are looked at."""
    for name in (None, "ana", "leo", "carla", "vera", "eva", "ada", "nina"):
        visitor = Visitor(sqlite_app, name)
        for path in PAGES:
            text = visitor.get(path).text
            for address in re.findall(r'(?:src|href|action)="([^"]*)"', text):
                assert address.startswith(("/", "#")), (path, address)
                assert not address.startswith("//"), (path, address)
            assert "<style" not in text
            assert "javascript:" not in text


def test_private_pages_are_kept_by_nobody(sqlite_app: Flask) -> None:
    ana = Visitor(sqlite_app, "ana")
    for path in ("/overview/", "/account", "/api/v1/mine", "/api/v1/session", "/reports/entries.csv"):
        assert ana.get(path).headers["Cache-Control"] == "no-store", path


def test_text_of_users_is_shown_as_text(app: Flask, ana: Visitor) -> None:
    script = "<script>alert(1)</script>"
    ana.sync(make_entry(household=household(script), note=script), make_entry("training", title=script))
    with app.app_context():
        writer().execute(sa.text("UPDATE neighbourhood SET name = :name WHERE id = 1"), {"name": script})
        writer().execute(sa.text('UPDATE "user" SET name = :name'), {"name": script})
        writer().commit()
    for name in ("ana", "leo", "carla"):
        for path in ("/overview/", "/account"):
            text = Visitor(app, name).get(path).text
            assert script not in text
    assert "&lt;script&gt;" in text


# Cookies.


def test_cookies_stay_on_the_server_side_of_the_page(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    answers = [stranger.http.get("/login"), stranger.sign_in(PHONES["ana"], PASSWORD)]
    answers += [stranger.post("/language", language="en", back="/")]
    cookies: dict[str, str] = {}
    for answer in answers:
        cookies |= cookies_of(answer)
    assert cookies.keys() == {"session", "language", "known-device"}
    for attributes in cookies.values():
        assert "httponly;" in attributes
        assert "samesite=lax;" in attributes
        assert "path=/;" in attributes
        assert "domain=" not in attributes
        assert "secure;" not in attributes, "the app is reached by http here"


# Where a request comes from.


@pytest.mark.parametrize("path", ["/login", "/logout", "/language", "/account/password"])
def test_forms_of_other_sites_are_refused(sqlite_app: Flask, path: str) -> None:
    ana = Visitor(sqlite_app, "ana")
    form = {"csrf_token": ana.token, "language": "en"}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ):
        assert ana.http.post(path, data=form, headers=headers).status_code == 403, headers
    assert ana.session()["user"]


@pytest.mark.parametrize("path", ["/login", "/logout", "/language", "/account/password"])
def test_a_form_without_its_token_is_refused(sqlite_app: Flask, path: str) -> None:
    ana, leo = Visitor(sqlite_app, "ana"), Visitor(sqlite_app, "leo")
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": leo.token}):
        form = {"language": "en", **token}
        assert ana.http.post(path, data=form, headers={"Origin": ORIGIN}).status_code == 400
    assert ana.session()["user"]


def test_get_requests_change_nothing(sqlite_app: Flask) -> None:
    ana = Visitor(sqlite_app, "ana")
    for path in ("/logout", "/language?language=en"):
        assert ana.get(path).status_code == 405
    assert ana.session()["user"]


# Signing in and out.


def test_a_number_that_nobody_has_looks_like_a_wrong_password(app: Flask, visitor: Callable[..., Visitor]) -> None:
    pages = []
    for phone in (PHONES["ana"], "0900000999"):
        response = visitor().sign_in(phone, "wrong password")
        assert response.status_code == 422
        pages.append(re.sub(r'value="[^"]*"', "", response.text))
    assert pages[0] == pages[1]


def test_failures_keep_no_list_of_numbers(app: Flask, visitor: Callable[..., Visitor]) -> None:
    visitor().sign_in(PHONES["ana"], "wrong password")
    with app.app_context():
        kept = writer().scalars(sa.select(SignInFailure.key)).all()
    assert kept
    assert not [key for key in kept if "900000101" in key]


@pytest.mark.parametrize("password", ["", "x" * 201, "x" * 100_000, "\x00", "mot cau de nho "])
def test_wrong_passwords_are_refused(sqlite_app: Flask, password: str) -> None:
    stranger = Visitor(sqlite_app)
    assert stranger.sign_in(PHONES["ana"], password).status_code == 422
    assert stranger.session()["user"] is None


@pytest.mark.parametrize("phone", ["", "x", "0900000101' OR 1=1 --", "9" * 500, "\x00", "+84900000101;ext=1" * 9])
def test_texts_that_are_no_phone_number_are_refused(sqlite_app: Flask, phone: str) -> None:
    assert Visitor(sqlite_app).sign_in(phone, PASSWORD).status_code == 422


def test_signing_in_changes_the_token_and_the_session(sqlite_app: Flask) -> None:
    """What a stranger planted in the browser before is worth nothing after."""
    stranger = Visitor(sqlite_app)
    planted_token = stranger.session()["csrf"]
    planted = stranger.http.get_cookie("session")
    assert planted is not None
    stranger.sign_in(PHONES["ana"], PASSWORD)
    own = stranger.http.get_cookie("session")
    assert own is not None
    assert own.value != planted.value
    assert stranger.send({"entries": []}, X_CSRF_Token=planted_token).json == {"error": "csrf"}
    assert stranger.send({"entries": []}).status_code == 200
    other = Visitor(sqlite_app)
    other.http.set_cookie("session", planted.value)
    assert other.session()["user"] is None


def kept_session(app: Flask, visitor: Visitor) -> Visitor:
    """Return somebody who copied a visitor's cookie."""
    cookie = visitor.http.get_cookie("session")
    assert cookie is not None
    thief = Visitor(app)
    thief.http.set_cookie("session", cookie.value)
    thief.token = visitor.token
    return thief


def test_signing_out_ends_the_session_everywhere(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    thief, other_phone = kept_session(app, ana), visitor("ana")
    assert thief.session()["user"]
    assert ana.post("/logout").headers["Location"] == "/login"
    for gone in (ana, thief):
        assert gone.session()["user"] is None
        assert gone.send({"entries": []}).status_code == 401
        assert gone.get("/account").headers["Location"] == "/login"
    assert other_phone.session()["user"]


def test_a_new_password_signs_other_devices_out(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    other_phone, leo = visitor("ana"), visitor("leo")
    form = {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    for wrong in ({"current": "wrong password"}, {"again": "another one"}, {"new": "x" * (MIN_LENGTH - 1)}):
        assert ana.post("/account/password", **form | wrong).status_code == 422
    assert other_phone.session()["user"]
    assert ana.post("/account/password", **form).headers["Location"] == "/account"
    assert ana.session()["user"]
    assert leo.session()["user"]
    assert other_phone.session()["user"] is None
    assert visitor().sign_in(PHONES["ana"], PASSWORD).status_code == 422
    assert visitor().sign_in(PHONES["ana"], NEW_PASSWORD).headers["Location"] == "/"


def test_a_lost_phone_is_signed_out_from_another(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    lost, leo = visitor("ana"), visitor("leo")
    with app.app_context():
        of_leo = writer().scalars(sa.select(Device.id).where(Device.user_id == LEO)).one()
    assert ana.post(f"/account/devices/{of_leo}/revoke").status_code == 404
    assert leo.session()["user"]
    [address] = re.findall(r'action="(/account/devices/[^"]+/revoke)"', ana.get("/account").text)
    assert ana.post(address).headers["Location"] == "/account"
    assert lost.session()["user"] is None
    assert ana.session()["user"]
    assert ana.post(address).status_code == 404


def test_account_that_ended_long_ago_is_signed_out(app: Flask, ana: Visitor) -> None:
    with app.app_context():
        gone = now() - SENDING_GRACE - timedelta(days=1)
        writer().execute(sa.update(User).where(User.id == ANA).values(ended_at=gone))
        writer().commit()
    assert ana.session()["user"] is None
    assert ana.send({"entries": []}).status_code == 401
    assert Visitor(app).sign_in(PHONES["ana"], PASSWORD).status_code == 422


# Going back to where one was.


# What an error tells.

SECRET = "bi mat cua ba Tu 038099012345"


def raise_secret(**_: Any) -> None:
    raise RuntimeError(SECRET)


def test_errors_show_nothing_of_the_program(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = Visitor(sqlite_app, "ana")
    for endpoint in ("people.account", "sync.mine", "sync.sync"):
        monkeypatch.setitem(sqlite_app.view_functions, endpoint, raise_secret)
    answers = [ana.get("/account"), ana.get("/api/v1/mine"), ana.send({"entries": []})]
    for answer in answers:
        assert answer.status_code == 500
        for trace in (SECRET, "RuntimeError", "Traceback", ".py", "raise_secret"):
            assert trace not in without_tokens(answer.text)
    assert [answer.json for answer in answers[1:]] == [{"error": "error"}] * 2
    assert re.search(r"\b[0-9a-f]{8}\b", answers[0].text), "the page gives a number to find the error by"
    policy_of(answers[0])


def test_errors_of_the_database_name_nobody(app: Flask) -> None:
    """Errors are logged with all they say; a log is read by more people than the entries are."""
    with app.app_context():
        with pytest.raises(DBAPIError) as raised:
            writer().execute(sa.text("INSERT INTO nowhere (note) VALUES (:note)"), {"note": SECRET})
        writer().rollback()
    assert SECRET not in str(raised.value)


def test_files_of_the_program_are_not_served(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    for path in ("/static/../pyproject.toml", "/static/..%2fpyproject.toml", "/static/%2e%2e/wsgi.py", "/.git/config"):
        response = stranger.http.get(path)
        assert response.status_code == 404, path
