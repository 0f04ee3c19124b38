"""Pure rules of which passwords are too easy to guess, each with what to do instead."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from math import prod

from flask_babel import lazy_gettext as _l

from app.text import fold

LEAST_GUESSES = 10_000_000
"""The number of guesses that a password must withstand: at the 34,560 a day at one number that
:mod:`app.people.guess_limits` allows, all of them take 289 days.
"""

_LONGEST_READ = 72  # characters; to estimate more takes long, and changes nothing
_MOST_WORK = 60_000
"""The limit of :func:`_work`, a tenth of a second of CPU. The shortest password is always read in full."""
_ALTERNATIVES = ("4@", "({[<", "69", "1!|", "1|7", "$5", "+7")
"""Groups of characters that zxcvbn may read as the same letter."""
_NO_LETTER = re.compile(r"[\W_]+")
_SHORTEST_NAME = 6
"""The letters of a name below which it may stand in any sentence by chance."""

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s().,/_+-]+(?=\d)")


class Weakness(StrEnum):
    """The reason why a password is too easy to guess."""

    OWN_NUMBER = "own_number"
    OWN_NAME = "own_name"
    PATTERN = "pattern"
    COMMON = "common"


ADVICE = {
    Weakness.OWN_NUMBER: _l("Your phone number is easy to guess. Use a sentence that only you know."),
    Weakness.OWN_NAME: _l("Your name is easy to guess. Use a sentence that only you know."),
    Weakness.PATTERN: _l("What repeats or stands in a row is easy to guess. Use a sentence of several words."),
    Weakness.COMMON: _l("This password is too easy to guess. Use a sentence of several words."),
}


def weakness_of(password: str, phone: str, name: str = "") -> Weakness | None:
    """Return why ``password`` is too easy to guess for whoever knows its owner's stored number and name, or ``None``.

    Capitals, tones, and the grouping of digits make nothing harder. The owner's number and full name count for nothing,
    so what stands beside them has to be good by itself.
    """
    text = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", password).casefold())
    rest = _number(phone).sub("", text)
    if rest != text and _estimate(rest)[0] < LEAST_GUESSES:
        return Weakness.OWN_NUMBER
    if _is_own_name(text, name):
        return Weakness.OWN_NAME
    guesses, pattern = _estimate(text)
    if guesses >= LEAST_GUESSES:
        return None
    return Weakness.PATTERN if pattern in {"repeat", "sequence", "spatial"} else Weakness.COMMON


def _is_own_name(text: str, name: str) -> bool:
    """Return whether ``text`` holds a whole name, with or without tones and spaces, and little beside it."""
    written, own = (_NO_LETTER.sub("", fold(each)) for each in (text, name))
    if len(own) < _SHORTEST_NAME or own not in written:
        return False
    return _estimate(written.replace(own, ""))[0] < LEAST_GUESSES


def _number(phone: str) -> re.Pattern[str]:
    """Return what finds a stored number in any of its forms: 0900000101, 900000101, +84900000101, 0084900000101."""
    national = phone.removeprefix("+").removeprefix("84")
    return re.compile(rf"(?:\+?(?:00)?84|0)?{re.escape(national)}")


def _read(text: str) -> str:
    """Return the beginning of ``text`` that can be estimated soon; it withstands no more guesses than all of it."""
    lengths = range(min(len(text), _LONGEST_READ), 0, -1)
    return next((text[:length] for length in lengths if _work(text[:length]) <= _MOST_WORK), "")


def _work(text: str) -> int:
    """Return how long zxcvbn takes, which looks up every part of ``text`` for each way to read its signs as letters."""
    present = set(text)
    return len(text) ** 2 * prod(max(1, len(present.intersection(signs))) for signs in _ALTERNATIVES)


def _estimate(text: str) -> tuple[int, str]:
    """Return after how many guesses ``text`` is found, and what its longest part is, in the words of zxcvbn."""
    # Its lists take 15 MB of memory and a tenth of a second: only a process that sets passwords reads them.
    from zxcvbn import zxcvbn

    if not text:
        return 0, ""
    found = zxcvbn(_read(text))
    longest = max(found["sequence"], key=lambda part: len(part["token"]))
    return int(found["guesses"]), str(longest["pattern"])
