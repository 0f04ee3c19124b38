"""Numbers of the groups of a report and letters of their parts, without a limit. Pure rules."""

from __future__ import annotations

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_LETTERS = "abcdefghiklmnopqrstuvxy"
"""The letters of the Vietnamese alphabet without marks, and f, which reports have always had."""


def roman_numeral(number: int) -> str:
    """Return a number from 1 on in Roman numerals."""
    text = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        text += letters * times
    return text


def part_letter(number: int) -> str:
    """Return the letter of a part, counted from 1: a … y, then aa, ab …."""
    text = ""
    while number > 0:
        number, place = divmod(number - 1, len(_LETTERS))
        text = _LETTERS[place] + text
    return text
