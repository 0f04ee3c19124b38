"""Numbers of people that no text may hold: citizen IDs, accounts and phones, in groups or in a row.

Nine digits in a row are such a number. Digits in groups are one unless something else is written like that: days,
times, sums of money, numbers of papers with their year, and the numbers of houses, rooms, areas, forms or years in a
row. Most numbers of people begin with a zero, and of these only short ones do, or ones that rise by little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise

LEAST_DIGITS = 9
_NINE_DIGITS = re.compile(r"(?:\d[^\d\n]*){9}")
_DIGITS = re.compile(r"\d+")

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_UNIT = r"\ ?(?:đ|vn[dđ]|₫)"
# The code of the country and nine digits, where no unit makes a sum of them.
_NOT_A_MOBILE = rf"(?!84(?P<joint>[ .])[35789]\d\d(?:(?P=joint)\d{{3}}){{2}}(?!\d|{_UNIT}))"
_PAPER = r"\d{1,4}/20[1-3]\d"  # a plan's or a decision's number and year
_NOT_BEHIND_A_GROUP = r"(?<![\d)][ .,/_-])(?<!\d-\ )(?<!\d\ -)(?<!\d\ -\ )"
_HARMLESS = re.compile(
    rf"""(?<!\d)(?:
      (?<!\d/)              {_DAY}/{_MONTH}/{_YEAR}
    | {_NOT_BEHIND_A_GROUP} {_DAY}(?P<apart>[ .-]){_MONTH}(?P=apart){_YEAR}(?![.-]\d)
    | {_NOT_BEHIND_A_GROUP} {_YEAR}(?P<between>[./-]){_MONTH}(?P=between){_DAY}
    | {_NOT_BEHIND_A_GROUP} {_PAPER}(?:\ ?-\ ?(?:{_PAPER}|20[1-3]\d))*(?![./_-]\d)
    | (?<!\d:)              \d{{1,2}}[:hg]\d\d(?::\d\d)?
    | {_NOT_BEHIND_A_GROUP} {_NOT_A_MOBILE} (?:
        [1-9]\d{{0,3}}(?P<point>[.,])\d{{3}}(?:(?P=point)\d{{3}})*
      | [1-9]\d{{0,2}}(?:\ \d{{3}})*(?:\ 000|\ \d{{3}}(?={_UNIT}))
      )
    )(?!\d)""",
    re.VERBOSE,
)
"""Days, numbered papers, times and sums: they are passed over before numbers of people are looked for."""

_APART = r"(?![,;] )(?:[^\w\n]|_){1,3}"  # between groups: signs and spaces, but not the comma of a list
_SAME_APART = r"(?:[^\w\n,;/:]|_){1,3}"  # between short groups, which may also be days: always the same sign
_ONE_ROW = re.compile(r"\d{9,}")
_WITH_COUNTRY = re.compile(rf"\+\W{{0,2}}84(?:(?:{_APART})?\d+)+")
_ZERO_FIRST = re.compile(rf"(?<!\d)(?:(?<!\d[.,])|(?=\d{{4}}\.\d+\.\d))0(?!00)\d{{2,}}(?:{_APART}\d+)+")
_SHORT_FIRST = re.compile(rf"(?<!\d)(?<!\d[.,/:-])(?:0\d?|84)(?P<apart>{_SAME_APART})\d+(?:(?P=apart)\d+)+")
_THREES_AND_FOURS = re.compile(r"(?<!\d[.,/:-])(?!000)\d{3,4}(?P<apart>[ .-])\d{3,4}(?:(?P=apart)\d{3,4})+")
_TWO_HALVES = re.compile(r"(?<!\d)(?<!\d[ .,/:-])[1-9](?:\d{3,} \d{4,}|\d{5} \d{3})(?!\d)")

_POSSIBLE = re.compile(
    r"""
      0(?:3[2-9]|5[2-9]|7[06-9]|8[1-9]|9\d)\d{7}    # a mobile phone
    | 0[12]\d{9}                                    # a phone that is not mobile, or an old mobile one
    | 84[35789]\d{8}                                # a mobile phone with the code of the country
    | 0\d{11}                                       # a citizen ID
    """,
    re.VERBOSE,
)
_OLD_CITIZEN_ID = re.compile(r"0\d\D.*")  # nine digits, of which single ones would rather be counts
_ENDS_IN_A_DAY = re.compile(rf"\D{_DAY}\D+{_MONTH}\D+20\d\d$")
_THIS_YEAR_OR_NEAR = re.compile(r"20[1-3]\d")
_ROUND_OR_YEAR = re.compile(rf"\d*00|{_YEAR}")


def holds_identity_digits(text: str) -> bool:
    """Return whether a cleaned ``text`` holds digits that may be a citizen ID, an account or a phone number.

    Digits of every script count, whatever signs set them apart. Days, times, sums, papers of a year, and the
    numbers of houses, rooms, areas, forms or years in a row pass.
    """
    if not _NINE_DIGITS.search(text):
        return False
    text = _in_ascii(text)
    if _ONE_ROW.search(text) or any(map(_is_long, _WITH_COUNTRY.finditer(text))):
        return True
    text = _HARMLESS.sub(" x ", text)
    return (
        any(map(_is_long, _ZERO_FIRST.finditer(text)))
        or any(map(_is_possible, _SHORT_FIRST.finditer(text)))
        or any(map(_is_no_sum, _THREES_AND_FOURS.finditer(text)))
        or any(map(_is_number_in_halves, _TWO_HALVES.finditer(text)))
    )


def _in_ascii(text: str) -> str:
    """Return ``text`` with the digits, spaces, points and hyphens of ASCII, and without what is not seen."""
    return "".join(map(_ascii_of, unicodedata.normalize("NFKC", text.lower())))


def _ascii_of(character: str) -> str:
    if character.isascii():
        return character
    match unicodedata.category(character):
        case "Nd":
            return str(unicodedata.decimal(character))
        case "Pd":
            return "-"
        case "Mn" | "Me" | "Cf":
            return ""
        case _:
            return _SIGNS.get(character, character)


_SIGNS = {"−": "-", "⁃": "-", "·": ".", "•": ".", "∙": ".", "。": ".", "⁄": "/", "∕": "/"}


def _is_long(found: re.Match[str]) -> bool:
    groups = _DIGITS.findall(found[0])
    return sum(map(len, groups)) >= LEAST_DIGITS and not _is_list(groups, _step_between(groups))


def _is_possible(found: re.Match[str]) -> bool:
    """Return whether groups that begin with one or two digits are a number as there are; others may follow it."""
    groups = _DIGITS.findall(found[0])
    if _is_list(groups, 2) or _ENDS_IN_A_DAY.search(found[0]):
        return False
    is_old_id = _OLD_CITIZEN_ID.fullmatch(found[0])
    return any(_POSSIBLE.fullmatch(number) or (is_old_id and len(number) == 9) for number in accumulate(groups))


def _is_no_sum(found: re.Match[str]) -> bool:
    """Return whether groups of three and four digits are a number: with points between threes they are a sum."""
    groups = _DIGITS.findall(found[0])
    is_sum = found["apart"] == "." and all(len(group) == 3 for group in groups[1:])
    may_be_rooms = found["apart"] == "-" and not any(group.startswith("0") for group in groups)
    return not is_sum and not _is_list(groups, 150 if may_be_rooms else max(20, _step_between(groups)))


def _is_number_in_halves(found: re.Match[str]) -> bool:
    """Return whether two groups are a number, and not a year with a count behind it, or years and round counts."""
    groups = _DIGITS.findall(found[0])
    are_counts = _THIS_YEAR_OR_NEAR.fullmatch(groups[0]) or all(map(_ROUND_OR_YEAR.fullmatch, groups))
    return _is_long(found) and not are_counts


def _step_between(groups: Sequence[str]) -> int:
    """Return how far numbers of people hardly ever rise from group to group: less far, the fewer digits each has."""
    widths = set(map(len, groups))
    return {3: 20, 4: 100}.get(widths.pop(), 2) if len(widths) == 1 else 2


def _is_list(groups: Sequence[str], largest_step: int) -> bool:
    """Return whether numbers follow each other as those of areas, of houses in a street or of years do."""
    return len(groups) > 2 and all(0 < int(after) - int(before) <= largest_step for before, after in pairwise(groups))
