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
_PLAIN_LETTER = re.compile("[A-Za-z]")
_SUSPECT = re.compile("[\xa1-\xff]")


class Spelling(StrEnum):
    """How a Vietnamese word is written. The old encodings have the values of their refusals."""

    VIETNAMESE = "vietnamese"
    TCVN3 = Refusal.TCVN3
    VNI = Refusal.VNI


_LEGACY = (Spelling.TCVN3, Spelling.VNI)
_VIETNAMESE = frozenset({Spelling.VIETNAMESE})
_NONE: frozenset[Spelling] = frozenset()
_LONGEST_EXAMPLE = 60  # characters


@lru_cache(maxsize=8192)
def spellings_of(word: str) -> frozenset[Spelling]:
    """Return how a word that is not ASCII may be written: none for what is no Vietnamese word in any way."""
    word = word.strip(_NOT_OF_A_WORD)
    if is_syllable(word, strictly=False):
        return _VIETNAMESE
    # A sign by itself, or after a figure, is what it seems to be.
    if not _SUSPECT.search(word) or not _PLAIN_LETTER.search(word):
        return _NONE
    decoded = {
        Spelling.TCVN3: word.translate(_TCVN3),
        Spelling.VNI: _VNI_SIGN.sub(lambda sign: _VNI[sign[0]], word.lower()),
    }
    return frozenset(spelling for spelling, text in decoded.items() if is_syllable(text, strictly=True))


class LegacySearch:
    """Looks through all cells of a list, as they were typed: cleaning a text takes away a letter of TCVN3."""

    LEAST = 3
    """So many different texts make sure, unless half of all cells with tones are such."""

    SHARE = 0.05

    def __init__(self) -> None:
        self._last = ""
        self._cells = 0
        self._found: Counter[Spelling] = Counter()
        self._examples: dict[Spelling, list[str]] = {legacy: [] for legacy in _LEGACY}

    def add(self, text: str) -> None:
        """Look at a cell."""
        if text.isascii() or text == self._last:
            return
        self._last = text
        self._cells += 1
        if not _SUSPECT.search(text):
            return
        words = [spellings_of(word) for word in text.split() if not word.isascii()]
        for legacy in _LEGACY:
            if sum(legacy in spellings for spellings in words) > len(words) / 2:
                self._found[legacy] += 1
                examples = self._examples[legacy]
                if len(examples) < self.LEAST and text not in examples:
                    examples.append(text)

    @property
    def found(self) -> Spelling | None:
        """The old encoding that enough cells are written in."""
        for legacy, cells in self._found.most_common(1):
            is_sure = len(self._examples[legacy]) >= self.LEAST and cells >= self._cells * self.SHARE
            if is_sure or cells >= self._cells / 2:
                return legacy
        return None

    def refuse(self) -> None:
        """Raise :class:`UnreadableFileError` where enough cells are written so."""
        if legacy := self.found:
            example = " ".join(self._examples[legacy][0].split())[:_LONGEST_EXAMPLE]
            raise UnreadableFileError(Refusal(legacy.value), example)
