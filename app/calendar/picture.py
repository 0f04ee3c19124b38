"""A date as a picture to pass on, as in Zalo: what, when, where, and a QR code that leads to its page.

It is drawn in Tinos, the font of the PDFs, so that every machine draws the same picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import segno
from PIL import Image, ImageDraw, ImageFont

from app.reports.drawing.fonts import BOLD, FOLDER, PLAIN, balanced_lines, text_width, wrapped_lines
from app.reports.drawing.pdf_text import drawable

WIDTH, HEIGHT = 1080, 1350
"""In pixels: upright, as a phone shows it whole."""

_MARGIN = 80
_BLUE, _PAPER, _INK, _RED, _YELLOW, _SOFT = "#0b3d6b", "#ffffff", "#17202a", "#8a1c12", "#ffd24a", "#3a4552"
_CODE_WIDTH = 330
_WARD_SIZE = 52
_LEADING = 1.22
_LEAST_SIZE = 34


class PictureText(NamedTuple):
    """What a picture says: ``state`` that the date was moved or called off, and why, if it was."""

    ward: str
    title: str
    day: str
    times: str
    place: str
    state: str
    invitation: str
    """What the code is for."""


class _Block(NamedTuple):
    text: str
    face: str
    size: int
    colour: str
    above: int


def draw_picture(text: PictureText, address: str) -> bytes:
    """Return the picture of a date as PNG, with a code that opens ``address``."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 150), fill=_BLUE)
    draw.rectangle((0, 150, WIDTH, 162), fill=_YELLOW)
    ward = drawable(text.ward)
    size = min(_WARD_SIZE, int((WIDTH - 2 * _MARGIN) / max(text_width(ward, BOLD), 1)))
    draw.text((_MARGIN, 75), ward, font=_font(BOLD, size), fill=_PAPER, anchor="lm")
    code = _code(address)
    top = HEIGHT - _MARGIN - code.height
    _draw_blocks(draw, list(_blocks(text)), 162, top - 30)
    image.paste(code, (WIDTH - _MARGIN - code.width, top))
    _draw_beside(draw, text.invitation, top, code)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _blocks(text: PictureText) -> Iterator[_Block]:
    yield _Block(text.title, BOLD, 92, _BLUE, 60)
    if text.state:
        yield _Block(text.state, BOLD, 54, _RED, 30)
    yield _Block(text.day, BOLD, 66, _INK, 44)
    yield _Block(text.times, PLAIN, 62, _INK, 14)
    if text.place:
        yield _Block(text.place, PLAIN, 56, _INK, 30)


def _draw_blocks(draw: ImageDraw.ImageDraw, blocks: list[_Block], top: int, bottom: int) -> None:
    """Draw texts below one another, all of them smaller where they would not fit."""
    share = 1.0
    while _height(blocks, share) > bottom - top and min(each.size for each in blocks) * share > _LEAST_SIZE:
        share -= 0.04
    at = float(top)
    for each in blocks:
        size = int(each.size * share)
        at += each.above * share
        for line in _lines(each, size):
            if at + size <= bottom:
                draw.text((_MARGIN, at), line, font=_font(each.face, size), fill=each.colour)
            at += size * _LEADING


def _height(blocks: list[_Block], share: float) -> float:
    return sum(
        each.above * share + len(_lines(each, int(each.size * share))) * int(each.size * share) * _LEADING
        for each in blocks
    )


def _lines(block: _Block, size: int) -> list[str]:
    return list(balanced_lines(drawable(block.text), block.face, (WIDTH - 2 * _MARGIN) / size))


def _draw_beside(draw: ImageDraw.ImageDraw, text: str, top: int, code: Image.Image) -> None:
    size, width = 44, WIDTH - 3 * _MARGIN - code.width
    lines = wrapped_lines(drawable(text), PLAIN, width / size)
    at = top + (code.height - len(lines) * size * _LEADING) / 2
    for number, line in enumerate(lines):
        draw.text((_MARGIN, at + number * size * _LEADING), line, font=_font(PLAIN, size), fill=_SOFT)


def _code(address: str) -> Image.Image:
    """Return the code of an address in whole pixels, at most as wide as there is room for it."""
    code = segno.make(address, error="m", micro=False)
    scale = max(_CODE_WIDTH // code.symbol_size(border=2)[0], 1)
    file = io.BytesIO()
    code.save(file, kind="png", scale=scale, border=2)
    return Image.open(file).convert("RGB")


@lru_cache(maxsize=32)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / f"{face}.ttf"), size)
