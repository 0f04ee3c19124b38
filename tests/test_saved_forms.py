"""What a page says of the form that was sent before it: saved, answered, or nothing."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.month import Month
from tests.client import Visitor
from tests.factories import make_entry
from tests.html import parse

WORDS = f"/reports/months/{Month.current().previous()}/words"
ELSEWHERE = "/account"

pytestmark = pytest.mark.one_engine


def _sent(html: str) -> tuple[str, str] | None:
    """Return the addresses of the forms that a page calls saved and answered, ``None`` where it keeps no drafts."""
    for script in parse(html).iter("script"):
        if script.get("data-answered") is not None:
            return script.get("data-saved") or "", script.get("data-answered") or ""
    return None


def _version(visitor: Visitor) -> str:
    found = re.search(r'name="version"[^>]*value="([^"]*)"', visitor.get(WORDS).text)
    assert found is not None
    return found[1]


def test_saved_form_is_named_once(carla: Visitor) -> None:
    answer = carla.post(f"{WORDS}?team=", version=_version(carla), strengths="Đủ người")
    assert answer.status_code == 302
    # Another tab opens a page before.
    assert _sent(carla.get(ELSEWHERE).text) == ("", "")
    assert _sent(carla.get(answer.location).text) == (f"{WORDS}?team=", "")
    assert _sent(carla.get(answer.location).text) == ("", "")


def test_decision_that_changed_nothing_saves_no_form(ana: Visitor, carla: Visitor) -> None:
    entry = make_entry()
    ana.sync(entry)
    seen = {"entry": entry["id"], "seen": f"{entry['id']}:1"}
    carla.post("/review/decide", **seen, action="approve")
    late = carla.post("/review/decide", **seen, action="return", reason="unclear", comment="Xem lại")
    assert late.status_code == 302
    assert _sent(carla.get(late.location).text) == ("", "")


def test_page_that_answers_a_form_names_it_and_calls_nothing_saved(carla: Visitor) -> None:
    answer = carla.post(WORDS, version=_version(carla), strengths="Gọi 0912345678")
    assert answer.status_code == 422
    assert _sent(answer.text) == ("", WORDS)
    assert _sent(carla.get(ELSEWHERE).text) == ("", "")


def test_refused_token_saves_nothing_and_says_so(carla: Visitor) -> None:
    answer = carla.post(WORDS, csrf_token="of another session", strengths="Đủ người")
    assert answer.status_code == 400
    assert _sent(answer.text) == ("", WORDS)
    assert "data-failed" in answer.text
    assert _sent(carla.get(ELSEWHERE).text) == ("", "")


def test_session_that_ended_saves_nothing(app: Flask) -> None:
    stranger = Visitor(app)
    assert stranger.post(WORDS, strengths="Đủ người").location == "/login"
    with stranger.http.session_transaction() as session:
        assert "saved_form" not in session


def test_pages_that_are_for_everybody_keep_no_drafts(carla: Visitor) -> None:
    for path in ("/log/", "/log/visit"):
        assert _sent(carla.get(path).text) is None


def test_choosing_a_language_saves_no_form(carla: Visitor) -> None:
    carla.post("/language", language="en", back=ELSEWHERE)
    assert _sent(carla.get(ELSEWHERE).text) == ("", "")


def test_address_too_long_for_a_cookie_is_not_noted(carla: Visitor) -> None:
    assert carla.post(f"{WORDS}?x={'x' * 600}", version=_version(carla), strengths="Đủ người").status_code == 302
    assert _sent(carla.get(ELSEWHERE).text) == ("", "")
