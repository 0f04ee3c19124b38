"""A page that shows names says so, and records that it was opened: the one never without the other."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Module, read_house

HOUSE = read_house()


def _calls(node: ast.AST, name: str) -> bool:
    return any(isinstance(call, ast.Call) and ast.unparse(call.func).endswith(name) for call in ast.walk(node))


def unaudited_views(module: Module) -> Iterator[str]:
    """Yield what is wrong with views that declare, or record, but do not do both."""
    for view in ast.walk(module.tree):
        if not isinstance(view, ast.FunctionDef):
            continue
        decorators = [ast.unparse(decorator) for decorator in view.decorator_list]
        is_declared = any(text.startswith("shows_names(") for text in decorators)
        has_address = any(text.startswith("bp.") for text in decorators)
        records = _calls(view, "record_view")
        if is_declared and not records:
            yield f"{module.name}.{view.name} declares @shows_names, but never calls record_view()"
        if has_address and records and not is_declared:
            yield f"{module.name}.{view.name} calls record_view(), but does not declare @shows_names"


def test_views_that_show_names_are_declared_and_recorded() -> None:
    problems = [problem for module in HOUSE.values() for problem in unaudited_views(module)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@bp.get('/')\n@shows_names('a', 'b')\ndef a():\n    record_view()", 0),
        ("@bp.get('/')\n@shows_names('a', 'b')\ndef a():\n    return 1", 1),
        ("@bp.get('/')\ndef a():\n    page.record_view()", 1),
        ("def a():\n    page.record_view()", 0),
    ],
)
def test_views_that_only_declare_or_only_record_are_found(text: str, found: int) -> None:
    assert len(list(unaudited_views(Module("app.example", text)))) == found
