"""The state of a household (hiện trạng), as a visit finds it: how many live there, and what they have already.

It is what is there, and never adds to what was done. What is not given is not known, which is not the same as none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.json_fields import NOT_YES_OR_NO, JSONField
from app.json_types import JsonObject, Message
from app.json_values import DIGITS, UNREADABLE
from app.localisation import number

MOST_PEOPLE = 50
MOST_SERVICES = 100

AGES = ("people_60", "people_18", "people_14")
"""The numbers of people from an age on, the fewest first."""

NUMBERS: Mapping[str, Message] = {
    "people_14": _l("People aged 14 and over"),
    "people_18": _l("People aged 18 and over"),
    "people_60": _l("People aged 60 and over"),
    "smartphones": _l("Smartphones"),
}
YES_OR_NO: Mapping[str, tuple[Message, Message]] = {
    "internet": (_l("Has internet at home"), _l("No internet at home")),
    "shares_phone": (_l("Shares one phone"), _l("Everybody has their own phone")),
}
HAVE = "have"

_NOT_A_NUMBER = _l("In the state of the household each number is a whole one from 0 to %(most)d.", most=MOST_PEOPLE)
_UNKNOWN_PART = _l("This version of the app does not know a part of the state of the household.")
_UNKNOWN_SERVICE = _l(
    "The state of the household names a service that is not in the list. Choose it again from the list."
)
_AGES_DISAGREE = _l("Who is 60 is also 18, and who is 18 is also 14: correct the numbers of people.")
_MORE_THAN_PEOPLE = _l(
    "More people have a service than the household has people aged 14 and over. Correct the numbers."
)


class HouseholdStateField(JSONField):
    """The state of a household; the data has only what is known. ``services`` are the codes that it may name."""

    services: Collection[str] = ()

    def read(self, value: object) -> JsonObject | None:
        """Return what is known, ``None`` where that is nothing."""
        if not isinstance(value, dict):
            raise ValueError(UNREADABLE)
        if value.keys() - {*NUMBERS, *YES_OR_NO, HAVE}:
            raise ValueError(_UNKNOWN_PART)
        state: dict[str, object] = {name: _people(value[name]) for name in NUMBERS if value.get(name) is not None}
        for name in YES_OR_NO:
            answer = value.get(name)
            if answer is None:
                continue
            if not isinstance(answer, bool):
                raise ValueError(NOT_YES_OR_NO)
            state[name] = answer
        have = self._have(value.get(HAVE))
        _compare(state, have)
        return (state | {HAVE: have} if have else state) or None

    def _have(self, value: object) -> dict[str, int]:
        if value is None:
            return {}
        if not isinstance(value, dict) or len(value) > MOST_SERVICES:
            raise ValueError(UNREADABLE)
        if value.keys() - set(self.services):
            raise ValueError(_UNKNOWN_SERVICE)
        return {code: _people(people) for code, people in value.items() if people is not None}


def _people(value: object) -> int:
    """Return a number of people or things; a text of plain digits is one too."""
    if isinstance(value, str) and DIGITS.fullmatch(value):
        value = int(value)
    if type(value) is not int or not 0 <= value <= MOST_PEOPLE:
        raise ValueError(_NOT_A_NUMBER)
    return value


def _compare(state: Mapping[str, object], have: Mapping[str, int]) -> None:
    """Raise ``ValueError`` where the numbers cannot all be true."""
    given = [people for name in AGES if isinstance(people := state.get(name), int)]
    if any(older > younger for older, younger in pairwise(given)):
        raise ValueError(_AGES_DISAGREE)
    people = state.get("people_14")
    if isinstance(people, int) and max(have.values(), default=0) > people:
        raise ValueError(_MORE_THAN_PEOPLE)


def services_in(state: object) -> list[str]:
    """Return the codes of the services that a state names, read or not; no more than it may have."""
    have = state.get(HAVE) if isinstance(state, dict) else None
    return list(have)[:MOST_SERVICES] if isinstance(have, dict) else []


def state_in_words(state: JsonObject, names: Mapping[object, str]) -> str:
    """Return a state in the reader's language; ``names`` are those of the services by code."""
    return "; ".join(state_parts(state, names))


def state_parts(state: JsonObject, names: Mapping[object, str]) -> Iterator[str]:
    """Yield what is known of a state, each figure and answer in words of its own."""
    for name, label in NUMBERS.items():
        if name in state:
            yield f"{label}: {number(state[name])}"
    for name, (yes, no) in YES_OR_NO.items():
        if name in state:
            yield str(yes if state[name] else no)
    have = ", ".join(f"{names.get(code, code)}: {number(people)}" for code, people in state.get(HAVE, {}).items())
    if have:
        yield _("Have it already: %(services)s", services=have)
