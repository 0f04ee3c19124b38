"""Types say what data is: few lines name ``Any``, and every query says which columns it gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import read_house

HOUSE = read_house()

MOST_LINES_WITH_ANY = 80
"""JSON that enters or leaves undecoded, and libraries without types, need it; imports count as well."""

ANY = re.compile(r"\bAny\b")
UNTYPED_QUERY = re.compile(r"\bQuery\b|\bSelect\b(?!\[)|\bSelect\[\*tuple\[Any")


def _annotations(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of the annotation of each parameter and each result of a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            for annotation in [*(each.annotation for each in every if each), node.returns]:
                if annotation is not None:
                    yield annotation.lineno, ast.unparse(annotation)


def test_few_lines_name_any() -> None:
    named = {each.name: sum(bool(ANY.search(line)) for line in each.text.splitlines()) for each in HOUSE.values()}
    most = sorted(((number, name) for name, number in named.items() if number), reverse=True)[:10]
    assert sum(named.values()) < MOST_LINES_WITH_ANY, f"use object, a protocol or a record instead: {most}"


def test_queries_say_which_columns_they_give() -> None:
    untyped = [
        f"{each.name}:{line}: {annotation}"
        for each in HOUSE.values()
        for line, annotation in _annotations(each.tree)
        if UNTYPED_QUERY.search(annotation)
    ]
    assert not untyped, f"write Select[int, str], with the types of the columns: {untyped}"


@pytest.mark.parametrize("annotation", ["Query", "sa.Select", "sa.Select[*tuple[Any, ...]]", "Iterable[Select]"])
def test_untyped_queries_are_found(annotation: str) -> None:
    assert UNTYPED_QUERY.search(annotation)


@pytest.mark.parametrize("annotation", ["sa.Select[int, str]", "sa.CompoundSelect[int]", "Select[*Columns]"])
def test_typed_queries_pass(annotation: str) -> None:
    assert not UNTYPED_QUERY.search(annotation)
