"""Whole figures as people write them: ``1204``, ``1.204``, ``1,204`` and ``1 204`` are the same. Pure."""

from __future__ import annotations

import re

from app.text import clean

MOST_DIGITS = 15
MOST_FIGURE = 999_999_999
"""The largest figure that is entered anywhere: more than there are people in the country."""

MULTIPLIERS = (
    r"(?i:triệu|trieu|tr|nghìn|nghin|ngàn|ngan|tỷ|tỉ|ty|ti|trăm|tram|chục|chuc|vạn|van|k"
    r"|million|thousand|hundred|dozen)\b"
)
"""The words behind a figure that make it larger, as a pattern: they are no unit."""

_FIGURE = re.compile(r"\d+|[1-9]\d{0,2}(?P<apart>[., ])\d{3}(?:(?P=apart)\d{3})*", re.ASCII)
# Two parts with a point, a comma or a blank between them, of which the first may have its thousands set apart.
_IN_TWO = re.compile(
    r"(?P<whole>\d+|\d{1,3}(?P<apart>[., ])\d{3}(?:(?P=apart)\d{3})*)(?P<sign>[., ])(?P<rest>\d+)", re.ASCII
)
# A sign before, or a unit behind: "−5", "5 %", "12 hộ".
_WITH_MORE = re.compile(rf"[-−+]? ?(?P<figure>[0-9][0-9., ]*?)[., ]*(?:(?!{MULTIPLIERS})[^0-9., ][^0-9]*)?")
# Digits and signs as wide as a Chinese character, which some keyboards and spreadsheets make.
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), 0xFF0C, 0xFF0E)}


def narrowed(text: str) -> str:
    """Return ``text`` cleaned, with its digits, points and commas as narrow as those of ASCII."""
    return clean(text).translate(_NARROW)


def read_figure(text: str) -> int | None:
    """Return the whole figure that ``text`` is, or ``None`` where it is none or may mean another.

    Thousands may be set apart by points, commas or spaces of any kind, but all in the same way: "1.2", "12,34",
    "1.204,5" and "0.500" are fractions or slips. It is read alike in every language, since a table that is copied may
    come from another one.
    """
    text = narrowed(text)
    if len(text) > 2 * MOST_DIGITS or not _FIGURE.fullmatch(text):
        return None
    digits = re.sub(r"[., ]", "", text)
    return int(digits) if len(digits) <= MOST_DIGITS else None


def possible_figures(text: str) -> list[int]:
    """Return the figures that ``text`` may mean where it is none, the likeliest first: "1.2" may be 1200 or 1."""
    text = narrowed(text).lower()
    if len(text) > 2 * MOST_DIGITS:
        return []
    if not (parts := _IN_TWO.fullmatch(text)):
        more = _WITH_MORE.fullmatch(text)
        return [figure] if more and (figure := read_figure(more["figure"])) is not None else []
    start = re.sub(r"[., ]", "", parts["whole"])
    # Who writes "1.2" may have left out the zeros of 1.200, or may have meant a part of one.
    joined = start + (parts["rest"] if parts["sign"] == " " else parts["rest"].ljust(3, "0"))
    figures = (read_figure(digits) for digits in (joined, start))
    return [figure for figure in dict.fromkeys(figures) if figure is not None]
