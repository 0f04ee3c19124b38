"""Finding the areas of a ward by what people write for their names. Pure rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from app.text import clean, fold, identity_key

# fmt: off
_KINDS_OF_AREA = frozenset((
    "ap", "ban", "buon", "cum", "dan", "khoi", "khu", "kp", "lang", "pho", "phum", "so", "soc", "tdp", "thon", "tieu",
    "to", "vuc", "xom",
))
# fmt: on
"""Words for a kind of area, which are no part of its name: "Tổ dân phố 12", "TDP 12" and "12" are the same."""

_ABBREVIATED = {"tdp": "tổ dân phố", "kdc": "khu dân cư", "kp": "khu phố", "tk": "tiểu khu"}
_ZEROS = re.compile(r"\b0+(?=\d)")
_NUMBERED = re.compile(rf"{identity_key('số')} (?=\d)")
_KINDS_OF_TEAM = ("tổ công nghệ số cộng đồng", "tổ công nghệ số", "tổ cnscđ", "tổ cns")
_NUMBERED_TEAM = re.compile(rf"^{identity_key('tổ')} (?:{identity_key('số')} )?(?=\d)")


def area_key(name: str, area_words: Iterable[str]) -> str:
    """Return what the names of one area have in common: "TDP số 05", "Tổ dân phố 5" and, in such a ward, "5".

    ``area_words`` are what the ward calls its areas. Tones make a difference, and so does another kind: where areas are
    called "Tổ dân phố", "Khu phố 5" is another one than "5".
    """
    return _without_number_word(_without_word(_unabbreviated(name), area_words))


def team_key(name: str, team_words: Iterable[str]) -> str:
    """Return what the names of one team have in common: "Tổ CNSCĐ số 05", "Tổ công nghệ số cộng đồng 5" and "Tổ 5".

    ``team_words`` are what the ward calls its teams. "Tổ dân phố 5" is another one than "Tổ 5".
    """
    key = _without_number_word(_without_word(_unabbreviated(name), (*team_words, *_KINDS_OF_TEAM)))
    return _NUMBERED_TEAM.sub("", key, count=1)


def _unabbreviated(name: str) -> str:
    first, _space, rest = identity_key(name).partition(" ")
    return _ZEROS.sub("", f"{identity_key(_ABBREVIATED.get(first, first))} {rest}".strip())


def _without_word(key: str, words: Iterable[str]) -> str:
    for word in sorted(map(identity_key, words), key=len, reverse=True):
        if word and key.startswith(f"{word} "):
            return key.removeprefix(f"{word} ")
    return key


def _without_number_word(key: str) -> str:
    numbered = _NUMBERED.match(key)
    return key[numbered.end() :] if numbered else key


class AreaNames:
    """The areas by name: as it is written, without tones, and without the kind of area."""

    def __init__(self, areas: Mapping[int, str]) -> None:
        self._spellings: list[tuple[Callable[[str], str], Mapping[str, set[int]]]] = []
        for spelling in (_as_written, _without_tones, _without_kind):
            ids: dict[str, set[int]] = defaultdict(set)
            for id, name in areas.items():
                ids[spelling(name)].add(id)
            self._spellings.append((spelling, ids))

    def find(self, texts: Iterable[str]) -> int | None:
        """Return the id of the only area that one of several texts names, else ``None``."""
        found = self.every(texts)
        return found.pop() if len(found) == 1 else None

    def every(self, texts: Iterable[str]) -> set[int]:
        """Return the ids of all areas that one of several texts names, by the strictest spelling that finds any."""
        texts = [text for text in texts if text]
        for spelling, ids in self._spellings:
            found: set[int] = set().union(*(ids.get(spelling(text), ()) for text in texts if spelling(text)))
            if found:
                return found
        return set()


def _as_written(name: str) -> str:
    return clean(name).casefold()


def _without_tones(name: str) -> str:
    return fold(clean(name))


def _without_kind(name: str) -> str:
    words = _without_tones(name).split()
    while words and words[0] in _KINDS_OF_AREA:
        del words[0]
    return " ".join(words)
