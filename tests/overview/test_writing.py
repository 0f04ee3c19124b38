"""Numbers, days and roles as the reader's language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from app import localisation
from app.month import Month
from app.permissions import Role


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (9547, "9.547", "9,547"),
        (1234567, "1.234.567", "1,234,567"),
        (-1500, "-1.500", "-1,500"),
        (Decimal("2.5"), "2,5", "2.5"),
    ],
)
def test_numbers(sqlite_app: Flask, value: int | Decimal, vietnamese: str, english: str) -> None:
    for language, written in (("vi", vietnamese), ("en", english)):
        with sqlite_app.test_request_context(f"/?lang={language}"):
            assert localisation.number(value) == written


def test_one_process_writes_both_languages_by_turns(sqlite_app: Flask) -> None:
    written = []
    for language in ("vi", "en", "vi"):
        with sqlite_app.test_request_context(f"/?lang={language}"):
            written.append((localisation.number(9658), localisation.percent(Decimal("98.85"))))
    assert written == [("9.658", "98,9%"), ("9,658", "98.9%"), ("9.658", "98,9%")]


def test_outside_of_a_request_it_is_vietnamese(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        assert localisation.number(9658) == "9.658"


def test_days_and_moments_are_those_of_viet_nam() -> None:
    assert localisation.day(date(2026, 3, 1)) == "01/03/2026"
    assert localisation.day(None) == "–"
    assert localisation.moment(datetime(2026, 10, 31, 18, 30, tzinfo=UTC)) == "01/11/2026 01:30"
    assert localisation.month("2026-03") == localisation.month(Month(2026, 3)) == "03/2026"


@pytest.mark.parametrize("language", localisation.LANGUAGES)
def test_every_role_has_a_name_of_its_own(sqlite_app: Flask, language: str) -> None:
    with sqlite_app.test_request_context(f"/?lang={language}"):
        names = [localisation.role_name(role) for role in (*Role, None)]
    assert len(set(names)) == len(names)
    assert all(names)


@pytest.mark.parametrize(
    ("path", "cookie", "language"),
    [
        ("/", None, "vi"),
        ("/", "en", "en"),
        ("/?lang=vi", "en", "vi"),
        ("/?lang=en", None, "en"),
        ("/?lang=fr", "en", "en"),
        ("/", "fr", "vi"),
    ],
)
def test_the_address_chooses_then_the_cookie(sqlite_app: Flask, path: str, cookie: str | None, language: str) -> None:
    headers = {"Cookie": f"{localisation.LANGUAGE_COOKIE}={cookie}"} if cookie else {}
    with sqlite_app.test_request_context(path, headers=headers):
        assert localisation.selected_language() == language
