"""A kind is one file: only ``logbook/kinds`` names the kinds.

What counts as naming one is its code as a text of its own, a measure that starts with it, or an import
from its file. One word is two things: ``merchant`` is also the door that the registry keeps and a
column that names it, so for such words only a comparison, which asks for the kind, counts.

Two places may name kinds: ``demo``, whose work is made-up entries of every kind, and the
catalogue's data, which says what each indicator is fed by.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from app.logbook.kinds import KINDS
from tests.house.source import Module, read_house

HOUSE = read_house()
HOME = "app.logbook.kinds"
MAY_NAME_KINDS = ("app.logbook.kinds", "app.demo")
ALSO_A_PARTY = {"merchant"}
INSTEAD = (
    "Only logbook/kinds names the kinds. Go over KINDS or HEADLINES, or give Kind one more attribute that "
    "each kind answers for itself"
)


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _asked_for(tree: ast.AST) -> Iterator[str]:
    """Yield the texts that something is compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.MatchValue):
            yield from _texts(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "KINDS":
            yield from _texts(node.slice)


def kinds_named(module: Module) -> set[str]:
    """Return the codes and measures of kinds that stand in a module."""
    codes = KINDS.keys()
    named = {text for text in _texts(module.tree) if text in codes - ALSO_A_PARTY}
    named |= {text for text in _asked_for(module.tree) if text in codes}
    # A measure is a code, a point and letters; a sentence that starts with the word has a space.
    named |= {text for text in _texts(module.tree) if text.split(".")[0] in codes and "." in text and " " not in text}
    return named


def test_only_kinds_name_the_kinds() -> None:
    private = tuple(f"{HOME}.{part}." for code, kind in KINDS.items() for part in (code, kind.__name__))
    problems = []
    for name, module in HOUSE.items():
        if name.startswith(MAY_NAME_KINDS):
            continue
        if named := kinds_named(module):
            problems.append(f"{name} names {sorted(named)}")
        if taken := {imported for imported in module.imports() if f"{imported}.".startswith(private)}:
            problems.append(f"{name} imports {sorted(taken)}")
    assert not problems, "\n".join([*problems, INSTEAD])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('if entry.kind == "visit": pass', {"visit"}),
        ('if entry.kind in {"visit", "training"}: pass', {"visit", "training"}),
        ('match kind:\n    case "merchant":\n        pass', {"merchant"}),
        ('KINDS["merchant"]', {"merchant"}),
        ('row["merchant"]', set()),
        ('total("installation.people")', {"installation.people"}),
        ('f"merchant.{method}"', {"merchant."}),
        ('"""A visit. Somebody went."""', set()),
    ],
)
def test_the_rule_sees_what_it_should(text: str, named: set[str]) -> None:
    assert kinds_named(Module("app.example", text)) == named


def test_every_kind_is_one_file() -> None:
    for code, kind in KINDS.items():
        assert kind.__module__ == f"{HOME}.{code}", f"put the kind {code} into logbook/kinds/{code}.py"
