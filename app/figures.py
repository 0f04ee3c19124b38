"""Whole figures as people write them: ``1204``, ``1.204``, ``1,204`` and ``1 204`` are the same. Pure."""

from __future__ import annotations

import re

from app.text import clean

MOST_DIGITS = 15
MOST_FIGURE = 999_999_999
"""The largest figure that is entered anywhere: more than there are people in the country."""

_FIGURE = re.compile(r"\d+|[1-9]\d{0,2}(?P<apart>[., ])\d{3}(?:(?P=apart)\d{3})*", re.ASCII)
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
