"""Vietnamese text: one spelling, folding for search, what makes two names one, and the order of lists."""

from __future__ import annotations

import json
import random
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import ROOT
from app.text import UnstorableTextError, clean, collation_key, fold, identity_key, name_key, with_capital

SAMPLES: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "wire_samples.json").read_text(encoding="utf-8"))
storable = st.text(st.characters(exclude_categories=["Cs"]))
vietnamese = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐ àảãáạằẳẵắặầẩẫấậ0123456789")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  Số   5,\tngõ 2 ", "Số 5, ngõ 2"),
        ("một\ndòng\r\nthôi", "một dòng thôi"),
        (unicodedata.normalize("NFD", "Đường Điện Biên Phủ"), "Đường Điện Biên Phủ"),
        ("a\x00b\x07c\x7fd\x9f", "abcd"),
        ("không\u00a0ngắt", "không ngắt"),
        ("\ufeffđầu", "đầu"),
        ("một\u2028hai\x0bba", "một hai ba"),
        ("\U0001f3f4\U000e0067\U000e0062", "\U0001f3f4"),
        ("\uffff\ufdd0\U0010fffe", ""),
        ("\u115f\u1160\uffa0\ufffc", ""),
        ("", ""),
        ("\x00", ""),
        ("Tổ số 11 😀", "Tổ số 11 😀"),
    ],
)
def test_clean_text_has_one_spelling(text: str, stored: str) -> None:
    assert clean(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("một\r\nhai\rba", "một\nhai\nba"),
        (" một  câu \n\n\n\n câu\t hai \n", "một câu\n\ncâu hai"),
        ("plain\nascii", "plain\nascii"),
        ("\n\n", ""),
        ("a\x00\nb", "a\nb"),
        ("a\u200b\nb\u202e", "a\nb"),
        ("một\u2028hai\u2029ba\x0bbốn\x85năm", "một\nhai\nba\nbốn\nnăm"),
        ("a\n\u200b\n\u3164\nb", "a\n\nb"),
    ],
)
def test_notes_keep_their_lines(text: str, stored: str) -> None:
    assert clean(text, lines=True) == stored


@pytest.mark.parametrize("text", ["\ud800", "một \udfff hai", "\ude00\ud83d"])
@pytest.mark.parametrize("lines", [True, False])
def test_half_a_surrogate_pair_cannot_be_kept(text: str, lines: bool) -> None:
    with pytest.raises(UnstorableTextError):
        clean(text, lines=lines)


@given(storable, st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, lines: bool) -> None:
    stored = clean(text, lines=lines)
    assert clean(stored, lines=lines) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert stored == stored.strip()
    assert "  " not in stored
    assert "\x00" not in stored
    stored.encode()


@pytest.mark.parametrize("lines", [True, False])
def test_invisible_characters_are_removed_but_emoji_stay_whole(lines: bool) -> None:
    for text, stored in SAMPLES["cleaning"]:
        assert clean(text, lines=lines) == stored, ascii(text)


unseen = st.sampled_from(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202c\u2066\u2069\u034f\u061c\ufe0f\u180e\x00\x1f"
)


@given(vietnamese, st.lists(st.tuples(st.integers(0, 40), unseen), max_size=5), st.sampled_from(["NFC", "NFD"]))
def test_invisible_characters_make_no_other_text(text: str, put_in: list[tuple[int, str]], form: Any) -> None:
    other = unicodedata.normalize(form, text)
    for place, character in put_in:
        other = other[:place] + character + other[place:]
    assert clean(other) == clean(text)
    assert fold(other) == fold(text)
    assert identity_key(other) == identity_key(text)


def test_every_character_that_nobody_sees_leaves_wherever_it_stands() -> None:
    numbers = [*range(0xD800), *range(0xE000, 0x10000), *range(0x1BC00, 0x1D200), *range(0xE0000, 0xE1000)]
    gone = [each for each in map(chr, numbers) if clean(f"a{each}\nb") == "a b"]
    assert [each for each in gone if clean(f"a{each}b") not in {"ab", "a b"}] == []
    assert [each for each in gone if clean(each)] == []


@given(storable)
def test_a_cleaned_text_holds_only_what_is_seen(text: str) -> None:
    for character in clean(text, lines=True):
        assert character in "\n\u200d\ufe0f" or unicodedata.category(character) not in {"Cc", "Zl", "Zp"}
        assert character not in "\u200b\u200c\u2060\ufeff\xad\u202e\u3164\u2800"


@pytest.mark.parametrize(
    "names",
    [
        ["Tổ 1", "tổ  1", "TỔ 1", "Tổ-1", "Tổ, 1.", unicodedata.normalize("NFD", "Tổ 1"), "Tổ\u200b 1"],
        ["Hoà Bình", "Hòa Bình", "HÒA – BÌNH"],
        ["Thuỷ Nguyên", "Thủy Nguyên"],
        ["Số 1/23 ngõ 4", "số 1-23, ngõ 4"],
        ["???", " ??? "],
    ],
)
def test_one_name_has_one_key(names: list[str]) -> None:
    assert len(set(map(identity_key, names))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1/23", "12/3"),
        ("Hoa", "Hòa"),
        ("Tổ 1", "Tổ 11"),
        ("Đa", "Da"),
        ("Cô", "Cơ"),
        ("Tô", "Tổ"),
        ("?", "!"),
        ("", "Tổ"),
    ],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert identity_key(one) != identity_key(other)


@given(storable)
def test_cleaning_sees_through_spellings(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Điện", "duong dien"),
        ("Phường Quảng Thắng", "phuong quang thang"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hằng"), "nguyen thi hang"),
        ("ƯỚC MƠ", "uoc mo"),
        ("số 5/2A", "so 5/2a"),
    ],
)
def test_search_sees_no_tones(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(storable)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_folded_vietnamese_is_plain(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text)


def _shuffled(words: list[str]) -> list[str]:
    return random.Random(7).sample(words, len(words))


@pytest.mark.parametrize(
    "words",
    [
        ["An", "Ân", "Bình", "Dương", "Đặng"],
        ["a", "à", "ả", "ã", "á", "ạ", "ă", "â", "b", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"],
        ["Tổ 2", "Tổ 11", "Tổ 11 A", "Tổ dân phố 1"],
        ["Khu phố 9", "Khu phố 10"],
        ["1", "2", "10", "Chợ"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "man", "mă"],
        ["Lê An", "Lê Ấn", "Lê Bình"],
    ],
)
def test_lists_are_in_vietnamese_order(words: list[str]) -> None:
    assert sorted(_shuffled(words), key=collation_key) == words
    decomposed = [unicodedata.normalize("NFD", word) for word in words]
    assert sorted(_shuffled(decomposed), key=collation_key) == decomposed


def test_capitals_do_not_part_a_list() -> None:
    assert sorted(["đò", "Đa", "Da", "do"], key=collation_key) == ["Da", "do", "Đa", "đò"]


@pytest.mark.parametrize(
    "names",
    [
        ["Trần Văn An", "Lê Thị Ân", "Bùi Bình", "Ngô Thùy Dương", "Lê Đặng"],
        ["Lê Văn An", "Lê Thị Thu An", "Trần Văn An"],
        ["An", "Lê An"],
    ],
)
def test_people_are_sorted_by_given_name(names: list[str]) -> None:
    by_family_then_middle = sorted(_shuffled(names), key=name_key)
    assert [name.split()[-1] for name in by_family_then_middle] == [name.split()[-1] for name in names]
    assert sorted(by_family_then_middle, key=name_key) == by_family_then_middle


def test_the_same_given_name_is_sorted_by_family_name_then_middle_names() -> None:
    expected = ["An", "Lê Thị An", "Lê Văn An", "Trần Ánh An", "Lê Ấn"]
    assert sorted(_shuffled(expected), key=name_key) == expected


def test_a_name_of_nothing_sorts_first() -> None:
    assert sorted(["Lê An", ""], key=name_key) == ["", "Lê An"]


@pytest.mark.parametrize(
    ("text", "shown"), [("TDP", "TDP"), ("thẻ VNeID", "Thẻ VNeID"), ("ấp", "Ấp"), ("", ""), ("đội 2A", "Đội 2A")]
)
def test_a_capital_at_the_beginning_leaves_the_others(text: str, shown: str) -> None:
    assert with_capital(text) == shown
