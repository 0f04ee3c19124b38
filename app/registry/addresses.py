"""How people write where a household is or what a stall is called: what makes two texts one, and what finds them. Pure.

Identity is exact and search is generous: tones tell two names apart, and nobody has to type them to find one. The phone
goes by the same rules in ``static/js/page/common/addresses.js``, and both by one table, ``tests/data/addresses.json``.

An alley is a ngõ in the north, a kiệt (K) in the middle, a hẻm (H) in the south; a ngách or a hẻm may branch off it.
A slash stands for all of them: 12/3/5 is house 5 of what branches off as 3 from alley 12. Some write the house first.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from app.text import clean, fold, identity_key

_ALLEYS = {"ngo": 0, "kiet": 0, "k": 0, "ngach": 1, "hem": 2, "h": 2}
"""How deep each kind of alley lies where several are named. All are written as the first in what is searched."""

_ALLEY_NAMES = {"ngo": "ngõ", "kiet": "kiệt", "k": "kiệt", "ngach": "ngách", "hem": "hẻm", "h": "hẻm"}
_UNITS = (
    "to|tdp|thon|xom|ap|ban|buon|lang|khu|kp|pho|duong|doi|khoi|cum|lo|tang|lau|phong|p|phuong|quan|ql|dt|toa|block"
)
"""What has a number of its own, which is never a house's."""

# "Số", "nhà số", "hộ" before a number say nothing; what they stand behind may own the number, as in "đường số 7".
_SAYS_NOTHING = re.compile(rf"\b(?:({_UNITS}|ngo|ngach|hem|kiet)[ .:]+)?(?:(?:so|nha|ho|sn)[ .:]*)+(?=[0-9])", re.ASCII)
_NUMBERED = re.compile(
    r"(?:\b([a-z]+)([ .:]*))?"
    r"([0-9]+[0-9a-z]*(?: [a-z]\b(?![ .:]*[0-9]))?(?: ?/ ?[a-z]*[0-9]+[0-9a-z]*)*)",
    re.ASCII,
)
_BEFORE_NUMBER = re.compile("^[a-z]*0*(?=[0-9])")
_RUNS = re.compile(r"[0-9]+|[^\W0-9_]+")

_SEGMENT = re.compile("[,;.:()–-]+")
_AREA_OF_HOUSES = re.compile("(tổ|khu)(?: dân)? phố", re.IGNORECASE)
_STREET = re.compile("đường|phố|duong|đ")
_NAMED_ALLEY = re.compile("ngõ|ngách|hẻm|hem|ngach")
_VILLAGE = re.compile("xóm|xom|thôn|thon|ấp|bản|buôn|làng|tổ|khu|khối|cụm")
_STOP = re.compile(
    "phường|xã|quận|huyện|tp|tầng|lầu|phòng|chợ|gần|cạnh|sau|trước|đối|đầu|cuối|số|nhà|hộ|"
    f"{_STREET.pattern}|{_NAMED_ALLEY.pattern}|{_VILLAGE.pattern}"
)
"""What follows the name of a street, an alley or a part of a village, and is not of it."""

_TITLE = re.compile("ông|bà|anh|chị|cô|chú|bác|cụ|em")
"""In small letters they introduce somebody; with a capital, as in Bà Triệu, they begin the name of a street."""


class SearchKeys(NamedTuple):
    """What is stored beside a label so that it can be compared and found.

    ``identity`` is equal where two labels are one. ``words`` are the words of the label, folded, each between spaces,
    in one order: the house, each alley behind ``ngo`` (or behind ``/`` where only a slash names it), the rest. Digits
    and letters are words of their own. ``similar`` is equal where two labels may be one, and empty where nothing can
    be said.
    """

    identity: str
    words: str
    similar: str


class Lane(NamedTuple):
    """Where houses stand in a row: an alley, else a street, else a part of a village.

    ``key`` is equal for all spellings: ``ngo 12/3|doi can`` is alley 3 off alley 12 of the street Đội Cấn.
    """

    key: str
    name: str


class Address(NamedTuple):
    """Where a household is, as far as its label says.

    ``number`` sorts houses of a lane by value (2, 2A, 10) as plain text, and is empty without one.
    """

    lane: Lane | None
    number: str


class _Parts(NamedTuple):
    house: list[str]
    path: list[str]
    alley: str
    rest: list[str]


def search_keys(label: str) -> SearchKeys:
    """Return what is stored beside a label, an address or a name of at most 200 characters."""
    parts = _parts(label)
    marker = "ngo" if parts.alley else "/"
    words = [*parts.house, *(f"{marker} {each}" for each in parts.path), *parts.rest]
    return SearchKeys(identity_key(label), f" {' '.join(map(_spaced, words))} ", _similar(parts))


def label_columns(label: str) -> dict[str, str]:
    """Return the columns of a household or a merchant that are made of its label."""
    keys = search_keys(label)
    return {
        "folded": fold(label),
        "identity_key": keys.identity,
        "search_words": keys.words,
        "similar_key": keys.similar,
    }


def query_phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Return what a text searches: of each phrase one spelling stands in the words of what is found.

    A phrase stands there between a space before it and, when it ends in a digit, one behind it: 3 is not 35. Which
    number is the house's and which an alley's makes no difference, unless one alley is all of the text with a number.
    """
    parts = _parts(text)
    numbers = [*parts.house, *parts.path]
    words = tuple((_spaced(each),) for each in _distinct_words(parts.rest, has_number=bool(numbers)))
    if not parts.house and len(parts.path) == 1:
        alley = _spaced(parts.path[0])
        return ((f"ngo {alley}", f"/ {alley}"), *words)
    return (*((_spaced(each),) for each in numbers), *words)


def _distinct_words(rest: list[str], *, has_number: bool) -> list[str]:
    """Return the words that tell places apart, as the *đường* of *12 đường Lê Lợi* does not."""
    idle = ("duong", "pho") if has_number else ("duong",)
    *first, last = _without_household(rest) or [""]
    return [word for word in (*(each for each in first if each not in idle), last) if word]


def _without_household(rest: list[str]) -> list[str]:
    """Leave out what only says that a household follows: *hộ*, *nhà*, *gia đình*."""
    start = 1 if rest[:1] in (["ho"], ["nha"]) else 0
    start += 2 if rest[start : start + 2] == ["gia", "dinh"] else 0
    return rest[start:] or rest


def address_of(label: str) -> Address:
    """Return the lane and the house number that a label names."""
    parts = _parts(label)
    named = _named_places(label)
    number = "/".join(f"{_digits(each):0>5}{each.lstrip('0123456789')}" for each in parts.house)
    return Address(_lane(parts, named), number)


def _lane(parts: _Parts, named: dict[str, str]) -> Lane | None:
    street = named.get("street", "")
    if parts.path:
        path = "/".join(parts.path)
        name = f"{_ALLEY_NAMES.get(parts.alley, 'hẻm')} {path}"
        return Lane(f"ngo {path}|{_plain(street)}", f"{name} {street}") if street else Lane(f"ngo {path}", name)
    if "alley" in named:
        return Lane(_plain(named["alley"]), named["alley"])
    if street:
        return Lane(f"duong {_plain(street.removeprefix('đường '))}", street)
    if "village" in named:
        return Lane(_plain(named["village"]), named["village"])
    return None


def _parts(text: str) -> _Parts:
    """Take a text apart: the house, the alleys from the street inwards, the word for them, and all other words."""
    folded = _SAYS_NOTHING.sub(lambda found: f"{found[1]} " if found[1] else ", ", _folded(text))
    house: list[str] = []
    alleys: list[tuple[int, list[str], str]] = []
    rest: list[str] = []
    end = 0
    for found in _NUMBERED.finditer(folded):
        rest += _RUNS.findall(folded[end : found.start()])
        end = found.end()
        word, space, numbers = found[1], found[2], [_piece(each) for each in found[3].split("/")]
        if word in _ALLEYS:
            alleys.append((_ALLEYS[word], numbers, word))
        elif word and (not space or word in _UNITS.split("|")):
            rest.append(f"{word} {' '.join(numbers)}")
        else:
            rest += [word] if word else []
            rest += numbers if house else []
            house = house or numbers
    rest += _RUNS.findall(folded[end:])
    return _with_path(house, alleys, rest)


def _with_path(house: list[str], alleys: list[tuple[int, list[str], str]], rest: list[str]) -> _Parts:
    alleys.sort(key=lambda each: each[0])
    path: list[str] = []
    for _, numbers, _ in alleys:
        # "Ngách 12/3, ngõ 12" names the alley twice.
        path = numbers if numbers[: len(path)] == path else path + numbers
    if not house and alleys and len(alleys[-1][1]) > 1:
        path, house = path[:-1], path[-1:]
    if not alleys:
        path, house = house[:-1], house[-1:]
    return _Parts(house, path, alleys[-1][2] if alleys else "", rest)


def _similar(parts: _Parts) -> str:
    numbers = sorted((*parts.house, *parts.path), key=lambda each: (int(_digits(each)), each))
    rest = _without_household(parts.rest)
    if numbers:
        rest = [each for each in rest if each not in ("duong", "pho")]
    if not parts.house and len(numbers) == 1:
        numbers.insert(0, "ngo")
    return " ".join((*numbers, *rest))


def _named_places(label: str) -> dict[str, str]:
    """Return the first street, alley and part of a village that have a name in a label, as they are written."""
    named: dict[str, str] = {}
    for segment in _SEGMENT.split(_AREA_OF_HOUSES.sub(r"\1", clean(label))):
        words = segment.split()
        for place, word in enumerate(words):
            kind, name = _named_place(word, words[place - 1] if place else "", words[place + 1 :])
            if name:
                named.setdefault(kind, name)
    return named


def _named_place(word: str, before: str, after: list[str]) -> tuple[str, str]:
    """Return which kind of place a word of a label introduces, and its name; both empty when it introduces none."""
    lower = word.lower()
    after = after[1:] if after[:1] == ["số"] else after
    if not after or (len(after[0]) == 1 and after[0].isalpha()):
        return "", ""
    is_number = _is_number(after[0])
    ends = (place for place in range(1, len(after)) if _is_stop(after[place:]))
    name = " ".join(after[: next(ends, len(after))])
    if _STREET.fullmatch(lower):
        return "street", f"đường {name}" if is_number else name
    if _VILLAGE.fullmatch(lower) or (lower == "đội" and is_number):
        return "village", f"{lower} {name}"
    if _NAMED_ALLEY.fullmatch(lower) and not is_number:
        return "alley", f"{lower} {name}"
    is_house = _is_number(word) and not (_STREET.fullmatch(before.lower()) or _VILLAGE.fullmatch(before.lower()))
    if is_house and not is_number and not _TITLE.fullmatch(after[0]) and not _is_stop(after):
        return "street", name
    return "", ""


def _is_stop(words: list[str]) -> bool:
    """Return whether the first of some words ends a name, or begins none."""
    lower = words[0].lower()
    # These are in names too, as of the streets Lý Thường Kiệt and Đội Cấn.
    is_numbered = lower in ("kiệt", "đội") and any(map(_is_number, words[1:2]))
    return is_numbered or _STOP.fullmatch(lower) is not None


def _is_number(word: str) -> bool:
    return word[0] in "0123456789"


def _folded(text: str) -> str:
    folded = fold(text)
    # In other scripts a vowel may be a mark, which the phone leaves out too.
    return folded if folded.isascii() else "".join(c for c in folded if unicodedata.category(c) != "Mn")


def _plain(text: str) -> str:
    return " ".join(_RUNS.findall(_folded(text)))


def _spaced(text: str) -> str:
    return " ".join(re.findall("[0-9]+|[^0-9 ]+", text))


def _piece(text: str) -> str:
    return _BEFORE_NUMBER.sub("", text.replace(" ", ""))


def _digits(text: str) -> str:
    return re.match("[0-9]*", text)[0] or "0"  # type: ignore[index]
