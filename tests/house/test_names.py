"""Names say what a thing is, in the field's own words, and one name means one thing."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT
from tests.house.source import read_house

HOUSE = read_house()

PLAIN = {
    "anew": "again, or replacement",
    "around": "context",
    "brought": "incoming",
    "door": "household, endpoint or api",
    "doors": "households, endpoints or parties",
    "goer": "link_button",
    "doer": "action_button",
    "lookers": "shared_pages",
    "meant": "resolved",
    "patience": "timeout",
    "pen": "write_lock",
    "said": "message, quoted or published",
    "tell": "print, explain or notify",
    "telling": "messages",
    "tells": "explains",
    "told": "message or notified",
    "wish": "filter",
    "wished": "filtered",
}
"""Words that meant several things in names here, each with what to write instead."""

PLAIN_IN_SCRIPTS = PLAIN | {"left": "remaining, or touched"}
"""The same words in scripts, where no page or margin has a left side."""

OF_BROWSERS = {"offsetLeft", "scrollLeft"}
"""Names that browsers give."""

SCRIPT_NAME = re.compile(
    r"""^(?!\s*(?://|/?\*)).*?\b(?:
        (?:const|let|class|function)\s+(\w+)
      | (?:const|let)\s*[\[{]([^=]*?)[\]}]\s*=
    )""",
    re.VERBOSE | re.MULTILINE,
)
"""A name that a script gives, or those that it takes out of an object; `key: name` gives the name."""

NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


FROZEN = ROOT / "tests" / "frozen" / "phone"


def _names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each name that a module gives: classes, functions, parameters, variables."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def _words(name: str) -> set[str]:
    return {word.lower() for word in NAME.findall(name)}


def unclear_names(text: str, place: str) -> Iterator[str]:
    """Yield what to write instead of each name in ``text`` that holds a word of :data:`PLAIN`."""
    for line, name in _names(ast.parse(text)):
        for word in sorted(_words(name) & PLAIN.keys()):
            yield f"{place}:{line} {name}: instead of {word} write {PLAIN[word]}"


def unclear_script_names(text: str, place: str) -> Iterator[str]:
    """Yield what to write instead of each name in a script that holds a word of :data:`PLAIN_IN_SCRIPTS`."""
    for one, several in SCRIPT_NAME.findall(text):
        for name in [one] if one else re.findall(r"(\w+)\s*(?:[,=]|$)", several):
            words = set() if name in OF_BROWSERS else _words(name)
            for word in sorted(words & PLAIN_IN_SCRIPTS.keys()):
                yield f"{place} {name}: instead of {word} write {PLAIN_IN_SCRIPTS[word]}"


def _sources() -> list[Path]:
    """Return all modules but those of the frozen release, which stay as they are."""
    paths = [path for room in ("app", "tests") for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in paths if FROZEN not in path.parents]


def test_names_hold_no_private_words() -> None:
    problems = [
        problem
        for path in _sources()
        for problem in unclear_names(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    ]
    problems += [
        f"{path.relative_to(ROOT)}: instead of {word} write {PLAIN[word]}"
        for path in _sources()
        for word in sorted(_words(path.stem) & PLAIN.keys())
    ]
    assert not problems, "\n".join(problems)


def test_names_in_scripts_hold_no_private_words() -> None:
    scripts = [*(ROOT / "static" / "js").rglob("*.js"), ROOT / "build.mjs"]
    problems = [
        problem
        for path in sorted(scripts)
        for problem in unclear_script_names(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("const left = new Map();", 1),
        ("  for (const telling of all) f();", 1),
        ("export async function markLeft(fields) {}", 1),
        ("const { done, told } = answer;", 1),
        ("const { done, told: staleReasons } = answer;", 0),
        ("// const left = 1;", 0),
        ("rows.left = 1; const leftover = 2;", 0),
    ],
)
def test_unclear_names_in_scripts_are_found(text: str, found: int) -> None:
    assert len(list(unclear_script_names(text, "example"))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def told() -> None: ...", 1),
        ("class QueueWish: ...", 1),
        ("def f(door: str) -> None: ...", 1),
        ("self._doors = wished = 1", 2),
        ("outdoors = 1", 0),
        ("open(door)", 0),
    ],
)
def test_unclear_names_are_found(text: str, found: int) -> None:
    assert len(list(unclear_names(text, "example"))) == found


def test_class_names_are_given_once() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for name, module in HOUSE.items():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name)
    twice = {name: modules for name, modules in places.items() if len(modules) > 1}
    assert not twice, "\n".join(
        f"{name} is a class of {' and of '.join(modules)}: give each a name of its own"
        for name, modules in twice.items()
    )


LONGEST = 300
"""How many lines a module may have. Lists of examples and of data are no modules."""

DATA = {"tests/migrations/rows.py", "tests/reports/template/mutations.py"}
"""Modules that are lists of examples and nothing else, by path."""


def test_modules_are_short() -> None:
    patterns = ("app/**/*.py", "tests/**/*.py", "static/js/**/*.js", "static/css/**/*.css", "tests/js/**/*.mjs")
    patterns += ("templates/**/*.html", "migrations/**/*.py", "*.mjs")
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for pattern in patterns
        for path in ROOT.glob(pattern)
    }
    long = {name: length for name, length in lengths.items() if length > LONGEST and name not in DATA}
    assert not long, "\n".join(f"{name} has {length} lines: split it by subject" for name, length in long.items())
