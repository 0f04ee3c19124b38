"""Whose the transaction is: actions neither commit nor take back what their caller has done."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Module, read_house

_ENDS = {"commit", "rollback"}


def _ends_of_transactions(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ENDS:
            yield f"{module.name}, line {node.lineno}: leave that to the caller; begin_nested() takes back a part"


def test_actions_never_end_a_transaction() -> None:
    actions = [module for module in read_house().values() if module.file.endswith("actions")]
    assert len(actions) > 5
    assert [problem for module in actions for problem in _ends_of_transactions(module)] == []


@pytest.mark.parametrize(
    ("code", "number"),
    [("session.rollback()", 1), ("writer().commit()", 1), ("with session.begin_nested(): pass", 0)],
)
def test_the_rule_sees_what_it_should(code: str, number: int) -> None:
    assert len(list(_ends_of_transactions(Module("app.example.actions", code)))) == number
