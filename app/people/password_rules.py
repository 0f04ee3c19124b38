"""Pure rules of which passwords are too easy to guess, each with what to do instead."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from flask_babel import lazy_gettext as _l

LEAST_GUESSES = 10_000_000
"""How many guesses a password must withstand: three years of them, at the 30 in five minutes that a number is given."""

_LONGEST_READ = 72  # characters; to estimate more takes long, and changes nothing
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s().,/_+-]+(?=\d)")


class Weakness(StrEnum):
    """Why a password is too easy to guess."""

    OWN_NUMBER = "own_number"
    PATTERN = "pattern"
    COMMON = "common"


ADVICE = {
    Weakness.OWN_NUMBER: _l("Your phone number is easy to guess. Use a sentence that only you know."),
    Weakness.PATTERN: _l("What repeats or stands in a row is easy to guess. Use a sentence of several words."),
    Weakness.COMMON: _l("This password, or one much like it, is tried first. Use a sentence of several words."),
}


def weakness_of(password: str, phone: str) -> Weakness | None:
    """Return why ``password`` is too easy to guess for whoever knows its owner's stored number, or ``None``.

    Capitals and the grouping of digits make nothing harder. The owner's number counts for nothing, so what stands
    beside it has to be good by itself.
    """
    text = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", password).casefold())
    rest = _number(phone).sub("", text)
    if rest != text and _estimate(rest)[0] < LEAST_GUESSES:
        return Weakness.OWN_NUMBER
    guesses, pattern = _estimate(text)
    if guesses >= LEAST_GUESSES:
        return None
    return Weakness.PATTERN if pattern in {"repeat", "sequence", "spatial"} else Weakness.COMMON


def _number(phone: str) -> re.Pattern[str]:
    """Return what finds a stored number in any of its forms: 0900000101, 900000101, +84900000101, 0084900000101."""
    national = phone.removeprefix("+").removeprefix("84")
    return re.compile(rf"(?:\+?(?:00)?84|0)?{re.escape(national)}")


def _estimate(text: str) -> tuple[int, str]:
    """Return after how many guesses ``text`` is found, and what its longest part is, in the words of zxcvbn."""
    # Its lists take 15 MB of memory and a tenth of a second: only a process that sets passwords reads them.
    from zxcvbn import zxcvbn

    if not text:
        return 0, ""
    found = zxcvbn(text[:_LONGEST_READ])
    longest = max(found["sequence"], key=lambda part: len(part["token"]))
    return int(found["guesses"]), str(longest["pattern"])
