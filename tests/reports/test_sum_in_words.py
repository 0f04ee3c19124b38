"""Sums of money in words, by a table of sums and by reading the words back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.reports.sum_in_words import END_OF_SUMS, sum_in_words

SUMS = {
    0: "Không đồng",
    1: "Một đồng",
    4: "Bốn đồng",
    5: "Năm đồng",
    9: "Chín đồng",
    10: "Mười đồng",
    11: "Mười một đồng",
    14: "Mười bốn đồng",
    15: "Mười lăm đồng",
    19: "Mười chín đồng",
    20: "Hai mươi đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    25: "Hai mươi lăm đồng",
    44: "Bốn mươi tư đồng",
    51: "Năm mươi mốt đồng",
    55: "Năm mươi lăm đồng",
    99: "Chín mươi chín đồng",
    100: "Một trăm đồng",
    101: "Một trăm linh một đồng",
    104: "Một trăm linh bốn đồng",
    105: "Một trăm linh năm đồng",
    110: "Một trăm mười đồng",
    111: "Một trăm mười một đồng",
    115: "Một trăm mười lăm đồng",
    121: "Một trăm hai mươi mốt đồng",
    204: "Hai trăm linh bốn đồng",
    555: "Năm trăm năm mươi lăm đồng",
    999: "Chín trăm chín mươi chín đồng",
    1_000: "Một nghìn đồng",
    1_001: "Một nghìn không trăm linh một đồng",
    1_010: "Một nghìn không trăm mười đồng",
    1_014: "Một nghìn không trăm mười bốn đồng",
    1_021: "Một nghìn không trăm hai mươi mốt đồng",
    1_100: "Một nghìn một trăm đồng",
    5_000: "Năm nghìn đồng",
    10_000: "Mười nghìn đồng",
    15_000: "Mười lăm nghìn đồng",
    21_000: "Hai mươi mốt nghìn đồng",
    24_000: "Hai mươi tư nghìn đồng",
    37_000: "Ba mươi bảy nghìn đồng",
    50_000: "Năm mươi nghìn đồng",
    55_500: "Năm mươi lăm nghìn năm trăm đồng",
    100_000: "Một trăm nghìn đồng",
    105_000: "Một trăm linh năm nghìn đồng",
    150_000: "Một trăm năm mươi nghìn đồng",
    300_000: "Ba trăm nghìn đồng",
    300_005: "Ba trăm nghìn không trăm linh năm đồng",
    641_000: "Sáu trăm bốn mươi mốt nghìn đồng",
    999_999: "Chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng",
    1_000_000: "Một triệu đồng",
    1_000_001: "Một triệu không trăm linh một đồng",
    1_000_015: "Một triệu không trăm mười lăm đồng",
    1_000_500: "Một triệu năm trăm đồng",
    1_005_000: "Một triệu không trăm linh năm nghìn đồng",
    1_005_005: "Một triệu không trăm linh năm nghìn không trăm linh năm đồng",
    1_010_000: "Một triệu không trăm mười nghìn đồng",
    1_055_000: "Một triệu không trăm năm mươi lăm nghìn đồng",
    1_100_000: "Một triệu một trăm nghìn đồng",
    2_000_000: "Hai triệu đồng",
    5_500_000: "Năm triệu năm trăm nghìn đồng",
    10_005_000: "Mười triệu không trăm linh năm nghìn đồng",
    24_001_000: "Hai mươi tư triệu không trăm linh một nghìn đồng",
    27_000_000: "Hai mươi bảy triệu đồng",
    93_950_000: "Chín mươi ba triệu chín trăm năm mươi nghìn đồng",
    101_000_000: "Một trăm linh một triệu đồng",
    115_000_000: "Một trăm mười lăm triệu đồng",
    999_999_999: "Chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng",
    1_000_000_000: "Một tỷ đồng",
    1_000_000_005: "Một tỷ không trăm linh năm đồng",
    1_000_005_000: "Một tỷ không trăm linh năm nghìn đồng",
    1_005_000_000: "Một tỷ không trăm linh năm triệu đồng",
    1_234_567_891: ("Một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt đồng"),
    15_000_000_000: "Mười lăm tỷ đồng",
    27_000_000_000: "Hai mươi bảy tỷ đồng",
    105_000_000_000: "Một trăm linh năm tỷ đồng",
    999_000_000_000: "Chín trăm chín mươi chín tỷ đồng",
    999_000_000_001: "Chín trăm chín mươi chín tỷ không trăm linh một đồng",
    1_005_000_000_000: "Một nghìn không trăm linh năm tỷ đồng",
}

DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
DIGITS |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def read_back(words: str) -> int:
    """Return the number that words mean, as one who hears them adds them up."""
    total, billions, three, digit = 0, 0, 0, 0
    for word in words.lower().removesuffix(" đồng").split():
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            three, digit = digit * 100, 0
        elif word == "mươi":
            three, digit = three + digit * 10, 0
        elif word == "mười":
            three, digit = three + 10, 0
        elif word == "tỷ":
            billions, total, three, digit = total + three + digit, 0, 0, 0
        elif word in ("nghìn", "triệu"):
            total += (three + digit) * {"nghìn": 10**3, "triệu": 10**6}[word]
            three, digit = 0, 0
        else:
            assert word == "linh", words
    return billions * 10**9 + total + three + digit


@pytest.mark.parametrize("number", SUMS)
def test_sum_is_written_as_accountants_write_it(number: int) -> None:
    assert sum_in_words(number) == SUMS[number]


@given(st.integers(0, END_OF_SUMS - 1) | st.integers(0, 10**9).map(lambda thousands: thousands * 1000))
@example(END_OF_SUMS - 1)
def test_words_read_back_give_the_sum(number: int) -> None:
    words = sum_in_words(number)
    assert read_back(words) == number
    assert words == words.capitalize()
    assert "  " not in words


@pytest.mark.parametrize("number", [-1, END_OF_SUMS])
def test_what_has_no_words_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        sum_in_words(number)
