"""The address of a household, put together from columns of its own as people here write it. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.registry.addresses import address_of
from app.text import fold

ADDRESS, HOUSE, ALLEY, STREET = "address", "house", "alley", "street"
LANES: Mapping[str, str] = {"ngo": "ngõ", "kiet": "kiệt", "hem": "hẻm"}
"""The column of each kind of lane with the word for it."""

_PARTS = {HOUSE, ALLEY, STREET, *LANES}
_ALLEY_WORD = "ngách"
_SAYS_NUMBER = re.compile(r"(?:(?:so|nha|sn|no)[ .:]*)+(?=\d)")
_ALLEY_WORDS = re.compile(r"(?:ngo|ngach|kiet|hem|k|h|lane|alley)\b[ .:]*")
_STREET_WORDS = re.compile(
    r"(?:duong|d|pho|dai lo|quoc lo|ql|tinh lo|tl|huong lo|hl|lien xa|dt|dh|thon|xom|ap|khu|to|street|road)\b"
)


def written_address(values: Mapping[str, str]) -> str:
    """Return the address that the cells of a row give, from the house outwards: ``Số 43, ngách 5, ngõ 3, đường X``.

    An address in one cell stands as it is written; a house, a lane or a street that it does not name is put to it.
    """
    whole = values.get(ADDRESS, "")
    if whole and values.keys().isdisjoint(_PARTS):
        return whole
    lanes = [_lane(values[code], word) for code, word in LANES.items() if code in values]
    parts = [_lane(values[ALLEY], _ALLEY_WORD)] if ALLEY in values else []
    parts += lanes
    parts += [_street(values[STREET])] if STREET in values else []
    if whole:
        named = address_of(whole)
        house = [_house(values[HOUSE])] if HOUSE in values and not named.number else []
        return ", ".join((*house, whole, *(parts if named.lane is None else ())))
    return ", ".join((*([_house(values[HOUSE])] if HOUSE in values else ()), *parts))


def _house(text: str) -> str:
    """Return a house: what is no number stands as it is written."""
    bare = text[_end_of(_SAYS_NUMBER, text) :]
    return f"Số {bare}" if bare[:1].isdigit() else text


def _lane(text: str, word: str) -> str:
    """Return a lane with the word for it, the one of its column where the cell has none."""
    end = _end_of(_ALLEY_WORDS, text)
    return text[0].lower() + text[1:] if end > 1 else text if end else f"{word} {text}"


def _street(text: str) -> str:
    return text if _STREET_WORDS.match(_ascii(text)) else f"đường {text}"


def _end_of(pattern: re.Pattern[str], text: str) -> int:
    """Return where in a text ends what a pattern finds at its beginning; folding moves no letter of NFC."""
    found = pattern.match(_ascii(text))
    return found.end() if found else 0


def _ascii(text: str) -> str:
    return fold(text)
