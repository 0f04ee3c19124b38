"""The serif font of the system: it is found in the usual folders, and its letters are checked.

The font's files are read where they are, by no other program. Decree 30/2020 asks for Times New Roman; Liberation Serif
and Tinos are as wide as it, letter by letter; the others are what nearly every system has. Older files of Liberation
Serif have no Vietnamese letters, so each file is checked.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

PACKAGE = "fonts-croscore"
"""The package of Debian and Ubuntu that has Tinos."""

FOLDERS = (
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/usr/local/share/fonts"),
    Path("/usr/share/fonts"),
    Path.home() / "Library/Fonts",
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
)
_FAMILIES = (
    ("times", "timesbd", "timesi", "timesbi"),
    ("timesnewroman", "timesnewromanbold", "timesnewromanitalic", "timesnewromanbolditalic"),
    ("liberationserifregular", "liberationserifbold", "liberationserifitalic", "liberationserifbolditalic"),
    ("tinosregular", "tinosbold", "tinositalic", "tinosbolditalic"),
    ("notoserifregular", "notoserifbold", "notoserifitalic", "notoserifbolditalic"),
    ("dejavuserif", "dejavuserifbold", "dejavuserifitalic", "dejavuserifbolditalic"),
)
"""Names of the files of a family: upright, bold, italic and both."""

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_NOT_IN_NAMES = re.compile(r"[\s_-]")
_VIETNAMESE = frozenset([*range(0x1EA0, 0x1EFA), *map(ord, "ĂăĐđĨĩŨũƠơƯư")])
_REPLACEMENT = "□"
"""The sign drawn for a letter that the font lacks."""


class UnavailableError(RuntimeError):
    """The system has no serif font with all Vietnamese letters, so that no PDF can be drawn."""


class _GlyphMap(dict[int, str]):
    """The sign drawn for each letter. Each letter is looked up once, and found again by ``str.translate``."""

    def __init__(self, codes: frozenset[int]) -> None:
        super().__init__({ord("\n"): "\n"})
        self._codes = codes

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter.isspace():
            glyphs = letter if code == 0xA0 else " "
        elif category(letter)[0] == "C":
            # Controls and halves of pairs are nothing to see, though some fonts have a shape for them.
            glyphs = ""
        elif code in self._codes:
            glyphs = letter
        else:
            glyphs = "" if category(letter)[0] == "M" else _REPLACEMENT if ord(_REPLACEMENT) in self._codes else "?"
        self[code] = glyphs
        return glyphs


@dataclass(frozen=True, slots=True)
class Serif:
    """A serif font: the names of its four faces, and the sign it draws for each letter."""

    plain: str
    bold: str
    italic: str
    bold_italic: str
    glyphs: _GlyphMap

    def face(self, *, bold: bool = False, italic: bool = False) -> str:
        """Return the name of a face."""
        if italic:
            return self.bold_italic if bold else self.italic
        return self.bold if bold else self.plain

    def drawable(self, text: str) -> str:
        """Return ``text`` as it can be drawn: NFC, with nothing that the font has no shape for."""
        text = _LINE_ENDS.sub("\n", text)
        return normalize("NFC", normalize("NFC", text).translate(self.glyphs))


@lru_cache(maxsize=16384)
def text_width(text: str, face: str) -> float:
    """Return the width of a text, in units of its size."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    # A list of activities has the same few words in every row.
    return float(stringWidth(text, face, 1))


def serif() -> Serif:
    """Return the best serif font of the system, or raise :class:`UnavailableError`."""
    return _first_complete_family(FOLDERS)


@lru_cache(maxsize=4)
def _first_complete_family(folders: tuple[Path, ...]) -> Serif:
    files = list(_font_files(folders))
    for family in _FAMILIES:
        for stems in files:
            fonts = _loaded_faces([stems[name] for name in family]) if stems.keys() >= set(family) else None
            if fonts:
                return _registered_serif(fonts)
    raise UnavailableError


def _font_files(folders: tuple[Path, ...]) -> Iterator[dict[str, Path]]:
    """Yield the fonts of each folder by their names; families lie in one folder each."""
    for top in folders:
        for folder, below, names in os.walk(top):
            below.sort()
            fonts = [Path(folder) / name for name in sorted(names) if name.lower().endswith(".ttf")]
            yield {_NOT_IN_NAMES.sub("", path.stem.lower()): path for path in fonts}


def _loaded_faces(paths: list[Path]) -> list[Any] | None:
    """Return fonts, or nothing if one cannot be read, must not be embedded or lacks a Vietnamese letter."""
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        # A font goes by the name of its file, so that another file is never taken for it.
        fonts = [TTFont(str(path), str(path)) for path in paths]
    except (TTFError, struct.error, OSError):
        return None
    return fonts if all(font.face.charToGlyph.keys() >= _VIETNAMESE for font in fonts) else None


def _registered_serif(fonts: list[Any]) -> Serif:
    from reportlab.pdfbase.pdfmetrics import registerFont

    for font in fonts:
        registerFont(font)
    plain, bold, italic, bold_italic = (font.fontName for font in fonts)
    codes = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))
    return Serif(plain, bold, italic, bold_italic, _GlyphMap(codes))
