"""The web manifest: what it says is there, in the sizes and the colours that it says."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app.config import ROOT
from app.localisation import LANGUAGES
from app.logbook.kinds import KINDS
from tests.client import Visitor

ADDRESS = "/manifest.webmanifest"
HEAVIEST = {"image/png": 6_000, "image/webp": 60_000, "image/svg+xml": 6_000}  # bytes


def _manifest(visitor: Visitor, language: str = "vi") -> Any:
    response = visitor.get(f"{ADDRESS}?lang={language}")
    assert response.status_code == 200
    assert response.mimetype == "application/manifest+json"
    return response.json


def _pictures(manifest: Any) -> list[Any]:
    shortcuts = [icon for shortcut in manifest["shortcuts"] for icon in shortcut["icons"]]
    return [*manifest["icons"], *shortcuts, *manifest["screenshots"]]


def test_manifest_is_the_same_for_everybody_and_revalidated(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app).get(ADDRESS)
    for name in ("ana", "carla", "ada"):
        response = Visitor(sqlite_app, name).get(ADDRESS)
        assert response.data == stranger.data
        assert "Set-Cookie" not in response.headers
    assert stranger.headers["Cache-Control"] == "no-cache"
    again = Visitor(sqlite_app).get(ADDRESS, If_None_Match=stranger.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("language", LANGUAGES)
def test_manifest_opens_the_phones_home_and_its_forms(sqlite_app: Flask, language: str) -> None:
    visitor = Visitor(sqlite_app)
    manifest = _manifest(visitor, language)
    assert (manifest["lang"], manifest["name"], manifest["display"]) == (language, "Từng Nhà", "standalone")
    # Whatever the language, it is one app.
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/", "/log/", "/")
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == [f"/log/{code}" for code in KINDS]
    for address in (manifest["start_url"], *(shortcut["url"] for shortcut in manifest["shortcuts"])):
        page = visitor.get(f"{address}?lang={language}")
        assert page.status_code == 200
        assert f'<link rel="manifest" href="{ADDRESS}?lang={language}">' in page.text


def test_manifest_is_in_the_readers_language(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    words = [
        {manifest["description"], *(one["name"] for one in manifest["shortcuts"])}
        | {one["label"] for one in manifest["screenshots"]}
        for manifest in (_manifest(visitor, language) for language in LANGUAGES)
    ]
    assert len(words[0]) == len(words[1]) == 1 + len(KINDS) + 4
    assert not words[0] & words[1]


def test_pictures_have_the_type_and_size_of_the_manifest(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    for picture in _pictures(_manifest(visitor)):
        response = visitor.get(picture["src"])
        assert response.status_code == 200, picture
        assert response.mimetype == picture["type"], picture
        assert "immutable" in response.headers["Cache-Control"]
        assert len(response.data) <= HEAVIEST[picture["type"]], f"{picture['src']}: {len(response.data)} bytes"
        if picture["sizes"] != "any":
            width, height = Image.open(BytesIO(response.data)).size
            assert picture["sizes"] == f"{width}x{height}", picture["src"]
        response.close()


def test_manifest_has_an_icon_for_every_launcher(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    icons = _manifest(visitor)["icons"]
    offered = {(icon["purpose"], icon["sizes"]) for icon in icons}
    assert offered == {(purpose, f"{size}x{size}") for purpose in ("any", "maskable") for size in (192, 512)} | {
        ("any", "any")
    }
    for icon in icons:
        if icon["purpose"] == "maskable":
            response = visitor.get(icon["src"])
            # A launcher cuts its own shape out of the picture: there must be ground up to every edge.
            assert Image.open(BytesIO(response.data)).convert("RGBA").getextrema()[3] == (255, 255), icon["src"]
            response.close()


def test_manifest_has_narrow_and_wide_pictures(sqlite_app: Flask) -> None:
    factors = [one["form_factor"] for one in _manifest(Visitor(sqlite_app))["screenshots"]]
    assert factors.count("narrow") >= 2
    assert factors.count("wide") >= 1


def test_colours_of_the_manifest_are_those_of_the_pages(sqlite_app: Flask) -> None:
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", tokens))
    visitor = Visitor(sqlite_app)
    manifest = _manifest(visitor)
    assert (manifest["theme_color"], manifest["background_color"]) == (colours["blue"], colours["ground"])
    assert f'<meta name="theme-color" content="{colours["blue"]}">' in visitor.get("/log/").text
