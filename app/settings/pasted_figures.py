"""Figures of areas pasted from a table: one line for each area, with its name and its figure. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.figures import MOST_FIGURE, MULTIPLIERS, narrowed, read_figure
from app.settings.area_names import AreaNames

LONGEST_LINE = 300
# A word behind a figure is its unit, but one for a thousand or a million makes it another figure.
_UNIT = rf"(?:\s+(?!{MULTIPLIERS})[^\W\d]+)?"
_LINE = re.compile(rf"(?P<name>.*?)[\s;,:–-]*(?<![-–])\b(?P<figure>[0-9][0-9.,]*){_UNIT}")
_CELL = re.compile(rf"(?P<figure>[0-9][0-9., ]*?){_UNIT}")
_NUMBER_LIKE = re.compile(r"[-–]?[0-9]")


@dataclass(frozen=True, slots=True)
class Pasted:
    """The figures that were read, by area, and one sentence for each line that could not be read."""

    figures: Mapping[int, int]
    problems: tuple[str, ...]


def read_pasted(text: str, areas: Mapping[int, str]) -> Pasted:
    """Read the figures of areas from pasted lines.

    A line is a name and a figure, with a tab, blanks or a sign between them. Of a table with more columns the last
    number counts, and any cell before it may be the name. Capitals, tones and the kind of area may be missing where
    only one area has such a name. Figures may be written as :func:`read_figure` reads them,
    but spaces set thousands apart only in a cell of its own.
    """
    names = AreaNames(areas)
    figures: dict[int, int] = {}
    problems = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _read(line, names) if len(line) <= LONGEST_LINE else None
        if found is None:
            problems.append(_("“%(line)s”: no neighbourhood and whole figure were found in it.", line=line[:80]))
        elif figures.get(found[0], found[1]) != found[1]:
            problems.append(_("“%(line)s”: another line has another figure for this neighbourhood.", line=line[:80]))
        else:
            figures[found[0]] = found[1]
    return Pasted(figures, tuple(problems))


def _read(line: str, names: AreaNames) -> tuple[int, int] | None:
    """Return the area and the figure of a line, if both can be read."""
    cells = [narrowed(cell) for cell in line.split("\t")]
    if len(cells) > 1:
        numbers = [place for place, cell in enumerate(cells) if _NUMBER_LIKE.match(cell)]
        figure = _CELL.fullmatch(cells[numbers[-1]]) if numbers else None
        texts = _name_cells(cells[: numbers[-1]]) if numbers else []
    else:
        figure = _LINE.fullmatch(cells[0])
        texts = [figure["name"]] if figure else []
    area = names.find(texts)
    number = read_figure(figure["figure"]) if figure else None
    return (area, number) if area is not None and number is not None and number <= MOST_FIGURE else None


def _name_cells(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells that may be a name: numbers only where there is nothing else."""
    return [cell for cell in cells if not _NUMBER_LIKE.match(cell)] or cells
