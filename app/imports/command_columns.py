"""Columns as the command line names them: the letter of a spreadsheet, and the code of what the column holds. Pure."""

from __future__ import annotations

import re
from typing import NoReturn

import click

_PAIR = re.compile(r"([A-Za-z]{1,3})=(\w+)")
_LETTERS = 26


class ColumnsParameter(click.ParamType[dict[int, str]]):
    """Columns as ``A=name,C=count``, by their places from 0."""

    name = "columns"

    def convert(
        self, value: str | dict[int, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[int, str]:
        """Return the codes by place; ends the command where a part cannot be read."""
        if isinstance(value, dict):
            return value
        return dict(self._pair(part.strip(), param, ctx) for part in value.split(","))

    def _pair(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, str]:
        found = _PAIR.fullmatch(text)
        return (place_of(found[1]), found[2]) if found else self._refuse(text, param, ctx)

    def _refuse(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        self.fail(f"{text} is not like A=name", param, ctx)


def place_of(letters: str) -> int:
    """Return the place of a column from 0: 0 of A, 26 of AA."""
    place = 0
    for letter in letters.upper():
        place = place * _LETTERS + ord(letter) - ord("A") + 1
    return place - 1
