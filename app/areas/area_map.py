"""A ward's new map as somebody writes it: which areas become which, a line each, or in two columns. Pure rules.

``Tổ 1; Tổ 2 -> Tổ dân phố 1`` is one line. In columns a new name may stand once for several rows, as in merged cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.areas.changes import AreaMerge
from app.places.area_successors import NEVER
from app.places.ward_places import WardArea, existed_between
from app.settings.area_names import AreaNames
from app.text import clean, fold, identity_key

# Where a row of signs begins is said, since each place of a long row would else be tried up to its end.
_ARROW = re.compile(r"\s*(?:(?<!-)-+>|(?<!=)=+>|→|➔|➜|⇒)\s*")
_BECOMES = re.compile(r"\s+thành\s+", re.IGNORECASE)
_SEPARATORS = (re.compile(r"[;+&]"), re.compile(r",|\s+và\s+", re.IGNORECASE))
_NUMBER_WORDS = {"stt", "tt", "no", "no."}
_OLD_WORDS, _NEW_WORDS = {"cu", "truoc", "old"}, {"moi", "sau", "new"}


class MapProblem(StrEnum):
    """What is wrong with a line of a map."""

    NO_ARROW = "no_arrow"
    """The line says nothing of what the areas become."""

    NO_OLD = "no_old"
    NO_NEW = "no_new"
    SEVERAL_NEW = "several_new"
    """Several new names: that is a split, which needs a list of households."""

    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    ENDED = "ended"
    TWICE = "twice"
    NAME_TAKEN = "name_taken"
    CHAIN = "chain"
    """The line names an area that only another line makes."""

    NOTHING = "nothing"
    """No line changes anything."""


class MapError(NamedTuple):
    """A line of the text, from 1, with what is wrong with it, and the name that this is about."""

    line: int
    problem: MapProblem
    name: str = ""


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The merges that a text asks for, each with the line on which it begins, and the errors of its lines.

    ``renumbered`` are names that an old area has today and another one will have: these are two areas. ``untouched``
    are the ids of the areas of which no line says anything, and ``same`` of those that become what they are.
    """

    merges: Sequence[AreaMerge]
    lines: Sequence[int]
    errors: Sequence[MapError]
    renumbered: Sequence[str] = ()
    untouched: Sequence[int] = ()
    same: Sequence[int] = ()


class _MapLine(NamedTuple):
    number: int
    old: str
    new: str


def read_area_map(text: str, areas: Iterable[WardArea], first_day: date) -> AreaMap:
    """Return the map that a text asks for, from a day on, of the areas of a ward."""
    return _Reading(areas, first_day).read(text)


class _Reading:
    def __init__(self, areas: Iterable[WardArea], first_day: date) -> None:
        before = first_day - timedelta(days=1)
        known = [area for area in areas if not area.is_whole_ward and area.valid_to != NEVER]
        self._in_use = {area.id: area.name for area in known if existed_between(area, before, before)}
        self._names = AreaNames(self._in_use)
        self._ended = AreaNames({area.id: area.name for area in known if area.id not in self._in_use})
        self._errors: list[MapError] = []
        self._groups: dict[str, tuple[int, str, list[int]]] = {}
        self._seen: set[int] = set()

    def read(self, text: str) -> AreaMap:
        lines = list(self._lines(text))
        made = {identity_key(line.new) for line in lines}
        for line in lines:
            self._read_line(line, made)
        for number, name, ids in self._groups.values():
            if self._is_taken(name, ids):
                self._errors.append(MapError(number, MapProblem.NAME_TAKEN, name))
        merges, numbers, same = [], [], []
        for number, name, ids in self._groups.values():
            goes_on = next((id for id in ids if identity_key(self._in_use[id]) == identity_key(name)), None)
            if goes_on is not None and len(ids) == 1:
                same.append(goes_on)
                continue
            merges.append(AreaMerge(ids, name if goes_on is None else "", goes_on))
            numbers.append(number)
        if not merges and not self._errors:
            self._errors.append(MapError(1, MapProblem.NOTHING))
        untouched = [id for id in self._in_use if id not in self._seen]
        return AreaMap(merges, numbers, sorted(self._errors), self._renumbered(merges), untouched, same)

    def _lines(self, text: str) -> Iterator[_MapLine]:
        """Yield what each line says; note those that say nothing. A head of two columns is passed over."""
        carried = ""
        for number, raw in enumerate(text.splitlines(), start=1):
            if not raw.strip():
                continue
            is_of_columns = "\t" in raw
            old, new = self._columns(raw) if is_of_columns else _sides(clean(raw))
            if is_of_columns and _is_head(old, new):
                continue
            if is_of_columns:
                new = carried = new or carried
            problem = _problem_of(old, new)
            if problem is not None:
                self._errors.append(MapError(number, problem, clean(raw)))
            elif new is not None:
                yield _MapLine(number, old, new)

    @staticmethod
    def _columns(raw: str) -> tuple[str, str]:
        """Return the old and the new name of a row; a running number before them is passed over."""
        cells = [clean(cell) for cell in raw.split("\t")]
        if len(cells) > 2 and (cells[0].rstrip(".").isdecimal() or fold(cells[0]) in _NUMBER_WORDS):
            del cells[0]
        return cells[0], next((cell for cell in cells[1:] if cell), "")

    def _read_line(self, line: _MapLine, made: set[str]) -> None:
        ids = []
        for name in self._old_names(line.old):
            found = self._names.every([name])
            if len(found) != 1:
                self._errors.append(MapError(line.number, self._why_not(name, found, made), name))
                continue
            [id] = found
            if id in self._seen:
                self._errors.append(MapError(line.number, MapProblem.TWICE, self._in_use[id]))
                continue
            self._seen.add(id)
            ids.append(id)
        group = self._groups.setdefault(identity_key(line.new), (line.number, line.new, []))
        group[2].extend(ids)

    def _old_names(self, text: str) -> list[str]:
        """Return the names in a text: the whole of it where that names an area, else its pieces."""
        names = [text]
        for separator in _SEPARATORS:
            names = [
                piece
                for name in names
                for piece in ([name] if self._names.every([name]) else map(clean, separator.split(name)))
                if piece
            ]
        return names

    def _why_not(self, name: str, found: set[int], made: set[str]) -> MapProblem:
        if found:
            return MapProblem.AMBIGUOUS
        if identity_key(name) in made:
            return MapProblem.CHAIN
        return MapProblem.ENDED if self._ended.every([name]) else MapProblem.UNKNOWN

    def _is_taken(self, name: str, ids: Sequence[int]) -> bool:
        """Return whether an area that no line ends has a new name, or one that goes on under it by another line."""
        key = identity_key(name)
        owners = {id for id, of_area in self._in_use.items() if identity_key(of_area) == key}
        return any(id not in ids and id not in self._seen for id in owners)

    def _renumbered(self, merges: Iterable[AreaMerge]) -> list[str]:
        of_today: Mapping[str, str] = {identity_key(name): name for name in self._in_use.values()}
        return [each.name for each in merges if each.goes_on is None and identity_key(each.name) in of_today]


def _sides(line: str) -> tuple[str, str | None]:
    """Return what stands before and behind the arrow of a cleaned line; ``None`` behind it where it has no arrow."""
    for arrow in (_ARROW, _BECOMES):
        sides = arrow.split(line, maxsplit=1)
        if len(sides) == 2:
            return sides[0].strip(), sides[1].strip()
    return line, None


def _is_head(old: str, new: str | None) -> bool:
    """Return whether a row is the head of the columns, and not of an area and what it becomes."""
    return bool(_OLD_WORDS & set(fold(old).split())) and bool(_NEW_WORDS & set(fold(new or "").split()))


def _problem_of(old: str, new: str | None) -> MapProblem | None:
    if new is None:
        return MapProblem.NO_ARROW
    if not old:
        return MapProblem.NO_OLD
    if not new:
        return MapProblem.NO_NEW
    return MapProblem.SEVERAL_NEW if ";" in new or _ARROW.search(new) else None
