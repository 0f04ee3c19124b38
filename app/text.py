"""Vietnamese text: one spelling at every boundary, folding for search, order for lists.

The rules are those of the Vietnamese alphabet: a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u
ư v x y, and the tones in the order level, grave, hook, tilde, acute, dot below.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Word, spreadsheets and other systems end a line in these ways too.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# A Braille cell without dots, the place of an object and the fillers of Hangul are no spaces for Unicode, but nobody
# sees more of them.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0\ufffc"
# Control characters, what Unicode calls "default ignorable" (of no width, directions, soft hyphens, byte order marks,
# variants, tags), marks of annotations, and code points that are no characters. Signs that Unicode counts as format
# characters although they are seen, as some of Arabic are, stay.
_INVISIBLE = (
    "\0-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff" + "".join(f"{chr(end - 1)}{chr(end)}" for end in range(0x1FFFF, 0x110000, 0x10000))
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
# Those of them that Python counts as printable; names without any are nearly all there are, and pass quickly.
_UNSEEN_PRINTABLE = re.compile(f"[{_BLANK}\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# A family or a red heart is several characters, tied together by some that are not seen.
_PICTURE = "[\u203c\u2049\u2139-\u2328\u232b-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]\ufe0f?"
_PICTURE_OR_UNSEEN = re.compile(f"({_PICTURE}(?:\u200d{_PICTURE})*)|[{_INVISIBLE}]")
_AS_SPACE = str.maketrans(dict.fromkeys(_BLANK, " "))
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
# The marks that combine; one of those between them joins two letters and has no class.
_LATIN_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_TONES = {"̀": 1, "̉": 2, "̃": 3, "́": 4, "̣": 5}
_TONE = re.compile(f"[{''.join(_TONES)}]")
# What is neither a letter nor a digit. In other scripts than Latin a vowel may be a mark of its own.
_SET_APART = re.compile(r"[^\w\u0300-\u036f\u1780-\u17d3\uaa00-\uaadf]+|_+")
# Where in a run of vowels its tone is set is a matter of taste; on which of two runs it is, is not.
_VOWELS = re.compile("(?:[aeiouy][\u0300-\u036f]*)+")
_SHAPES = {"̆": 1, "̂": 2, "̛": 3}
_NUMBER_OR_LETTERS = re.compile(r"\d+|[^\d\s]+")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class UnstorableTextError(ValueError):
    """The text holds half of a surrogate pair, which no database can keep."""


def clean(text: str, *, lines: bool = False) -> str:
    """Return ``text`` as it is stored: NFC, trimmed, single-spaced, without characters that nobody sees.

    With ``lines`` line breaks are kept, at most one empty line in a row. Raises
    :class:`UnstorableTextError` for lone surrogates.
    """
    is_usual = text.isprintable() and not _UNSEEN_PRINTABLE.search(text)
    if is_usual and not lines and unicodedata.is_normalized("NFC", text):
        return " ".join(text.split())
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnstorableTextError(text) from error
    text = _without_unseen(unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)))
    if not lines:
        return " ".join(text.split())
    stripped = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(stripped)).strip()


def _without_unseen(text: str) -> str:
    """Return ``text`` in NFC without what nobody sees, but for what ties the parts of a picture together."""
    text = _PICTURE_OR_UNSEEN.sub(r"\1", text.translate(_AS_SPACE))
    # A letter and its tone may have been kept apart by what is gone now.
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return ``text`` for search: without tones, marks, capitals and what nobody sees.

    ``Đường Điện`` is ``duong dien``. A blank that is no space for Unicode is one here, as in texts that are stored.
    """
    seen = text.lower()
    if not seen.isprintable() or _UNSEEN_PRINTABLE.search(seen):
        seen = _UNSEEN.sub("", seen.translate(_AS_SPACE))
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", seen).replace("đ", "d"))
    # What is left of Vietnamese is ASCII, which is much faster to see than to look at each letter.
    return bare if bare.isascii() else "".join(c for c in bare if not unicodedata.combining(c))


def identity_key(text: str) -> str:
    """Return what two names have in common exactly when they are one name: ``TỔ 1, HOÀ BÌNH`` and ``tổ 1 - hòa bình``.

    Capitals, the letter on which a tone is set, and how words are set apart make no difference; tones do. A key is
    compared and never shown.
    """
    letters = unicodedata.normalize("NFD", clean(text).lower())
    key = " ".join(_SET_APART.sub(" ", letters).split())
    return _VOWELS.sub(_with_tone_last, key) or letters


def _with_tone_last(vowels: re.Match[str]) -> str:
    return _TONE.sub("", vowels[0]) + "".join(_TONE.findall(vowels[0]))


def with_capital(text: str) -> str:
    """Return ``text`` with a capital at its beginning, and the rest as it is: *VNeID* and *TDP* keep theirs."""
    return text[:1].upper() + text[1:]


def harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def sheet_text(text: str) -> str:
    """Return ``text`` so that XlsxWriter writes it as a text, whatever it is.

    What begins and ends as its own texts of several formats do it takes for one of those, and writes as it is into
    the file, which then cannot be opened, or says something else.
    """
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


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
    """Return the key that sorts ``text`` in Vietnamese order; numbers sort by value: Tổ 2, Tổ 2A, Tổ 2B, Tổ 11."""
    parts = _NUMBER_OR_LETTERS.findall(text)
    primary = tuple((0, int(part), ()) if part.isdecimal() else (1, 0, _letter_key(part)) for part in parts)
    return primary, tuple(_tone_key(word) for word in text.split()), text


def name_key(name: str) -> tuple[object, ...]:
    """Return the key that sorts people as lists in Viet Nam do: given name, family name, middle names."""
    family, *rest = name.split() or [""]
    given = rest[-1] if rest else family
    return collation_key(given), collation_key(family), collation_key(" ".join(rest[:-1]))
