"""Searching the official list, by today's names and by those of before July 2025, with and without tones. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from app.places.former_units import former_units
from app.places.official_list import OfficialUnit, official_units
from app.text import collation_key, fold

MOST_FOUND = 30
"""The most units that a search returns."""

_KINDS = frozenset(["phuong", "xa", "thi", "tran", "dac", "khu", "thanh", "pho", "tinh", "quan", "huien"])
_SHORT = {
    "p": "phuong",
    "x": "xa",
    "q": "quan",
    "h": "huien",
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "dk": "dac khu",
    "t": "tinh",
}
"""What people write for the kind of a unit."""

_KINDS_AS_WRITTEN = ("Phường ", "Xã ", "Thị trấn ", "Đặc khu ", "Thành phố ", "Tỉnh ")
_WORD = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit of today's list, and the former units in it that were searched for by their old names."""

    unit: OfficialUnit
    formerly: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FoundUnits:
    """The units that were found, the best first, and how many there are in all."""

    units: Sequence[FoundUnit] = ()
    all: int = 0


class _Line(NamedTuple):
    """A name that can be searched for, as words between blanks."""

    name: str  # without what kind of unit it is
    text: str  # with district and province
    codes: Sequence[str]
    former_name: str  # in full; empty for a unit of today


class _Rank(IntEnum):
    """How well a line fits, the best first."""

    WHOLE_NAME = 0
    OTHER_KIND = 1  # the whole name, of another kind of unit than was typed
    PART_OF_NAME = 2
    PLACE_ALONE = 3  # its district or province


Candidates = Iterable[tuple[_Rank, _Line]]


def search_units(query: str, province_code: str | None = None) -> FoundUnits:
    """Return the units of a province, or of all, that ``query`` names; without words all of the province.

    Each word must occur, the last one perhaps only with its beginning. Words such as "phường" may be wrong where the
    name is whole, since people mistake them. Where nothing is found, blanks are left out, which some do not type.
    """
    words = _words(query)
    if not words:
        return _units_of(province_code)
    found = _by_rank(_candidates(words), province_code) or _by_rank(_squeezed(words), province_code)
    return FoundUnits(found[:MOST_FOUND], len(found))


def _units_of(province_code: str | None) -> FoundUnits:
    units = [unit for unit in official_units().values() if unit.province_code == province_code]
    found = [FoundUnit(unit) for unit in sorted(units, key=lambda unit: collation_key(_bare(unit.ward_name)))]
    return FoundUnits(found, len(found))


def _by_rank(candidates: Candidates, province_code: str | None) -> list[FoundUnit]:
    """Return today's units that the candidates lead to, those with the best one first, then by name."""
    lines: dict[str, list[tuple[_Rank, str]]] = {}
    for rank, line in candidates:
        for code in line.codes:
            if province_code in {None, official_units()[code].province_code}:
                lines.setdefault(code, []).append((rank, line.former_name))
    best = {code: min((rank, bool(former)) for rank, former in found) for code, found in lines.items()}
    order = sorted(lines, key=lambda code: (best[code], collation_key(official_units()[code].ward_name)))
    return [FoundUnit(official_units()[code], _best_former(lines[code])) for code in order]


def _best_former(lines: Iterable[tuple[_Rank, str]]) -> Sequence[str]:
    """Return the former names that fit as well as anything of a unit: none where today's name fits better."""
    by_rank = sorted(dict.fromkeys(lines))
    return list(dict.fromkeys(name for rank, name in by_rank if name and rank == by_rank[0][0]))


def _candidates(words: Sequence[str]) -> Iterator[tuple[_Rank, _Line]]:
    query = _between_blanks(words)
    for line in _with_words(words):
        if line.name.strip() and line.name in query:
            yield _Rank.WHOLE_NAME, line
        elif any(f" {word} " in line.name for word in words if word not in _KINDS) or f" {words[-1]}" in line.name:
            yield _Rank.PART_OF_NAME, line
        else:
            yield _Rank.PLACE_ALONE, line
    without_kinds = [word for word in words if word not in _KINDS]
    if without_kinds != list(words):
        for line in _with_words(without_kinds):
            if line.name.strip() and line.name in query:
                yield _Rank.OTHER_KIND, line


def _with_words(words: Sequence[str]) -> Iterator[_Line]:
    """Yield the lines in which all words occur."""
    if not words:
        return
    *whole, last = words
    wanted = [f" {word} " for word in whole]
    # The last word may be half typed; a number is whole, or 1 would find 10.
    wanted.append(f" {last} " if last.isdecimal() else f" {last}")
    for line in _lines():
        if all(word in line.text for word in wanted):
            yield line


def _squeezed(words: Sequence[str]) -> Iterator[tuple[_Rank, _Line]]:
    """Yield the lines that hold the words without any blanks."""
    text = "".join(words)
    for line in _lines():
        if text in line.text.replace(" ", ""):
            yield _Rank.PART_OF_NAME if text in line.name.replace(" ", "") else _Rank.PLACE_ALONE, line


@cache
def _lines() -> Sequence[_Line]:
    units = official_units()
    lines = [_line(unit.ward_name, "", [unit.province_name], [unit.ward_code], "") for unit in units.values()]
    for former in former_units():
        # Who knows the old name of a commune may know the new one of its province.
        provinces = sorted({former.province, *(units[code].province_name for code in former.codes)})
        lines.append(_line(former.name, former.district, provinces, former.codes, former.full_name))
    return lines


def _line(name: str, district: str, provinces: Iterable[str], codes: Sequence[str], former_name: str) -> _Line:
    words = [*_words(name), *_words_of_place(district)]
    for province in provinces:
        initials = "".join(word[0] for word in _words_of_place(_bare(province)))
        words += [*_words_of_place(province), initials]
    return _Line(_between_blanks(_words(_bare(name))), _between_blanks(words), codes, former_name)


def _bare(name: str) -> str:
    """Return a name without what kind of unit it is: An Khê."""
    return name.removeprefix(next((kind for kind in _KINDS_AS_WRITTEN if name.startswith(kind)), ""))


def _between_blanks(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


@cache
def _words_of_place(name: str) -> Sequence[str]:
    """Return the words of a district or province, which thousands of names have in common."""
    return _words(name)


def _words(text: str) -> list[str]:
    """Return the words of a text without tones; y and i are one letter, as in Quy and Qui, and 01 is 1."""
    words = _WORD.findall(fold(text).replace("y", "i"))
    written = (word.lstrip("0") or "0" if word.isdecimal() else _SHORT.get(word, word) for word in words)
    return " ".join(written).split()
