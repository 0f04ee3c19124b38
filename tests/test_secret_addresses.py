"""A token in an address stands in no line of the log, no referrer and no cache."""

from __future__ import annotations

import json
from secrets import token_urlsafe
from typing import NoReturn

import pytest
import structlog
from flask import Flask
from structlog.testing import CapturingLogger

from app import errors, logs
from app.secret_addresses import SECRET_ADDRESSES, masked_path, masked_text
from tests.client import Visitor

TOKEN = token_urlsafe(32)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    """Return what keeps the lines of requests and of errors, as they would be written."""
    lines = CapturingLogger()
    wrapped = structlog.wrap_logger(lines, processors=structlog.get_config()["processors"])
    for module in (logs, errors):
        monkeypatch.setattr(module, "log", wrapped)
    return lines


@pytest.mark.parametrize("beginning", SECRET_ADDRESSES)
def test_no_line_of_the_log_holds_a_token(
    own_app: Flask, logged: CapturingLogger, monkeypatch: pytest.MonkeyPatch, beginning: str
) -> None:
    """Neither of a page that is not there, nor of one that fails, nor of one that takes long."""
    visitor = Visitor(own_app)
    visitor.http.get(f"{beginning}{TOKEN}/nothing")
    visitor.http.post(f"{beginning}{TOKEN}", data={"csrf_token": "x"})

    def fail() -> NoReturn:
        raise RuntimeError(f"no answer to {beginning}{TOKEN}?ward=16417")

    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    own_app.before_request_funcs.setdefault(None, []).append(fail)
    visitor.http.get(f"{beginning}{TOKEN}")
    monkeypatch.setattr(logs, "SLOW", 0)
    visitor.http.get(f"{beginning}{TOKEN}")
    lines = [call.args[0] for call in logged.calls]
    assert len(lines) >= 5
    assert not [line for line in lines if TOKEN in line]
    assert {json.loads(line)["path"] for line in lines} == {f"{beginning}…"}
    assert f"no answer to {beginning}…?ward=16417" in "".join(lines), "the rest of an error stays"
    assert '"app/start/commands.py", line' in logs.mask_log_line(None, "", {"x": '"app/start/commands.py", line'})["x"]


@pytest.mark.parametrize("beginning", SECRET_ADDRESSES)
def test_no_line_holds_the_token_of_a_mistyped_address(own_app: Flask, logged: CapturingLogger, beginning: str) -> None:
    """The link stays good, so whoever reads the log could use it."""
    visitor = Visitor(own_app)
    for before in ("/vi", "/https:/tungnha.example.vn", "/log/x", "/."):
        visitor.http.get(f"{before}{beginning}{TOKEN}")
    visitor.http.get("/", environ_overrides={"PATH_INFO": f"/{beginning}{TOKEN}"})
    lines = "".join(call.args[0] for call in logged.calls)
    assert lines.count(f"{beginning}…") == 5
    assert TOKEN not in lines


@pytest.mark.parametrize("after", ["", ".", ". More", ".More", "?", '"'])
def test_a_token_in_a_sentence_is_masked(after: str) -> None:
    assert masked_text(f"see /invite/{TOKEN}{after}") == f"see /invite/…{after}"


def test_other_addresses_are_logged_as_they_are(sqlite_app: Flask, logged: CapturingLogger) -> None:
    Visitor(sqlite_app).http.get(f"/nowhere/{TOKEN}")
    assert [json.loads(call.args[0])["path"] for call in logged.calls] == [f"/nowhere/{TOKEN}"]
    assert masked_path("/started") == "/started"


@pytest.mark.parametrize("beginning", SECRET_ADDRESSES)
def test_an_answer_leaves_no_token_behind(sqlite_app: Flask, beginning: str) -> None:
    for path in (f"{beginning}{TOKEN}", f"{beginning}{TOKEN}/more"):
        answer = Visitor(sqlite_app).get(path)
        assert answer.headers.getlist("Referrer-Policy") == ["no-referrer"]
        assert answer.headers["Cache-Control"] == "no-store"
    assert Visitor(sqlite_app).get("/login").headers.getlist("Referrer-Policy") == ["same-origin"]
