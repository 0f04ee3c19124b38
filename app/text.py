"""Vietnamese text: one spelling at every boundary, folding for search, order for lists.

The rules are those of the Vietnamese alphabet: a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u
ư v x y, and the tones in the order level, grave, hook, tilde, acute, dot below.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_DIGIT_RUN = re.compile(r"\d{9,}|\d{3,4}(?: \d{3,4}){2,}|\b0\d{2,3}[.-]\d{3}[.-]\d{3,4}\b")
_TONES = {"̀": 1, "̉": 2, "̃": 3, "́": 4, "̣": 5}
_SHAPES = {"̆": 1, "̂": 2, "̛": 3}
_KEPT_CONTROLS = {"\n", "\t"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class UnstorableTextError(ValueError):
    """The text holds half of a surrogate pair, which no database can keep."""


def _visible(character: str) -> bool:
    return character in _KEPT_CONTROLS or unicodedata.category(character) not in {"Cc", "Cs"}


def clean(text: str, *, lines: bool = False) -> str:
    """Return ``text`` as it is stored: NFC, trimmed, single-spaced, without control characters.

    With ``lines`` line breaks are kept, at most one empty line in a row. Raises
    :class:`UnstorableTextError` for lone surrogates.
    """
    if not lines and text.isprintable() and unicodedata.is_normalized("NFC", text):
        return " ".join(text.split())
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnstorableTextError(text) from error
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(filter(_visible, text))
    if not lines:
        return " ".join(text.split())
    stripped = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(stripped)).strip()


def fold(text: str) -> str:
    """Return ``text`` without tones, marks and capitals, for search: ``Đường Điện`` → ``duong dien``."""
    decomposed = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def holds_identity_digits(text: str) -> bool:
    """Tell whether ``text`` holds a run of digits long enough to be a citizen, account or phone number.

    Nine digits or more in a row count, and so do groups of three or four digits set apart by spaces
    ("0912 345 678"). Groups set apart by points are sums of money and pass, unless they start with a zero,
    as phone numbers do and sums never.
    """
    return _DIGIT_RUN.search(text) is not None


def harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _letter_key(word: str) -> tuple[tuple[str, int], ...]:
    letters: list[tuple[str, int]] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character == "đ":
            letters.append(("d", 1))
        elif character in _SHAPES and letters:
            letters[-1] = (letters[-1][0], _SHAPES[character])
        elif not unicodedata.combining(character):
            letters.append((character, 0))
    return tuple(letters)


def _tone_key(word: str) -> tuple[int, ...]:
    return tuple(_TONES.get(c, 0) for c in unicodedata.normalize("NFD", word) if c in _TONES or c.isalpha())


# A page sorts the same few hundred names again and again.
@lru_cache(maxsize=16384)
def collation_key(text: str) -> tuple[object, ...]:
    """Return the key that sorts ``text`` in Vietnamese order; numbers sort by value (Tổ 2 before Tổ 11)."""
    words = text.split()
    primary = tuple((0, int(word), ()) if word.isdecimal() else (1, 0, _letter_key(word)) for word in words)
    return primary, tuple(_tone_key(word) for word in words), text


def name_key(name: str) -> tuple[object, ...]:
    """Return the key that sorts people as lists in Viet Nam do: given name, family name, middle names."""
    family, *rest = name.split() or [""]
    given = rest[-1] if rest else family
    return collation_key(given), collation_key(family), collation_key(" ".join(rest[:-1]))


def sorted_by_name(names: Iterable[str]) -> list[str]:
    """Return people's names in Vietnamese order by given name."""
    return sorted(names, key=name_key)
