"""The template of each kind of list: a workbook with its headings, explanations, and what the ward can choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.imports.list_kind import ListKind


def template_workbook(kind: ListKind, ward_name: str, choices: Mapping[str, Sequence[str]]) -> bytes:
    """Return the template of a kind; ``choices`` are what may stand in columns, by their code, such as the areas."""
    raise NotImplementedError


def template_name(kind: ListKind, ward_name: str) -> str:
    """Return the name of the template's file, in ASCII, with the ward and the kind."""
    raise NotImplementedError
