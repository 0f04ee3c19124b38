"""The source of the house, read as syntax: what each module imports, and which texts stand in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.config import ROOT

PACKAGE = "app"


@dataclass(frozen=True)
class Module:
    """One file of the package: ``name`` is ``app.logbook.kinds.visit``, ``room`` is ``logbook``."""

    name: str
    text: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        """The file as a syntax tree."""
        return ast.parse(self.text)

    @property
    def room(self) -> str | None:
        """The room that the module stands in; ``None`` on the ground floor."""
        parts = self.name.split(".")
        is_in_room = len(parts) > 2 or (len(parts) == 2 and self.is_package)
        return parts[1] if is_in_room else None

    @property
    def file(self) -> str:
        """The last part of the name: ``models``, ``views`` …"""
        return "__init__" if self.is_package else self.name.rsplit(".", 1)[-1]

    @property
    def docstring(self) -> str:
        """What the module says of itself."""
        return ast.get_docstring(self.tree) or ""

    def imports(self, tree: ast.AST | None = None) -> Iterator[str]:
        """Yield the full name of each thing that is imported, for example ``app.people.models.User``."""
        for node in ast.walk(tree or self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                source = "." * node.level + (node.module or "")
                yield from (f"{source}.{alias.name}" for alias in node.names)

    def late_imports(self) -> Iterator[str]:
        """Yield what is imported of our own package inside a function."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                yield from filter(is_ours, self.imports(node))


def is_ours(name: str) -> bool:
    """Return whether a dotted name is of our own package; a relative one is."""
    return name.startswith(".") or name == PACKAGE or name.startswith(f"{PACKAGE}.")


def read_house(root: Path = ROOT) -> dict[str, Module]:
    """Return every module of the package under ``root`` by its name."""
    modules = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        modules[name] = Module(name, path.read_text(encoding="utf-8"), is_package)
    return modules


def imported_modules(module: Module, house: dict[str, Module]) -> set[str]:
    """Return which modules of ``house`` a module imports; ``from app.people import throttle`` names the latter."""
    found = set()
    for name in module.imports():
        if name in house:
            found.add(name)
        elif name.rpartition(".")[0] in house:
            found.add(name.rpartition(".")[0])
    return found - {module.name}
