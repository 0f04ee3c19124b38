"""Finds out in which encoding the bytes of a text are. Pure."""

from __future__ import annotations

import codecs
import re
import unicodedata

from app.imports.file_reader.legacy_encodings import LegacySearch, Spelling, spellings_of
from app.imports.file_reader.refusals import Refusal, UnreadableFileError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Whatever the language, separators, digits and line ends of a list have a zero byte in UTF-16, each in the same place.
_ZEROS = 0.3
_LOOKED_AT = 64 * 1024  # bytes
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]")
_CELL_ENDS = re.compile(r"[\r\n\t,;|]+")
_APART = re.compile(r"[\s,;|]+")
_END_OF_DOS_FILE = "\x1a"


def decoded(content: bytes) -> str:
    """Return a text in UTF-8, UTF-16 or Windows-1258, in NFC; raises :class:`UnreadableFileError`."""
    text = _decoded(content).rstrip(_END_OF_DOS_FILE)
    if _CONTROL.search(text):
        raise UnreadableFileError(Refusal.NOT_A_LIST)
    return unicodedata.normalize("NFC", text)


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _read(content[len(mark) :], encoding)
    if wide := _wide_encoding(content[:_LOOKED_AT]):
        return _read(content, wide)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _from_one_byte(content)


def _read(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(Refusal.UNKNOWN_ENCODING) from error


def _wide_encoding(content: bytes) -> str | None:
    """Return which UTF-16 a text without a mark at its beginning is in, if any."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if odd > _ZEROS * len(content) / 2 and even * 10 < odd:
        return "utf-16-le"
    if even > _ZEROS * len(content) / 2 and odd * 10 < even:
        return "utf-16-be"
    return None


def _from_one_byte(content: bytes) -> str:
    """Return a text in Windows-1258, unless it is in another encoding of one byte for each letter."""
    if 0 in content:
        raise UnreadableFileError(Refusal.NOT_A_LIST)
    search = LegacySearch()
    for cell in _CELL_ENDS.split(content.decode("latin-1")):
        search.add(cell)
    search.refuse()
    text = unicodedata.normalize("NFC", _read(content, "cp1258"))
    words = [spellings_of(word) for word in set(_APART.split(text)) if not word.isascii()]
    if sum(Spelling.VIETNAMESE in spellings for spellings in words) < len(words) / 2:
        raise UnreadableFileError(Refusal.UNKNOWN_ENCODING)
    return text
