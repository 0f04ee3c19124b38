"""Blotting out the numbers of people in texts that are stored, so that one still sees where they stood. Pure rules."""

from __future__ import annotations

import re

from app.identity_digits import holds_identity_digits

_BLOT = "\u2592"
_DIGIT = re.compile(r"\d")


def blotted(text: str) -> str:
    """Return a text with a blot in place of each digit."""
    return _DIGIT.sub(_BLOT, text)


def without_identity(text: str) -> str:
    """Return a name of a sheet, of a file or of a column as it may be stored: blotted where it holds such a number."""
    return blotted(text) if holds_identity_digits(text) else text


def is_blotted(text: str) -> bool:
    """Return whether digits of a text were blotted out."""
    return _BLOT in text
