"""Numbers of the groups of a report and letters of their parts, without a limit. Pure rules."""

from __future__ import annotations

_WORTHS = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_NUMERALS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_LETTERS = "abcdefghiklmnopqrstuvxy"
"""The letters of the Vietnamese alphabet without marks, and f, which reports have always had."""


def roman_numeral(number: int) -> str:
    """Return a number from 1 on in Roman numerals."""
    text = ""
    for worth, letters in zip(_WORTHS, _NUMERALS, strict=True):
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
