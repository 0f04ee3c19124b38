"""The guides speak of the app as it is: its words, its pages and its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from PIL import Image

from app.config import ROOT
from app.guides.guide_files import FOLDER, PICTURES
from app.guides.guide_list import GUIDES, guides_of
from app.guides.rendering import quoted_names
from app.permissions import Role
from tests.client import Visitor
from tests.e2e.guide_pictures import GUIDE_PICTURES
from tests.e2e.screenshots import HEAVIEST_OF_GUIDES

pytestmark = pytest.mark.one_engine

MOST_PICTURES = 25
HEAVIEST_HELP = 6_000  # bytes, compressed
FILES = sorted(FOLDER.glob("*/*.md"))
_FILLED_IN = re.compile(r"%\(\w+\)\w")


def _words() -> Iterator[str]:
    """Yield all that pages say in Vietnamese, without what is filled in and the colon before it."""
    with (ROOT / "app/translations/vi/LC_MESSAGES/messages.po").open("rb") as file:
        for entry in read_po(file, locale="vi"):
            for text in [entry.string] if isinstance(entry.string, str) else entry.string:
                yield text
                yield _FILLED_IN.sub("", text).strip(" :")


WORDS = set(_words())


@pytest.mark.parametrize("name", GUIDES)
def test_names_of_buttons_and_pages_are_those_of_the_app(name: str) -> None:
    quoted = quoted_names((FOLDER / "vi" / f"{name}.md").read_text(encoding="utf-8"))
    unknown = sorted(set(quoted) - WORDS)
    assert not unknown, f"no page of the app says {unknown}: bold is for the names of its buttons and pages"


def test_words_that_no_page_says_are_found() -> None:
    assert "Chưa gửi" in WORDS
    assert "Nút không có" not in WORDS


def test_every_guide_has_a_file_and_every_file_a_guide() -> None:
    assert {path.stem for path in FOLDER.glob("vi/*.md")} == GUIDES.keys()
    assert {path.stem for path in FILES} == GUIDES.keys()


def test_every_role_has_guides() -> None:
    for role in Role:
        assert len(guides_of(role)) >= 2, role
    assert guides_of(Role.MEMBER)[0] == "to-vien"
    assert guides_of(None) == []


def test_pictures_are_few_light_shown_and_described() -> None:
    shown = {}
    for path in FILES:
        shown |= dict(re.findall(r"!\[([^]]*)\]\(\.\./pictures/([^)]+)\)", path.read_text(encoding="utf-8")))
        for alt in shown:
            assert len(alt) > 10, f"{path.name}: say in words what the picture shows"
    there = {path.name for path in PICTURES.iterdir()}
    assert set(shown.values()) == there == {f"{name}.webp" for name in GUIDE_PICTURES}
    assert len(there) <= MOST_PICTURES
    for name in there:
        assert (PICTURES / name).stat().st_size <= HEAVIEST_OF_GUIDES, name
        with Image.open(PICTURES / name) as picture:
            assert picture.size == (540, 1110), name


def test_links_of_guides_lead_somewhere(sqlite_app: Flask) -> None:
    stranger = Visitor(sqlite_app)
    pages = {name: stranger.get(f"/guides/{name}").text for name in GUIDES}
    for name, page in pages.items():
        for target, part in re.findall(r'href="/guides/([a-z-]+)(?:#([a-z0-9-]+))?"', page):
            assert target in GUIDES, name
            assert not part or f'id="{part}"' in pages[target], f"{name} links to {target}#{part}"
        ids = re.findall(r'<h2 id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), f"two headings of {name} have one id"


def test_guides_of_a_reader_of_english_say_that_they_are_in_vietnamese(sqlite_app: Flask) -> None:
    page = Visitor(sqlite_app).get("/guides/can-bo?lang=en").text
    assert "are written in Vietnamese only" in page
    assert '<article lang="vi">' in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_help_that_a_phone_keeps_is_light_and_without_pictures(sqlite_app: Flask, language: str) -> None:
    page = Visitor(sqlite_app).http.get(f"/log/help?lang={language}", headers={"Accept-Encoding": "br"})
    assert len(page.data) <= HEAVIEST_HELP
    assert "/pictures/" not in (text := Visitor(sqlite_app).get(f"/log/help?lang={language}").text)
    assert "guide-home" not in text


@pytest.mark.parametrize(
    ("person", "guides"),
    [
        ("ana", {"to-vien"}),
        ("leo", {"to-vien", "to-truong"}),
        ("carla", {"can-bo", "nhap-danh-sach", "gioi-thieu"}),
        ("ada", {"van-hanh"}),
    ],
)
def test_the_account_page_links_to_the_guides_of_ones_role(sqlite_app: Flask, person: str, guides: set[str]) -> None:
    page = Visitor(sqlite_app, person).get("/account").text
    linked = set(re.findall(r'href="/guides/([a-z-]+)"', page))
    assert guides | {"khi-gap-su-co", "quyen-rieng-tu"} <= linked
    assert 'href="/log/help"' in page
    assert ('href="/log/card"' in page) is (person != "ada")


@pytest.mark.parametrize("path", ["/login", "/log/", "/offline"])
def test_help_is_reached_from_where_one_is_stuck(sqlite_app: Flask, path: str) -> None:
    assert 'href="/log/help"' in Visitor(sqlite_app).get(path).text
