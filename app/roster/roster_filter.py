"""The filter of the roster, and finding people by a few typed letters or digits. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.permissions import Role
from app.text import fold

_NUMBER = re.compile(r"[+\d][\d .()-]*")
_FEWEST_DIGITS = 3


class PersonState(StrEnum):
    """What became of a person in a ward. Whoever is active and logged nothing this month is silent."""

    ACTIVE = "active"
    INVITED = "invited"
    COMING = "coming"
    """The first post of the person in the ward is planned."""

    NEVER_SEEN = "never_seen"
    ENDED = "ended"


class StateFilter(StrEnum):
    """The states by which the roster is filtered."""

    ACTIVE = "active"
    WAITING = "waiting"
    SILENT = "silent"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """The properties that people must have; an empty field filters nothing."""

    text: str = ""
    role: Role | None = None
    team_id: int | None = None
    state: StateFilter | None = None

    def as_arguments(self) -> dict[str, str | int]:
        """Return the filter as arguments of an address, by the names of the form's controls."""
        arguments = {"text": self.text, "role": self.role, "team": self.team_id, "state": self.state}
        return {name: value for name, value in arguments.items() if value}


class TypedSearch:
    """A search for people by name, phone number or team, in which tones and capitals may be missing."""

    def __init__(self, text: str) -> None:
        folded = fold(text).strip()
        self._words = tuple(f" {word}" for word in folded.split())
        self._phrase = f" {folded}"
        digits = re.sub(r"[^+\d]", "", text) if _NUMBER.fullmatch(text.strip()) else ""
        self._is_number = len(digits) >= _FEWEST_DIGITS
        # An international number is stored, a national one is typed and shown.
        self._digits = re.sub(r"^(\+84|0)", "", digits) if len(digits) > _FEWEST_DIGITS else digits

    def finds(self, name: str, phone: str, team: str) -> bool:
        """Return whether a person is meant: each word begins one of the name, or the text is in number or team."""
        if self._is_number and self._digits in phone:
            return True
        folded = folded_words(name)
        return all(word in folded for word in self._words) or self._phrase in folded_words(team)


# The names of a large ward are searched again and again, and folding one takes longer than looking into it.
@lru_cache(maxsize=16384)
def folded_words(text: str) -> str:
    """Return ``text`` as it is searched, with a space before each word."""
    return " " + fold(text)
