"""Style sheets: a class has rules in one sheet only of those that a page loads, and no sheet is long.

A class that two sheets know means two things sooner or later: what one of them hides, the other wanted to show.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.config import ROOT

STYLES = ROOT / "static" / "css"
TEMPLATES = ROOT / "templates"
MOST_LINES = 300

PARTS = {
    *("actions", "button", "choice", "error", "field", "hint", "icon", "notice", "number", "primary", "reason"),
    *("status", "tabs", "warning", "wrong"),
}
"""What pages are made of. Another sheet may fit them to its own surroundings, as in ``.steps .hint``; alone, they keep
the look that their own sheet gives them."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR = re.compile(r"([^{};]+)\{")
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
_FIRST = re.compile(rf"\w*{_CLASS.pattern}")


def _selectors(sheet: str) -> Iterator[str]:
    """Yield each selector of a sheet, those of media queries too."""
    text = re.sub(r"@import [^;]+;", "", _COMMENT.sub("", (STYLES / sheet).read_text()))
    for group in _SELECTOR.findall(text):
        if not group.strip().startswith("@"):
            # Commas inside of brackets do not end a selector.
            yield from (one.strip() for one in re.split(r",(?![^()]*\))", group))


def _classes(sheet: str) -> set[str]:
    """Return the classes that a sheet gives rules to, but for parts of pages that it fits to their surroundings."""
    found = set()
    for selector in _selectors(sheet):
        first = _FIRST.match(selector)
        found |= set(_CLASS.findall(selector)) - PARTS | ({first[1]} if first else set())
    return found


def _with_imports(sheet: str) -> set[str]:
    """Return a sheet with all that it imports, at any depth."""
    found = {sheet}
    for imported in re.findall(r'@import "([^"]+)"', (STYLES / sheet).read_text()):
        found |= _with_imports(imported)
    return found


def _loaded_by(template: Path) -> set[str]:
    """Return the sheets that a template adds to those of the template that it extends, or puts in their place."""
    text = template.read_text(encoding="utf-8")
    own = set(re.findall(r"asset\('(\w+\.css)'\)", text))
    extended = re.search(r'{% extends "([^"]+)" %}', text)
    inherited = _loaded_by(TEMPLATES / extended[1]) if extended else set()
    return own | inherited - ({"app.css"} if "{% block stylesheet %}" in text and extended else set())


def _pages() -> dict[frozenset[str], str]:
    """Return which sheets load together, each with a template that loads them."""
    pages = {}
    for template in TEMPLATES.rglob("*.html"):
        if loaded := _loaded_by(template):
            sheets = frozenset(part for sheet in loaded for part in _with_imports(sheet))
            pages[sheets] = template.relative_to(TEMPLATES).as_posix()
    return pages


def _known_to_several(sheets: Iterable[str]) -> dict[str, list[str]]:
    """Return the classes that more than one of some sheets gives rules to."""
    owners = defaultdict(list)
    for sheet in sorted(sheets):
        for name in _classes(sheet):
            owners[name].append(sheet)
    return {name: found for name, found in owners.items() if len(found) > 1}


def test_a_class_has_rules_in_one_sheet_of_those_that_load_together() -> None:
    pages = _pages()
    assert len(pages) > 5
    found = {
        f"{page}: .{name}": owners
        for sheets, page in pages.items()
        for name, owners in _known_to_several(sheets).items()
    }
    assert not found, "give one of them another name, or put the rules into one sheet"


def test_every_sheet_is_loaded_by_a_page() -> None:
    loaded = frozenset().union(*_pages())
    assert {path.name for path in STYLES.glob("*.css")} == loaded


def test_no_sheet_is_long() -> None:
    long = {
        path.name: lines for path in STYLES.glob("*.css") if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert not long, f"a sheet has at most {MOST_LINES} lines: split it by subject"
