"""Figures of areas that come from a table elsewhere: a line for each, its name and its figure. Pure rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.text import fold

_FIGURE = r"\d{1,3}(?:[.,]\d{3})+|\d+"
_LINE = re.compile(rf"(?P<name>.*?)[\s;,:–-]*\b(?P<figure>{_FIGURE})(?:\s+[^\s\d]+)?", re.ASCII)
_CELL = re.compile(_FIGURE, re.ASCII)
_LONGEST = 9
"""The most digits that a figure has."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read, by area, and for each line that could not be read what is wrong with it."""

    figures: Mapping[int, int]
    problems: tuple[str, ...]


def read_pasted(text: str, areas: Mapping[int, str]) -> Pasted:
    """Read the figures of areas from pasted lines.

    A line is a name and a figure, with a tab, blanks or a sign between them. Of a table with more columns the last
    figure counts, and any cell may be the name. Tones and capitals don't matter, and where only one area ends in a
    word, as a number, that word is enough: "TDP 12" is "Tổ dân phố 12". "1.234" and "1,234" are 1234.
    """
    names = _Names(areas)
    figures: dict[int, int] = {}
    problems = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        found = _read(line, names)
        if found is None:
            problems.append(_("“%(line)s”: no neighbourhood and figure were found in it.", line=line[:80]))
        elif figures.get(found[0], found[1]) != found[1]:
            problems.append(_("“%(line)s”: another line has another figure for this neighbourhood.", line=line[:80]))
        else:
            figures[found[0]] = found[1]
    return Pasted(figures, tuple(problems))


class _Names:
    """Knows areas by name, or by the last word of one."""

    def __init__(self, areas: Mapping[int, str]) -> None:
        self._whole = {fold(name): id for id, name in areas.items()}
        ends = Counter(map(_end, areas.values()))
        self._end = {_end(name): id for id, name in areas.items() if ends[_end(name)] == 1}

    def find(self, said: Iterable[str]) -> int | None:
        """Return the area that one of several texts means; a whole name goes before the end of one."""
        texts = [text for text in said if text.strip()]
        found = [self._whole[fold(text)] for text in texts if fold(text) in self._whole]
        found = found or [self._end[_end(text)] for text in texts if _end(text) in self._end and not _has_two(text)]
        return found[0] if found else None


def _end(name: str) -> str:
    return (fold(name).split() or [""])[-1]


def _has_two(name: str) -> bool:
    """Tell whether there is a number before the last word: half of "1 234" is not the name's end."""
    return any(map(str.isdigit, " ".join(name.split()[:-1])))


def _read(line: str, names: _Names) -> tuple[int, int] | None:
    for said, figure in _splits(line):
        area = names.find(said)
        digits = re.sub(r"[.,]", "", figure)
        if area is not None and len(digits) <= _LONGEST:
            return area, int(digits)
    return None


def _splits(line: str) -> Iterator[tuple[list[str], str]]:
    """Yield in which ways a line may be names and a figure."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > 1:
        last = max((place for place, cell in enumerate(cells) if _CELL.fullmatch(cell)), default=0)
        if last:
            yield [cell for cell in cells[:last] if not _CELL.fullmatch(cell)] or cells[:last], cells[last]
    elif whole := _LINE.fullmatch(line):
        yield [whole["name"]], whole["figure"]
