"""Rows that are locked still let others refer to them: whoever inserts a row with a foreign key shares that key."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Module, read_house

HINT = "lock it with key_share, or to read, so that rows that refer to it can be inserted meanwhile"
SHARED = ("key_share=True", "read=True")


def _locks_without_sharing(tree: ast.AST) -> Iterator[int]:
    """Yield the line of each row lock of SQLAlchemy's that rows with a foreign key to it would wait for."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        options = [keyword.value for keyword in node.keywords if keyword.arg == "with_for_update"]
        if any("'key_share': True" not in ast.unparse(value) for value in options):
            yield node.lineno
        is_method = isinstance(node.func, ast.Attribute) and node.func.attr == "with_for_update"
        if is_method and not set(SHARED).intersection(map(ast.unparse, node.keywords)):
            yield node.lineno


def _locks_in_sql(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "FOR UPDATE" in node.value.upper():
            yield node.lineno


def _problems(module: Module) -> Iterator[str]:
    for line in (*_locks_without_sharing(module.tree), *_locks_in_sql(module.tree)):
        yield f"{module.name}, line {line}: {HINT}"


def test_no_row_is_locked_against_those_who_only_refer_to_it() -> None:
    assert [problem for module in read_house().values() for problem in _problems(module)] == []


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("session.get(Ward, 1, with_for_update=True)", 1),
        ("session.get(Ward, 1, with_for_update={'nowait': True})", 1),
        ("session.get(Ward, 1, with_for_update={'key_share': True})", 0),
        ("query.with_for_update()", 1),
        ("query.with_for_update(nowait=True)", 1),
        ("query.with_for_update(key_share=True)", 0),
        ("query.with_for_update(key_share=True, of=Entry)", 0),
        ("query.with_for_update(read=True)", 0),
        ("text('SELECT 1 FROM ward for update')", 1),
        ("text('SELECT 1 FROM ward FOR NO KEY UPDATE')", 0),
    ],
)
def test_the_rule_sees_what_it_should(code: str, number: int) -> None:
    assert len(list(_problems(Module("app.example", code)))) == number
