"""Whom to tell about a hole in security: named by the operator, never made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.config import Config, ConfigurationError, checked_contact
from app.guides.security_contact import security_txt
from tests.client import Visitor

NOW = datetime(2026, 11, 29, 17, 45, tzinfo=UTC)

pytestmark = pytest.mark.one_engine


def test_security_txt_has_the_fields_that_the_standard_wants() -> None:
    assert security_txt("mailto:an@example.vn", "https://tungnha.example.vn", NOW).splitlines() == [
        "Contact: mailto:an@example.vn",
        "Expires: 2026-12-29T00:00:00Z",
        "Preferred-Languages: vi, en",
        "Canonical: https://tungnha.example.vn/.well-known/security.txt",
        "Policy: https://tungnha.example.vn/guides/bao-mat",
    ]
    assert "Canonical" not in security_txt("mailto:an@example.vn", None, NOW)


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("", None),
        ("  ", None),
        ("an@example.vn", "mailto:an@example.vn"),
        ("mailto:an@example.vn", "mailto:an@example.vn"),
        ("https://example.vn/report", "https://example.vn/report"),
        ("tel:+842363650000", "tel:+842363650000"),
    ],
)
def test_a_contact_is_an_address_with_its_scheme(text: str, contact: str | None) -> None:
    assert checked_contact(text) == contact


@pytest.mark.parametrize("text", ["nobody", "http://example.vn", "an@example.vn\nContact: x", "javascript:alert(1)"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="SECURITY_CONTACT"):
        checked_contact(text)


def test_it_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {
        "DATABASE_URL": "sqlite:////tmp/none.sqlite3",
        "SECRET_KEY": "k",
        "SECURITY_CONTACT": "an@example.vn",
    }
    assert Config.from_environment(environment).security_contact == "mailto:an@example.vn"


def test_where_nobody_is_named_nobody_is_shown(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    assert stranger.get("/.well-known/security.txt").status_code == 404
    assert "chưa ghi nơi nhận tin" in stranger.get("/guides/bao-mat").text


def test_who_is_named_is_shown_on_the_page_and_in_the_file(own_app: Flask) -> None:
    config: Config = own_app.config["TUNG_NHA"]
    own_app.config["TUNG_NHA"] = Config(
        config.database_url, config.secret_key, testing=True, security_contact="mailto:an@example.vn"
    )
    stranger = Visitor(own_app)
    answer = stranger.get("/.well-known/security.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text.startswith("Contact: mailto:an@example.vn\n")
    assert '<a class="button" href="mailto:an@example.vn">an@example.vn</a>' in stranger.get("/guides/bao-mat").text
    assert "an@example.vn" not in stranger.get("/guides/to-vien").text
