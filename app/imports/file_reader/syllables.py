"""Which words are Vietnamese syllables, by how a syllable is built: beginning, vowels, end and tone. Pure."""

from __future__ import annotations

import re
import unicodedata

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SHARP_OR_HEAVY = {"\u0301", "\u0323"}
_STOPS = ("c", "ch", "p", "t")

_BEGINNINGS = "ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p r s t v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyp
uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ych yêm yên yêng yêt yêu ynh yt
"""
_SYLLABLE = re.compile(f"(?:{'|'.join(_BEGINNINGS.split())})?(?:{'|'.join(_RHYMES.split())})")


def is_syllable(word: str, *, strictly: bool) -> bool:
    """Return whether ``word`` is built as a Vietnamese syllable is.

    ``strictly`` also asks for what hasty typing leaves out: that a syllable with a stop at its end has its tone.
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(letters)
    plain = unicodedata.normalize("NFC", _TONES.sub("", letters))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(plain):
        return False
    return not strictly or not plain.endswith(_STOPS) or _SHARP_OR_HEAVY.issuperset(tones or [""])
