"""A session that is used does not end: any page renews it, once a day, and nobody waits for that."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from itsdangerous import TimestampSigner
from werkzeug.test import TestResponse

from app.config import SESSION_LIFETIME
from app.database import reader, writer
from app.month import now, today
from app.people.models import Device
from tests.cast import USER_IDS
from tests.client import Visitor

YESTERDAY = timedelta(days=1, minutes=1)
USED = [
    ("ana", "/api/v1/session"),
    ("ana", "/api/v1/bootstrap"),
    ("ana", "/account"),
    ("leo", "/review/"),
    ("carla", "/overview/"),
    ("carla", "/reports/entries.csv"),
    ("vera", "/overview/"),
    ("dora", "/settings/"),
    ("eva", "/overview/"),
    ("ada", "/journal/"),
]
UNUSED = ["/", "/log/", "/log/mine", "/healthz", "/sw.js", "/login", "/no/such/page", "/review/entries/1", "/static/x"]


def _arrived(app: Flask, name: str) -> Visitor:
    """Return somebody whose browser was here before: the first request after signing in signs the session anew."""
    somebody = Visitor(app, name)
    somebody.session()
    return somebody


def _last_used_days_ago(app: Flask, name: str, days: timedelta = YESTERDAY) -> None:
    with app.app_context():
        of_user = Device.user_id == USER_IDS[name]
        writer().execute(sa.update(Device).where(of_user).values(last_seen_at=now() - days))
        writer().commit()


def _is_used_today(app: Flask, name: str) -> bool:
    with app.app_context():
        device = reader().scalars(sa.select(Device).where(Device.user_id == USER_IDS[name])).one()
        return device.last_used_on == today()


def _is_renewed(response: TestResponse) -> bool:
    assert response.data is not None, "what is streamed has to be read to its end"
    return any(cookie.startswith("session=") for cookie in response.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize(("name", "path"), USED)
def test_any_page_renews_the_session_once_a_day(app: Flask, name: str, path: str) -> None:
    somebody = _arrived(app, name)
    _last_used_days_ago(app, name)
    assert [_is_renewed(somebody.get(path)) for _ in range(3)] == [True, False, False]
    assert _is_used_today(app, name)


def test_sending_renews_the_session(app: Flask) -> None:
    ana = _arrived(app, "ana")
    _last_used_days_ago(app, "ana")
    assert [_is_renewed(ana.send({"entries": []})) for _ in range(2)] == [True, False]


def test_a_clock_that_was_ahead_is_put_right(app: Flask) -> None:
    carla = _arrived(app, "carla")
    _last_used_days_ago(app, "carla", -YESTERDAY * 400)
    assert _is_renewed(carla.get("/account"))
    assert _is_used_today(app, "carla")


@pytest.mark.one_engine
@pytest.mark.parametrize("path", UNUSED)
def test_requests_that_are_no_use_renew_nothing(app: Flask, path: str) -> None:
    ana = _arrived(app, "ana")
    _last_used_days_ago(app, "ana")
    assert not _is_renewed(ana.get(path))
    assert not _is_renewed(ana.http.head("/account"))
    assert not _is_used_today(app, "ana")


@pytest.mark.one_engine
def test_unchanged_answers_renew_nothing(app: Flask) -> None:
    ana = _arrived(app, "ana")
    tag = ana.get("/api/v1/bootstrap").headers["ETag"]
    _last_used_days_ago(app, "ana")
    answer = ana.get("/api/v1/bootstrap", **{"If-None-Match": tag})
    assert (answer.status_code, _is_renewed(answer)) == (304, False)


@pytest.mark.one_engine
def test_a_used_session_lives_on_and_an_idle_one_ends(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The coordinator only ever looks at pages; nothing is sent from her desk."""
    carla = _arrived(app, "carla")
    began, passed = int(time.time()), timedelta()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: began + int(passed.total_seconds()))
    for _ in range(4):
        passed += SESSION_LIFETIME - timedelta(days=1)
        _last_used_days_ago(app, "carla")
        assert carla.get("/account").status_code == 200
    passed += SESSION_LIFETIME + timedelta(days=1)
    assert carla.get("/account").headers["Location"] == "/login"


def test_the_list_of_devices_says_when_each_was_last_used(app: Flask, visitor: Callable[..., Visitor]) -> None:
    vera = visitor("vera")
    _last_used_days_ago(app, "vera", timedelta(days=40))
    here = visitor("vera")
    old = f"{today() - timedelta(days=40):%d/%m/%Y}"
    assert f"dùng lần cuối ngày {old}" in here.get("/account").text
    vera.get("/overview/")
    page = here.get("/account").text
    assert f"dùng lần cuối ngày {today():%d/%m/%Y}" in page
    assert old not in page


@contextmanager
def _busy_writer(app: Flask) -> Iterator[None]:
    """Hold what a writer of this app holds, and the devices."""
    with app.app_context():
        writer().execute(sa.update(Device).values(label="busy"))
        yield
        writer().rollback()


@contextmanager
def _busy_program(app: Flask) -> Iterator[None]:
    """Hold the database from beside the app, as a terminal may."""
    path = sa.make_url(app.config["TUNG_NHA"].database_url).database or ""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def _assert_nobody_waits(app: Flask, hold: Callable[[Flask], AbstractContextManager[None]]) -> None:
    carla = _arrived(app, "carla")
    _last_used_days_ago(app, "carla")
    with hold(app):
        began = time.monotonic()
        answer = carla.http.get("/account")
        took = time.monotonic() - began
    assert (answer.status_code, _is_renewed(answer)) == (200, False)
    assert took < 2
    assert _is_renewed(carla.get("/account")), "the next page makes up for it"


def test_a_page_does_not_wait_for_writers(app: Flask) -> None:
    _assert_nobody_waits(app, _busy_writer)


def test_a_page_does_not_wait_for_other_programs(sqlite_app: Flask) -> None:
    _assert_nobody_waits(sqlite_app, _busy_program)
