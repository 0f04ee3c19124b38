"""Whether a text is a person's full name, which no list of households may bring in. Pure rules."""

from __future__ import annotations

import re

from app.text import fold

# fmt: off
_FAMILY_NAMES = frozenset((
    "âu", "bạch", "bành", "bế", "bùi", "cao", "chu", "châu", "cù", "cung", "đàm", "đặng", "đào", "đậu", "đinh", "đoàn",
    "đỗ", "đồng", "dương", "giang", "giáp", "hà", "hoàng", "hồ", "hứa", "huỳnh", "kha", "khổng", "khuất", "kiều", "la",
    "lã", "lại", "lâm", "lê", "lò", "lô", "lỗ", "lục", "lương", "lưu", "lý", "mã", "mạc", "mai", "nghiêm", "ngô",
    "nguyễn", "ninh", "nông", "ông", "phan", "phạm", "phí", "phó", "phùng", "phương", "quách", "quan", "sầm", "tạ",
    "tăng", "thạch", "thái", "thân", "thiều", "tiêu", "tô", "tôn", "tống", "trần", "trang", "triệu", "trịnh", "trương",
    "từ", "tưởng", "uông", "văn", "vi", "võ", "vũ", "vương",
))
_TITLES = frozenset((
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "em", "dì", "cậu", "mợ", "thím", "nhà", "hộ", "gia", "đình",
    "chủ", "mẹ", "bố", "vợ", "chồng",
))
# fmt: on
_BY_TONES = _FAMILY_NAMES, _TITLES
_FOLDED = frozenset(map(fold, _FAMILY_NAMES)), frozenset(map(fold, _TITLES))
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 6


def is_full_name(text: str) -> bool:
    """Return whether a text is a family name with one that was given, with or without a title before it.

    What neighbours say, *nhà bà Năm bún*, is none. Of two words both have to begin with a capital; of more none.
    """
    if any(map(str.isdigit, text)):
        return False
    words = _WORD.findall(text)
    # Whoever types without tones types none at all.
    family_names, titles = _FOLDED if text.isascii() else _BY_TONES
    while words and words[0].lower() in titles:
        del words[0]
    if not 2 <= len(words) <= _MOST_WORDS or words[0].lower() not in family_names:
        return False
    return len(words) > 2 or all(word[0].isupper() for word in words)
