"""Tokens of unsafe requests: those of Flask-WTF and the app's are one kind, and belong to one session."""

from __future__ import annotations

import pytest
from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf, validate_csrf

from app.csrf import csrf_token, is_own_token


def test_tokens_are_those_of_flask_wtf(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        token = csrf_token()
        assert csrf_token() == generate_csrf() == token
        validate_csrf(token)
        g.pop("csrf_token")
        assert is_own_token(generate_csrf())


def test_a_token_holds_for_its_session_alone(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        token = csrf_token()
    with sqlite_app.test_request_context():
        assert not is_own_token(token)
        csrf_token()
        assert not is_own_token(token)
        session["csrf_token"] = "another"
        assert not is_own_token(token)


@pytest.mark.parametrize("broken", [None, "", ".", "x", "á", "\udc80", "IngiLg.a.b"])
def test_what_is_no_token_is_refused(sqlite_app: Flask, broken: str | None) -> None:
    with sqlite_app.test_request_context():
        token = csrf_token()
        assert is_own_token(token)
        assert not is_own_token(broken)
        beginning, signature = token.rsplit(".", 1)
        assert not is_own_token(f"{beginning}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}")
        assert not is_own_token(token.replace(token.split(".")[0], "ImFub3RoZXIi"))


@pytest.mark.parametrize(
    ("path", "encoding"), [("/api/v1/session", None), ("/login", "br"), ("/manifest.webmanifest", "br")]
)
def test_only_what_is_long_is_compressed(sqlite_app: Flask, path: str, encoding: str | None) -> None:
    answer = sqlite_app.test_client().get(path, headers={"Accept-Encoding": "gzip, br"})
    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, encoding)
