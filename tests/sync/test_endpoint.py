"""What every request to the endpoint of phones passes, in this order, before anything of it is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask

from app import engines
from app.config import MAX_BODY
from app.database import writer
from app.errors import RETRY_AFTER
from app.sync.envelope import MOST_ENTRIES
from tests.client import ORIGIN, Visitor
from tests.conftest import dispose, make_app
from tests.factories import make_entry
from tests.sync.steps import number_of_entries, outcome

FOREIGN = "https://evil.example"
TOO_LARGE = b" " * (MAX_BODY + 1)


def refusal(response: Any) -> tuple[int, str]:
    """Return status and code of an error, after looking at its form."""
    assert response.mimetype == "application/json"
    assert "Location" not in response.headers
    assert response.json.keys() == {"error"}
    return response.status_code, response.json["error"]


def test_each_check_comes_before_the_next(sqlite_app: Flask) -> None:
    """Each request fails this check and all later ones; the first must answer."""
    stranger, ana = Visitor(sqlite_app), Visitor(sqlite_app, "ana")
    bad_token = {"X_CSRF_Token": "wrong"}
    not_json = {"Content_Type": "text/plain"}
    assert refusal(stranger.send(data=TOO_LARGE, Origin=FOREIGN, **bad_token, **not_json)) == (403, "origin")
    assert refusal(stranger.send(data=TOO_LARGE, **bad_token, **not_json)) == (401, "signed_out")
    assert refusal(ana.send(data=TOO_LARGE, **bad_token, **not_json)) == (403, "csrf")
    assert refusal(ana.send(data=TOO_LARGE, **not_json))[0] == 415
    assert refusal(ana.send(data=TOO_LARGE))[0] == 413
    assert refusal(ana.send(data=b"no json"))[0] == 400
    assert ana.send({"entries": []}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": FOREIGN},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "ftp://localhost"},
        {"Origin": "localhost"},
        {"Origin": ""},
        {"Origin": "", "Referer": ORIGIN + "/log/"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": FOREIGN, "Sec_Fetch_Site": "same-origin"},
    ],
    ids=str,
)
def test_other_sites_send_nothing(sqlite_app: Flask, headers: dict[str, str]) -> None:
    ana = Visitor(sqlite_app, "ana")
    assert refusal(ana.send({"entries": [make_entry()]}, **headers)) == (403, "origin")
    assert number_of_entries(sqlite_app) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ORIGIN},
        {"Origin": "HTTP://LOCALHOST"},
        {"Origin": "", "Sec_Fetch_Site": "same-origin"},
        {"Origin": ORIGIN, "Sec_Fetch_Site": "same-origin"},
    ],
    ids=str,
)
def test_this_site_sends(sqlite_app: Flask, headers: dict[str, str]) -> None:
    assert Visitor(sqlite_app, "ana").send({"entries": []}, **headers).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/bootstrap"), ("GET", "/api/v1/mine"), ("POST", "/api/v1/sync")],
)
def test_signed_out_sender_gets_an_answer_that_says_so(sqlite_app: Flask, method: str, path: str) -> None:
    stranger = Visitor(sqlite_app)
    for token in ("", stranger.session()["csrf"]):
        response = stranger.http.open(path, method=method, headers={"Origin": ORIGIN, "X-CSRF-Token": token})
        assert refusal(response) == (401, "signed_out")


def test_a_forged_session_is_none(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    for cookie in ("", "x", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbb", "." * 2000):
        stranger.http.set_cookie("session", cookie)
        assert refusal(stranger.get("/api/v1/mine")) == (401, "signed_out")


def test_a_token_belongs_to_its_session(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    entry = make_entry()
    foreign = visitor("leo").token
    for token in ("", "wrong", foreign, ana.token[:-1], "Bearer " + ana.token):
        assert refusal(ana.send({"entries": [entry]}, X_CSRF_Token=token)) == (403, "csrf")
    # The phone fetches a fresh one once; the older one goes on working, for another tab.
    fresh = ana.session()["csrf"]
    assert ana.send({"entries": [entry]}, X_CSRF_Token=fresh).status_code == 200
    assert ana.send({"entries": [entry]}).status_code == 200


def test_a_queue_is_not_sent_under_another_name(app: Flask, ana: Visitor) -> None:
    """Two people share a phone: what one logged waits until that one signs in again."""
    token = ana.token
    before = ana.session()["csrf"]
    ana.post("/logout")
    entry = make_entry()
    assert refusal(ana.send({"entries": [entry]}, X_CSRF_Token=token)) == (401, "signed_out")
    ana.sign_in("0900000102", "mot cau de nho")
    assert ana.session()["user"]["name"] == "Nguyễn Ví Dụ Bruno"
    for old in (token, before):
        assert refusal(ana.send({"entries": [entry]}, X_CSRF_Token=old)) == (403, "csrf")
    assert number_of_entries(app) == 0


@pytest.mark.parametrize("mimetype", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_json_is_taken(sqlite_app: Flask, mimetype: str) -> None:
    """A form of another site could send all of these without asking first."""
    body = json.dumps({"entries": [make_entry()]}).encode()
    response = Visitor(sqlite_app, "ana").send(data=body, Content_Type=mimetype)
    assert refusal(response)[0] == 415
    assert number_of_entries(sqlite_app) == 0


def test_json_may_name_its_letters(sqlite_app: Flask) -> None:
    response = Visitor(sqlite_app, "ana").send(
        data=json.dumps({"entries": [make_entry()]}).encode(), Content_Type="application/json; charset=utf-8"
    )
    assert response.status_code == 200


NO_BATCH: list[bytes] = [
    b"",
    b" ",
    b"entries",
    b"{",
    b'{"entries":[}',
    b'{"entries":[]}}',
    b"\xff\xfe{}",
    b'{"entries":["\xc3\x28"]}',
    '{"entries":[]}'.encode("utf-16"),
    b"null",
    b"true",
    b"7",
    b'"entries"',
    b"[]",
    b"[[]]",
    b"{}",
    b'{"Entries":[]}',
    b'{"entries":null}',
    b'{"entries":{}}',
    b'{"entries":"[]"}',
    b'{"entries":0}',
]


def test_a_body_that_is_no_batch(app: Flask, ana: Visitor) -> None:
    for body in NO_BATCH:
        assert refusal(ana.send(data=body))[0] == 400, body


def test_a_batch_has_a_hundred_entries_at_most(app: Flask, ana: Visitor) -> None:
    batch = [make_entry() for _ in range(MOST_ENTRIES + 1)]
    assert refusal(ana.send({"entries": batch}))[0] == 413
    assert refusal(ana.send({"entries": [None] * (MOST_ENTRIES + 1)}))[0] == 413
    assert number_of_entries(app) == 0
    assert {outcome(receipt) for receipt in ana.sync(*batch[:MOST_ENTRIES])} == {("stored", "")}
    # The phone halves what was refused; the half that was stored is known.
    assert {outcome(receipt) for receipt in ana.sync(*batch[50:])} == {("stored", ""), ("known", "")}
    assert number_of_entries(app) == MOST_ENTRIES + 1


def test_a_body_has_half_a_mebibyte_at_most(app: Flask, ana: Visitor) -> None:
    body = json.dumps({"entries": [make_entry()]}).encode()
    assert refusal(ana.send(data=body.ljust(512 * 1024 + 1)))[0] == 413
    assert number_of_entries(app) == 0
    assert ana.send(data=body.ljust(512 * 1024)).status_code == 200
    assert number_of_entries(app) == 1


@pytest.mark.parametrize(("length", "status"), [(512 * 1024 + 1, 413), (512 * 1024, 200)])
def test_a_body_in_chunks_has_half_a_mebibyte_at_most(sqlite_app: Flask, length: int, status: int) -> None:
    ana = Visitor(sqlite_app, "ana")
    answer = ana.http.post(
        "/api/v1/sync",
        data=json.dumps({"entries": [make_entry()]}).encode().ljust(length),
        content_type="application/json",
        headers={"Origin": ORIGIN, "X-CSRF-Token": ana.token},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert answer.status_code == status
    assert status == 200 or refusal(answer) == (413, "too_large")


def test_other_addresses_and_methods_answer_in_json(sqlite_app: Flask) -> None:
    ana = Visitor(sqlite_app, "ana")
    assert refusal(ana.get("/api/v1/sync"))[0] == 405
    assert refusal(ana.get("/api/v1/nothing"))[0] == 404
    assert refusal(ana.get("/api/"))[0] == 404
    assert refusal(Visitor(sqlite_app).get("/api/v2/session"))[0] == 404
    assert refusal(ana.http.delete("/api/v1/sync", headers={"Origin": FOREIGN}))[0] == 403


def test_a_queue_of_writers_that_does_not_move_says_when_to_come_again(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = Visitor(sqlite_app, "ana")
    batch = {"entries": [make_entry()]}
    monkeypatch.setattr(engines, "TIMEOUT", 0.05)
    held, enough = Event(), Event()

    def hold_the_write_lock() -> None:
        with sqlite_app.app_context():
            writer().connection()
            held.set()
            enough.wait(30)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(hold_the_write_lock)
        try:
            assert held.wait(30)
            response = ana.send(batch)
        finally:
            enough.set()
        done.result()
    assert refusal(response) == (503, "busy")
    assert int(response.headers["Retry-After"]) == RETRY_AFTER
    assert number_of_entries(sqlite_app) == 0
    assert ana.send(batch).status_code == 200


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        # A server comes back by itself; a file in a folder that is not there does not.
        ("postgresql+psycopg://nobody@/nothing?host={folder}", (503, "busy")),
        ("sqlite:///{folder}/missing/log.sqlite3", (500, "error")),
    ],
)
def test_phone_learns_whether_a_missing_database_may_come_back(
    sqlite_app: Flask, tmp_path: Path, url: str, expected: tuple[int, str]
) -> None:
    app = make_app(url.format(folder=tmp_path))
    try:
        ana = Visitor(sqlite_app, "ana")
        cookie = ana.http.get_cookie("session")
        assert cookie is not None
        phone = Visitor(app)
        phone.http.set_cookie("session", cookie.value)
        phone.token = ana.token
        response = phone.send({"entries": [make_entry()]})
        assert refusal(response) == expected
        assert response.headers.get("Retry-After") == (str(RETRY_AFTER) if expected[0] == 503 else None)
    finally:
        dispose(app)
