"""Two users of the app: a phone that speaks the wire, and a reader who checks every page that comes back."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient
from flask_login import login_user
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from app.database import writer
from app.month import now, today
from app.people import actions
from app.people.models import User
from app.people.queries import actor_on_device
from tests.cast import USER_IDS
from tests.html import check_page

ORIGIN = "http://localhost"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class BufferedClient(FlaskClient):
    """A client that reads each answer to its end at once, as servers do.

    A streamed answer that is left unread keeps its application context in use, and with it the reader's old snapshot.
    """

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request and return the whole answer."""
        return super().open(*args, buffered=buffered, **kwargs)


class Visitor:
    """Somebody with a browser, signed in by name when one of the cast."""

    def __init__(self, app: Flask, name: str | None = None) -> None:
        self.http: FlaskClient = app.test_client()
        self.token = ""
        if name:
            self._be(name)

    def _be(self, name: str) -> None:
        """Take a session of somebody of the cast on a new device; the sign-in page has tests of its own."""
        with self.http.application.test_request_context(base_url=ORIGIN):
            user = writer().get_one(User, USER_IDS[name])
            device_id = actions.sign_in(writer(), user.id, user.password_hash, "?", now())
            assert device_id is not None
            writer().commit()
            login_user(actor_on_device(device_id, today()))
            session.permanent = True
            self.token = generate_csrf()
            kept = dict(session)
        with self.http.session_transaction(base_url=ORIGIN) as stored:
            stored.update(kept)

    def sign_in(self, phone: str, password: str) -> TestResponse:
        """Fill in the sign-in page, and take a token for the endpoints of the phone."""
        page = self.http.get("/login")
        form = {"phone": phone, "password": password, "csrf_token": form_token(page.text)}
        response = self.http.post("/login", data=form, headers={"Origin": ORIGIN})
        self.token = self.session()["csrf"]
        return response

    def session(self) -> Any:
        """Return what the server says of this session."""
        return self.http.get("/api/v1/session").json

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open an address without following redirects; check what is a page."""
        response = self.http.get(path, headers=headers)
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303}:
            check_page(response.text)
        return response

    def post(self, path: str, **form: str) -> TestResponse:
        """Send a form with its token, from this site."""
        data = {"csrf_token": self.token or self.session()["csrf"], **form}
        response = self.http.post(path, data=data, headers={"Origin": ORIGIN})
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303}:
            check_page(response.text)
        return response

    def sync(self, *entries: Any, attempts: int = 1) -> list[dict[str, Any]]:
        """Send a batch; return its receipts. As a phone does, send it again while the server is busy, if it may."""
        for _attempt in range(attempts):
            response = self.send({"entries": list(entries)})
            if response.status_code != 503:
                break
        assert response.status_code == 200, (response.status_code, response.text)
        receipts: list[dict[str, Any]] = response.json["receipts"]  # type: ignore[index]
        assert len(receipts) == len(entries)
        return receipts

    def send(self, body: Any = None, *, data: bytes | None = None, **headers: str) -> TestResponse:
        """Post a body to the endpoint of the phone, by default as a phone does."""
        given = {"Origin": ORIGIN, "X-CSRF-Token": self.token, "Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        given = {name: value for name, value in given.items() if value}
        if data is not None:
            return self.http.post("/api/v1/sync", data=data, headers=given)
        return self.http.post("/api/v1/sync", json=body, headers=given)

    def mine(self) -> Any:
        """Return what became of one's own entries."""
        return self.http.get("/api/v1/mine").json


def form_token(page: str) -> str:
    """Return the token of a page's form."""
    match = _TOKEN.search(page)
    assert match, "the page has no form with a token"
    return unescape(match[1])


def without_tokens(page: str) -> str:
    """Return a page without the tokens of its forms, in which chance may write any short word or number."""
    return _TOKEN.sub('name="csrf_token"', page)
