"""Every text of the app has its Vietnamese, with the same placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.config import ROOT

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_CATALOGUE = ROOT / "app" / "translations" / "vi" / "LC_MESSAGES" / "messages.po"


def _texts() -> Iterator[str]:
    keywords = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None}
    for folder, methods in (("app", [("**.py", "python")]), ("templates", [("**.html", "jinja2")])):
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / folder, methods, keywords=keywords):
            yield message if isinstance(message, str) else message[0]


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with _CATALOGUE.open("rb") as file:
        return read_po(file, locale="vi")


def test_every_text_is_translated(catalogue: Catalog) -> None:
    texts = set(_texts())
    assert len(texts) > 100, "the texts were not found where they are"
    missing = sorted(text for text in texts if not (entry := catalogue.get(text)) or not entry.string)
    assert not missing, f"run `make i18n` and write the Vietnamese of: {missing}"
    fuzzy = [entry.id for entry in catalogue if entry.id and entry.fuzzy]
    assert not fuzzy, f"look again at the guessed translations of: {fuzzy}"


def test_no_translation_is_left_over(catalogue: Catalog) -> None:
    left_over = sorted({entry.id for entry in catalogue if entry.id} - set(_texts()))
    assert not left_over, f"nothing says any more: {left_over}; run `make i18n`"


def test_translations_keep_the_placeholders(catalogue: Catalog) -> None:
    for entry in catalogue:
        if entry.id:
            assert set(_PLACEHOLDER.findall(entry.id)) == set(_PLACEHOLDER.findall(entry.string)), entry.id
