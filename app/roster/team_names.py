"""Finding the teams of a ward by what people write for their names, or for the names of their areas. Pure rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.text import clean, fold, identity_key

_WORD = re.compile(r"[^\W_]+")
_TEAM_KIND = re.compile(r"(?:(?:to|doi|nhom|team|cong nghe so cong dong|cong nghe so|cnscd|cns|cong dong|so) )+")
_AREA_KIND = re.compile(
    r"\b(?:to dan pho|to dan cu|tdp|khu dan cu|kdc|khu pho|kp|khoi pho|khoi|tieu khu|khu|khom|pho|thon|xom|ap|ban|buon"
    r"|lang|soc) (?:so )?"
)
_AREA = "@ "  # stands for every word of a kind of area
_NUMBER = re.compile(r"\d+[a-z]?")
_WHOLE_WARD = re.compile(r"(?:(?:toàn|ubnd) )?(?:phường|xã|đặc khu)(?: .*)?|(?:toan|ubnd) (?:phuong|xa|dac khu)|ubnd")
_LIKE_A_TEAM = re.compile(r"(?:tổ|team) |(?:to|doi|nhom|@) (?:so )?\d|(?:to )?(?:cong nghe so|cnscd|cns) ")

Spelling = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """The name of a team, or of an area with the teams that cover it."""

    name: str
    team_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class FoundTeams:
    """The teams that a text may mean, and the area that it names, if it names one."""

    ids: frozenset[int] = frozenset()
    area: str = ""

    @property
    def only_id(self) -> int | None:
        """The one team that is meant; ``None`` where there is none, or more than one."""
        return next(iter(self.ids)) if len(self.ids) == 1 else None

    @property
    def is_known(self) -> bool:
        """Whether the ward has a team or an area of this name."""
        return bool(self.ids or self.area)


class TeamNames:
    """The teams of a ward by name: as it is, without tones, without the kind of team, or by its number.

    Exact spellings come first: of "Tổ 2" and "Tổ 2 Hòa Bình" the first one is "Tổ 2", and alone the second one is, too.
    """

    def __init__(self, teams: Mapping[int, str], areas: Iterable[NamedPlace] = ()) -> None:
        self.names = dict(teams)
        self._teams = _Spelled([NamedPlace(name, frozenset({id})) for id, name in teams.items()], _TEAM_SPELLINGS)
        self._areas = _Spelled(list(areas), _AREA_SPELLINGS)
        self._by_number: dict[str, list[NamedPlace]] = defaultdict(list)
        for id, name in teams.items():
            if number := _number(name):
                self._by_number[number].append(NamedPlace(name, frozenset({id})))

    def find(self, text: str, *, is_area: bool = False) -> FoundTeams:
        """Return what a text names; with ``is_area`` it stands where the list names areas, and "3" is an area."""
        exact_teams, exact_areas = self._teams.find(text, _EXACT), self._areas.find(text, _EXACT)
        if exact_teams and not (is_area and exact_areas):
            return _found(exact_teams)
        means_area = names_area(text) or (is_area and _without_kind(text) == _with_areas(text))
        areas = exact_areas or ([] if self._may_be_team_number(text, means_area) else self._areas.find(text))
        if areas and (means_area or is_area):
            return _found(areas, areas[0].name)
        if is_area and means_area:
            return FoundTeams()
        teams = self._teams.find(text) or self._by_number.get(_without_kind(text), [])
        # "Tổ 5" may be the area of this name, and short for the team "Tổ CNSCĐ 5" that covers another one.
        return _found([*teams, *exact_areas]) if teams else _found(areas, areas[0].name if areas else "")

    def _may_be_team_number(self, text: str, means_area: bool) -> bool:
        """Return whether "3" or "Tổ 3" cannot be the area "Phố 3", because teams of the ward have numbers."""
        return not means_area and bool(self._by_number) and bool(_NUMBER.fullmatch(_without_kind(text)))

    def names_of(self, found: FoundTeams) -> list[str]:
        """Return the names of the teams that were found, in their order."""
        return [name for id, name in self.names.items() if id in found.ids]


def looks_like_team(text: str) -> bool:
    """Return whether a text is written as the name of a team or an area, whether there is one or not."""
    return any(_LIKE_A_TEAM.match(f"{spelled} ") for spelled in (clean(text).lower(), _words(text), _with_areas(text)))


def is_whole_ward(text: str) -> bool:
    """Return whether a text names the ward itself, as lists do for those who are in no team.

    Without its tone "Phường" alone would also begin the names of people.
    """
    return bool(_WHOLE_WARD.fullmatch(clean(text).lower()))


def names_area(text: str) -> bool:
    """Return whether a text begins as the name of an area: "TDP 3" is no team of the number 3."""
    return _with_areas(text).startswith(_AREA)


class _Spelled:
    def __init__(self, places: Sequence[NamedPlace], spellings: Sequence[Spelling]) -> None:
        self._by_spelling: list[tuple[Spelling, Mapping[str, list[NamedPlace]]]] = []
        for spelling in spellings:
            by_name: dict[str, list[NamedPlace]] = defaultdict(list)
            for place in places:
                by_name[spelling(place.name)].append(place)
            self._by_spelling.append((spelling, by_name))

    def find(self, text: str, number: int | None = None) -> list[NamedPlace]:
        """Return the places of the first spelling by which ``text`` is the name of any."""
        for spelling, by_name in self._by_spelling[:number]:
            key = spelling(text)
            if key and (found := by_name.get(key)):
                return found
        return []


def _found(places: Iterable[NamedPlace], area: str = "") -> FoundTeams:
    return FoundTeams(frozenset().union(*(each.team_ids for each in places)), area)


# Each name is spelled in several ways, and each cell is looked at several times.
@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    """Return the words of a name without tones, its numbers without zeros before them."""
    words = _WORD.findall(fold(clean(text)))
    return " ".join(word.lstrip("0") or "0" if word[0].isdigit() else word for word in words)


@lru_cache(maxsize=4096)
def _with_areas(text: str) -> str:
    return _AREA_KIND.sub(_AREA, _words(text) + " ").strip()


def _without_kind(text: str) -> str:
    """Return a team's name without "Tổ", "CNSCĐ" and the like; "TDP 3" stays another name than "3"."""
    return _TEAM_KIND.sub("", _with_areas(text) + " ", count=1).strip()


def _number(text: str) -> str:
    """Return the number of a team, where it has one alone: 3 of "Tổ 3, Hòa Bình"."""
    found: list[str] = _NUMBER.findall(_without_kind(text))
    return found[0] if len(found) == 1 else ""


def _without_area(text: str) -> str:
    return _without_kind(_without_kind(text).removeprefix(_AREA.strip()))


_TEAM_SPELLINGS = (identity_key, _words, _without_kind)
_EXACT = 2
_AREA_SPELLINGS = (identity_key, _words, _with_areas, _without_area)
