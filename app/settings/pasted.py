"""Figures of areas that come from a table elsewhere: a line for each, its name and its figure. Pure rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.figures import narrowed, read_figure
from app.text import clean, fold

LONGEST_LINE = 300
_MOST_FIGURE = 999_999_999
_UNIT = r"(?:\s+[^\W\d]+)?"
_LINE = re.compile(rf"(?P<name>.*?)[\s;,:–-]*(?<![-–])\b(?P<figure>[0-9][0-9.,]*){_UNIT}")
_CELL = re.compile(rf"(?P<figure>[0-9][0-9., ]*?){_UNIT}")
_NUMBER_LIKE = re.compile(r"[-–]?[0-9]")
# fmt: off
_KINDS_OF_AREA = frozenset((
    "ap", "ban", "buon", "cum", "dan", "khoi", "khu", "kp", "lang", "pho", "phum", "so", "soc", "tdp", "thon", "tieu",
    "to", "vuc", "xom",
))
# fmt: on
"""What stands before the name proper: "Tổ dân phố 12", "TDP 12" and "12" are the same."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read, by area, and for each line that could not be read what is wrong with it."""

    figures: Mapping[int, int]
    problems: tuple[str, ...]


def read_pasted(text: str, areas: Mapping[int, str]) -> Pasted:
    """Read the figures of areas from pasted lines.

    A line is a name and a figure, with a tab, blanks or a sign between them. Of a table with more columns the last
    number counts, and any cell before it may be the name. Capitals, tones and what kind of area it is may be missing
    where only one area can be meant. Figures may be written as :func:`read_figure` reads them,
    but spaces set thousands apart only in a cell of its own.
    """
    names = _AreaNames(areas)
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


class _AreaNames:
    """Knows areas by name: as it is written, without tones, and without the kind of area."""

    def __init__(self, areas: Mapping[int, str]) -> None:
        self._ways: list[tuple[Callable[[str], str], Mapping[str, set[int]]]] = []
        for way in (_as_written, _without_tones, _name_proper):
            meant: dict[str, set[int]] = defaultdict(set)
            for id, name in areas.items():
                meant[way(name)].add(id)
            self._ways.append((way, meant))

    def find(self, said: Iterable[str]) -> int | None:
        """Return the area that one of several texts means, if it is one alone."""
        said = [text for text in said if text]
        for way, meant in self._ways:
            found: set[int] = set().union(*(meant.get(way(text), ()) for text in said if way(text)))
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def _as_written(name: str) -> str:
    return clean(name).casefold()


def _without_tones(name: str) -> str:
    return fold(clean(name))


def _name_proper(name: str) -> str:
    words = _without_tones(name).split()
    while words and words[0] in _KINDS_OF_AREA:
        del words[0]
    return " ".join(words)


def _read(line: str, names: _AreaNames) -> tuple[int, int] | None:
    """Return the area and the figure of a line, if both are clear."""
    cells = [narrowed(cell) for cell in line.split("\t")]
    if len(cells) > 1:
        numbers = [place for place, cell in enumerate(cells) if _NUMBER_LIKE.match(cell)]
        figure = _CELL.fullmatch(cells[numbers[-1]]) if numbers else None
        said = _texts(cells[: numbers[-1]]) if numbers else []
    else:
        figure = _LINE.fullmatch(cells[0])
        said = [figure["name"]] if figure else []
    area = names.find(said)
    number = read_figure(figure["figure"]) if figure else None
    return (area, number) if area is not None and number is not None and number <= _MOST_FIGURE else None


def _texts(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells that may be a name; a number is one only where nothing else is."""
    return [cell for cell in cells if not _NUMBER_LIKE.match(cell)] or cells
