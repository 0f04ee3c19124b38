"""Finds text in TCVN3 (ABC) or VNI, which looks like Vietnamese in old fonts alone: *NguyÔn V¨n Hßa*. Pure."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from functools import lru_cache

from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.file_reader.syllables import is_syllable

_TCVN3 = str.maketrans(
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ¡¢£¤¥¦§",
    "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵăâêôơưđ",
)
_OF_VNI = (
    "aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä eù eø eû eõ eï eâ eá eà eå eã eä "
    "où oø oû oõ oï oâ oá oà oå oã oä ôù ôø ôû ôõ ôï uù uø uû uõ uï öù öø öû öõ öï yù yø yû yõ "
    "ô ö ñ í ì æ ó ò î"
)
_OF_UNICODE = (
    "á à ả ã ạ ă ắ ằ ẳ ẵ ặ â ấ ầ ẩ ẫ ậ é è ẻ ẽ ẹ ê ế ề ể ễ ệ "
    "ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ú ù ủ ũ ụ ứ ừ ử ữ ự ý ỳ ỷ ỹ "
    "ơ ư đ í ì ỉ ĩ ị ỵ"
)
_VNI = dict(zip(_OF_VNI.split(), _OF_UNICODE.split(), strict=True))
_VNI_SIGN = re.compile("|".join(_VNI))
_NOT_OF_A_WORD = " \"'“”()[]{}.,;:!?/\\-–+*_#&%0123456789"
# Letters that TCVN3 and VNI write, which are those of Western Europe and some signs.
_SUSPECT = re.compile("[\xa1-\xff]")


class Spelling(StrEnum):
    """How a word that is not ASCII is written. The old encodings have the values of their refusals."""

    VIETNAMESE = "vietnamese"
    TCVN3 = Refusal.TCVN3
    VNI = Refusal.VNI
    OTHER = "other"


_LEGACY = (Spelling.TCVN3, Spelling.VNI)


@lru_cache(maxsize=8192)
def spelling_of(word: str) -> Spelling:
    """Return how a word that is not ASCII is written."""
    word = word.strip(_NOT_OF_A_WORD)
    if is_syllable(word, strictly=False):
        return Spelling.VIETNAMESE
    if not _SUSPECT.search(word):
        return Spelling.OTHER
    if is_syllable(word.translate(_TCVN3), strictly=True):
        return Spelling.TCVN3
    if is_syllable(_VNI_SIGN.sub(lambda sign: _VNI[sign[0]], word.lower()), strictly=True):
        return Spelling.VNI
    return Spelling.OTHER


class LegacySearch:
    """Looks through all cells of a list, as they were typed: cleaning a text takes away a letter of TCVN3."""

    LEAST = 3
    """So many different cells make sure, unless nearly all cells with tones are such."""

    SHARE = 0.05

    def __init__(self) -> None:
        self._last = ""
        self._cells = 0
        self._found: Counter[Spelling] = Counter()
        self._examples: dict[Spelling, str] = {}

    def add(self, text: str) -> None:
        """Look at a cell."""
        if text.isascii() or text == self._last:
            return
        self._last = text
        self._cells += 1
        if not _SUSPECT.search(text):
            return
        spellings = Counter(spelling_of(word) for word in text.split() if not word.isascii())
        for legacy in _LEGACY:
            if spellings[legacy] > spellings[Spelling.VIETNAMESE] + spellings[Spelling.OTHER]:
                self._found[legacy] += 1
                self._examples.setdefault(legacy, " ".join(text.split())[:60])

    @property
    def found(self) -> Spelling | None:
        """The old encoding that enough cells are written in."""
        for legacy, cells in self._found.most_common(1):
            if cells >= self._cells / 2 or (cells >= self.LEAST and cells >= self._cells * self.SHARE):
                return legacy
        return None

    def refuse(self) -> None:
        """Raise :class:`UnreadableFileError` where enough cells are written so."""
        if legacy := self.found:
            raise UnreadableFileError(Refusal(legacy.value), self._examples[legacy])
