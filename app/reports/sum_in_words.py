"""A sum of money in words, as Vietnamese accountants write it behind "Bằng chữ:". Pure rules.

No decree spells numbers out; the guides for invoices and cash vouchers and the sheets of the wards agree on this:

- A sum is read by threes of digits: tỷ, triệu, nghìn (not ngàn), đồng. A three of zeros is not read at all.
- After a higher three the hundreds are always read, so that no digit can be put before: 1.005.000 is "một triệu không
  trăm linh năm nghìn đồng".
- A zero among the tens is "linh" (not lẻ) before a unit, and nothing before another zero.
- A unit behind twenty or more is "mốt" for one, "tư" for four, "lăm" for five: hai mươi mốt, hai mươi tư, hai mươi lăm;
  behind ten only five changes: mười một, mười bốn, mười lăm. Behind "linh" none does: linh một, linh bốn, linh năm.
- The words stand in Vietnamese whatever language the reader has chosen, with one capital, and without "chẵn".
"""

from __future__ import annotations

from collections.abc import Iterator

END_OF_SUMS = 10**15
"""The first sum that has no words here: "tỷ" would follow upon "tỷ"."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TEN = {5: "lăm"}
_AFTER_TWENTY = {1: "mốt", 4: "tư", 5: "lăm"}
_THREES = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
_BILLION = 10**9


def sum_in_words(sum_of_money: int) -> str:
    """Return a sum in đồng in words. Raises ``ValueError`` for one below 0 or from :data:`END_OF_SUMS` on."""
    if not 0 <= sum_of_money < END_OF_SUMS:
        raise ValueError(sum_of_money)
    words = " ".join(_number(sum_of_money)) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _number(number: int, *, is_led: bool = False) -> Iterator[str]:
    """Yield the words of a number; ``is_led`` tells that a higher three stands before it."""
    billions, rest = divmod(number, _BILLION)
    if billions:
        yield from _number(billions)
        yield "tỷ"
        is_led = True
    for size, name in _THREES:
        three, rest = divmod(rest, size)
        if three:
            yield from _three(three, is_led=is_led)
            if name:
                yield name
            is_led = True


def _three(three: int, *, is_led: bool) -> Iterator[str]:
    """Yield the words of three digits that are not all zero."""
    hundreds, rest = divmod(three, 100)
    tens, unit = divmod(rest, 10)
    if hundreds or is_led:
        yield from (_DIGITS[hundreds], "trăm")
        if unit and not tens:
            yield "linh"
    if tens == 1:
        yield "mười"
    elif tens:
        yield from (_DIGITS[tens], "mươi")
    if unit:
        special = _AFTER_TWENTY if tens > 1 else _AFTER_TEN if tens else {}
        yield special.get(unit, _DIGITS[unit])
