"""Tinos, the font of PDFs, and the widths of texts in it. Its letters are as wide as those of Times New Roman.

The build puts its four faces into the folder of assets, so that no machine needs a font of its own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reportlab.pdfbase.ttfonts import TTFError, TTFont

from app.config import ROOT
from app.pwa.assets import AssetsNotBuiltError

FOLDER = ROOT / "static" / "dist" / "fonts"
PLAIN, BOLD, ITALIC, BOLD_ITALIC = "Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"

DIGITS_ON_SCREEN = 2.08
"""Digits as wide as a text is high. They are two on paper; on a screen letters are a little wider."""


@lru_cache(maxsize=4)
def font_of(face: str) -> TTFont:
    """Return the font of a face; raises :class:`app.pwa.assets.AssetsNotBuiltError`."""
    try:
        # Checked as a whole: a file that was copied in part is read well, and fails only when a letter is drawn.
        return TTFont(face, FOLDER / f"{face}.ttf", validate=1)
    except (TTFError, struct.error):
        raise AssetsNotBuiltError("static/dist/fonts is not complete: run `make build`") from None


@lru_cache(maxsize=16384)
def text_width(text: str, face: str) -> float:
    """Return the width of a text, in units of its size."""
    # A list of activities has the same few words in every row.
    return float(font_of(face).stringWidth(text, 1))


@lru_cache(maxsize=8192)
def wrapped_lines(text: str, face: str, width: float) -> Sequence[str]:
    """Return the lines of a text that is broken between words; ``width`` is in units of its size.

    A word that is wider than that is broken, too; gaps of several spaces stay.
    """
    lines: list[str] = []
    for part in text.splitlines():
        first, *others = part.split(" ")
        lines += _broken_word(first, face, width)
        for word in others:
            if text_width(longer := f"{lines[-1]} {word}", face) <= width:
                lines[-1] = longer
            else:
                lines += _broken_word(word, face, width)
    return lines or [""]


def _broken_word(word: str, face: str, width: float) -> Iterator[str]:
    # A letter is as wide in a word as alone.
    start, used = 0, 0.0
    for end, letter in enumerate(word):
        needed = text_width(letter, face)
        if end > start and used + needed > width:
            yield word[start:end]
            start, used = end, 0.0
        used += needed
    yield word[start:]


def balanced_lines(text: str, face: str, width: float) -> Sequence[str]:
    """Return a text on as few lines as the width allows, all of about the same length."""
    lines = wrapped_lines(text, face, width)
    while len(narrower := wrapped_lines(text, face, width := width - 0.5)) <= len(lines) and width > 1:
        lines = narrower
    return lines
