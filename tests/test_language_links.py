"""Choosing a language leads back to the page, and nowhere else."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.client import Visitor


@pytest.mark.parametrize("back", ["/overview/", "/account?x=1", "/overview/?month=2026-01", "/%09/evil.example"])
def test_choosing_a_language_goes_back(sqlite_app: Flask, back: str) -> None:
    response = Visitor(sqlite_app).post("/language", language="en", back=back)
    assert response.headers["Location"] == back


@pytest.mark.parametrize(
    "back",
    [
        "",
        "overview",
        "https://evil.example",
        "http:evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "\x01//evil.example",
        "/ok\r\nSet-Cookie: session=evil",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
    ids=repr,
)
def test_choosing_a_language_leads_nowhere_else(sqlite_app: Flask, back: str) -> None:
    """Browsers drop tabs and line breaks from addresses and read backslashes as slashes."""
    response = Visitor(sqlite_app).post("/language", language="en", back=back)
    assert response.status_code in {302, 303}
    location = response.headers["Location"]
    assert re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", location), location
    assert "session=evil" not in response.headers.get("Set-Cookie", "")


def test_an_address_with_a_tab_leads_nowhere_else(sqlite_app: Flask) -> None:
    """The page that says there is no such page offers the languages too, and would go back to where it stands."""
    stranger = Visitor(sqlite_app)
    page = stranger.get("/%09/evil.example").text
    [back] = re.findall(r'name="back" value="([^"]*)"', page)
    response = stranger.post("/language", language="en", back=back)
    assert not response.headers["Location"].startswith(("//", "/\\"))


def test_unknown_language_is_refused(sqlite_app: Flask) -> None:
    for language in ("", "fr", "../../etc", "vi\r\n"):
        assert Visitor(sqlite_app).post("/language", language=language, back="/").status_code == 400
