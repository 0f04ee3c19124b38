"""Behind HTTPS: cookies, headers, and the only origin."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.answer_headers import cookies_of, policy_of
from tests.cast import PASSWORD, PHONES
from tests.client import form_token
from tests.conftest import Databases, dispose, make_app

SITE = "https://tungnha.example.vn"


@pytest.fixture
def https_app(databases: Databases) -> Iterator[Flask]:
    """An app that people reach under a configured address by https."""
    url = databases.fresh("sqlite")
    app = make_app(url, public_origin=SITE)
    yield app
    dispose(app)
    databases.drop(url)


class Browser:
    """Somebody behind the proxy of ``SITE``."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()

    def get(self, path: str) -> TestResponse:
        return self.http.get(path, base_url=SITE)

    def post(self, path: str, origin: str = SITE, **form: str) -> TestResponse:
        token = self.get("/api/v1/session").json["csrf"]
        headers = {"Origin": origin, "Referer": origin + "/", "X-CSRF-Token": token}
        return self.http.post(path, base_url=SITE, data={"csrf_token": token, **form}, headers=headers)


def test_behind_https_everything_insists_on_it(https_app: Flask) -> None:
    browser = Browser(https_app)
    page = browser.get("/login")
    signed_in = browser.post("/login", phone=PHONES["ana"], password=PASSWORD)
    assert signed_in.headers["Location"] == "/"
    chosen = browser.post("/language", language="en", back="/")
    for answer in (page, signed_in, chosen, browser.get("/api/v1/mine"), browser.get("/no/such/page")):
        maximum = re.fullmatch(r"max-age=(\d+).*", answer.headers["Strict-Transport-Security"])
        assert maximum
        assert int(maximum[1]) >= 180 * 24 * 3600
        assert "upgrade-insecure-requests" in policy_of(answer)
        for attributes in cookies_of(answer).values():
            assert "secure;" in attributes
            assert "httponly;" in attributes
            assert "samesite=lax;" in attributes
    session_cookie = cookies_of(signed_in)["__Host-session"]
    assert "path=/;" in session_cookie
    assert "domain=" not in session_cookie


def test_the_configured_address_is_the_only_origin(https_app: Flask) -> None:
    """The Host header is the sender's to choose, the configured address is not."""
    browser = Browser(https_app)
    credentials = {"phone": PHONES["ana"], "password": PASSWORD}
    for origin in ("https://evil.example", "http://tungnha.example.vn", SITE + ":8443", SITE + ".evil.example", "null"):
        assert browser.post("/login", origin=origin, **credentials).status_code == 403, origin
    token = form_token(browser.get("/login").text)
    forged = browser.http.post(
        "/login",
        base_url="https://evil.example",
        data={"csrf_token": token, **credentials},
        headers={"Origin": "https://evil.example"},
    )
    assert forged.status_code == 403
    assert browser.post("/login", origin=SITE.upper(), **credentials).headers["Location"] == "/"
