"""The areas that a cell of a list names: one or several, also as a range. Pure but for the areas that it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from flask_babel import gettext as _

from app.imports.list_areas import ListAreas
from app.settings.area_names import area_key
from app.text import fold

_APART = re.compile(r"\s*[,;+&\n]\s*|\s+và\s+", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:từ\s+)?(?P<kind>(?:[^\W\d_]+\s+)*)(?P<first>\d{1,3})\s*(?:[-–—]|\s(?:đến|tới|to)\s)\s*"
    r"(?P<again>(?:[^\W\d_]+\s+)*)(?P<last>\d{1,3})",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,3}[A-Za-z]?")
_MOST_OF_RANGE = 200
_MOST_SUGGESTED = 3


class NamedAreas:
    """Finds areas by what stands in a cell: "Tổ 1, 2 và 5", "TDP 1–5", "Phố Đình; Phố Chợ"."""

    def __init__(self, areas: ListAreas, area_words: Iterable[str]) -> None:
        self._areas, self._words = areas, tuple(area_words)
        self._by_key: Mapping[str, int] = {area_key(name, self._words): id for id, name in areas.names.items()}
        self._by_folded = {fold(name): name for name in areas.names.values()}

    def find(self, text: str) -> list[int]:
        """Return the ids of the areas that a text names, each once; raises ``ValueError`` with a sentence."""
        return list(dict.fromkeys(self._ids(text)))

    def _ids(self, text: str) -> Iterator[int]:
        if (whole := self._by_key.get(area_key(text, self._words))) is not None:
            yield whole
            return
        kind = ""
        for piece in filter(None, _APART.split(text.strip())):
            for name in self._names_of(piece, kind):
                yield self._one(name)
            kind = _kind_of(piece) or kind

    def _names_of(self, piece: str, kind: str) -> list[str]:
        """Return the names that a piece without commas holds; ``kind`` stood before the number of the last piece."""
        if self._is_known(piece):
            return [piece]
        if ranged := _RANGE.fullmatch(piece):
            return _in_range(ranged, kind)
        if _BARE.fullmatch(piece) and kind and self._is_known(f"{kind} {piece}"):
            return [f"{kind} {piece}"]
        # A line break in a cell has become a space.
        pieces = re.split(rf"\s+(?={re.escape(piece.split()[0])}\s)", piece, flags=re.IGNORECASE)
        return pieces if len(pieces) > 1 else [piece]

    def _is_known(self, name: str) -> bool:
        return area_key(name, self._words) in self._by_key

    def _one(self, name: str) -> int:
        known = self._by_key.get(area_key(name, self._words))
        if known is not None:
            return known
        try:
            return self._areas.find(name)
        except ValueError as error:
            raise ValueError(" ".join(filter(None, (str(error), self._suggestions(name))))) from None

    def _suggestions(self, name: str) -> str:
        found = get_close_matches(fold(name), self._by_folded, _MOST_SUGGESTED, 0.7)
        names = ", ".join(self._by_folded[each] for each in found)
        return _("Similar names are: %(names)s.", names=names) if names else ""


def _kind_of(piece: str) -> str:
    """Return what stands before the number of an area: "Tổ dân phố" of "Tổ dân phố 5"."""
    found = re.match(r"(?:từ\s+)?((?:[^\W\d_]+\s+)*[^\W\d_]+)\s+\d", piece, re.IGNORECASE)
    return found[1] if found else ""


def _in_range(ranged: re.Match[str], kind: str) -> list[str]:
    first, last = int(ranged["first"]), int(ranged["last"])
    if not first < last <= first + _MOST_OF_RANGE:
        raise ValueError(_("“%(text)s” is no range of areas: write the lower number first.", text=ranged[0]))
    word = ranged["kind"].strip() or ranged["again"].strip() or kind
    return [f"{word} {number}".strip() for number in range(first, last + 1)]
