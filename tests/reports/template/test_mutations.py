"""Templates that mean harm are refused, or what they make is harmless: in bounds of time and memory."""

from __future__ import annotations

import json
import os
import re
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from lxml import etree

from app.reports.template.check import check
from app.reports.template.filling import draw_docx
from tests.conftest import dispose, make_app
from tests.reports.sample_document import sample_document
from tests.reports.template.files import MONTH
from tests.reports.template.mutations import HARMLESS, HIDDEN, MUTATIONS
from tests.reports.template.random_mutations import at_random

SECONDS = 2
"""Limit of processor time for the check and a report together."""

MEGABYTES = 200
FIELDS = {"PAGE", "PAGEREF", "HYPERLINK", "NUMPAGES", "TOC", "TC", "TITLE", "DATE"}

pytestmark = pytest.mark.one_engine


@pytest.fixture(scope="module", autouse=True)
def _reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    app: Flask = make_app(f"sqlite:///{tmp_path_factory.mktemp('nothing') / 'nothing.sqlite3'}")
    with app.test_request_context("/?lang=en"):
        # What is made once, such as compiled patterns, is no template's doing.
        assert check(HARMLESS["links"]()) == []
        yield
    dispose(app)


def _found(letter: bytes) -> list[str]:
    """Return what a letter would open, found without the code that is tested: by names, in each of its parts."""
    found = []
    with ZipFile(BytesIO(letter)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if not name.endswith((".xml", ".rels", ".svg")):
                continue
            tree = etree.fromstring(data)
            for each in tree.iter("*"):
                local = etree.QName(each).localname
                values = [str(value) for value in each.attrib.values()]
                if local == "Relationship" and each.get("TargetMode") and not values[2].startswith("https://good"):
                    found.append(f"{name}: {values}")
                if local in {"instrText", "fldSimple"}:
                    code = each.text or " ".join(values)
                    found += [f"{name}: {code}"] if not FIELDS & set(code.split()[:1]) else []
                texts = values if local == "t" else [*values, each.text or ""]
                found += [f"{name}: {value}" for value in texts if "evil" in value.lower()]
    return found


def _tried(content: bytes, letter: Path) -> list[str]:
    """Check a template as a ward sends it, draw a report with it if it is taken, and return why it is not."""
    problems = check(content)
    values = replace(sample_document(rows=90), title="HYPERLINK x", subject='"><w:instrText>DDEAUTO x</w:instrText>')
    if not problems:
        letter.write_bytes(draw_docx(values, MONTH, content))
    return [each.message for each in problems]


def _in_bounds(content: bytes, folder: Path) -> tuple[list[str], list[str]]:
    """Return why a template is refused, and what its letter would open; all in a process that may take only so much."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    child = os.fork()
    if child == 0:
        status = 1
        try:
            room = pages * resource.getpagesize() + MEGABYTES * 1024 * 1024
            resource.setrlimit(resource.RLIMIT_AS, (room, room))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            (folder / "refused").write_text(json.dumps(_tried(content, folder / "letter")))
            status = 0
        finally:
            os._exit(status)
    _pid, ended = os.waitpid(child, 0)
    assert ended == 0, f"it took more than {SECONDS} s or {MEGABYTES} MB, or failed: {ended}"
    letter = folder / "letter"
    refused: list[str] = json.loads((folder / "refused").read_text())
    return refused, _found(letter.read_bytes()) if letter.exists() else []


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads from /proc how much memory a process has")


SLOW = frozenset(
    [
        "one long cell",
        "one long text",
        "a row without cells",
        "empty paragraphs",
        "elements in a loop",
        "text in a loop",
        "six hundred tags in a row",
        "nothing but questions",
        "a long decree",
        "says it is small",
        "bomb",
    ]
)
"""These take two thirds of the time of all, and are tried only in an audit."""


def _marks(name: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.audit] if name in SLOW else []


@on_linux
@pytest.mark.parametrize("name", [pytest.param(each, marks=_marks(each)) for each in MUTATIONS])
def test_harmful_templates_are_refused_or_harmless(name: str, tmp_path: Path) -> None:
    refused, found = _in_bounds(MUTATIONS[name](), tmp_path)
    assert not found
    assert all(re.search(r"\w", each) for each in refused)


@on_linux
@pytest.mark.parametrize("seed", [*range(15), *(pytest.param(each, marks=pytest.mark.audit) for each in range(15, 60))])
def test_harm_anywhere_is_refused_or_harmless(seed: int, tmp_path: Path) -> None:
    _refused, found = _in_bounds(at_random(seed), tmp_path)
    assert not found


@pytest.mark.parametrize("name", HIDDEN)
def test_templates_that_hide_a_field_or_an_address_are_refused(name: str) -> None:
    assert check(HIDDEN[name]())


@on_linux
@pytest.mark.parametrize("name", [pytest.param(each, marks=_marks(each)) for each in HARMLESS])
def test_harmless_templates_pass(name: str, tmp_path: Path) -> None:
    assert _in_bounds(HARMLESS[name](), tmp_path) == ([], [])
    assert (tmp_path / "letter").exists()


def test_mutations_are_fifty_at_least() -> None:
    assert len(MUTATIONS) >= 50
