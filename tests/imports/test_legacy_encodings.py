"""Text in TCVN3 or VNI is recognised and refused; text in Unicode of any language, and codes, never is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.file_reader.legacy_encodings import LegacySearch
from app.imports.file_reader.refusals import Refusal
from app.imports.file_reader.syllables import is_syllable
from app.imports.reading import FileRefusedError, read_file, read_pasted
from tests.imports.legacy_text import tcvn3, vni
from tests.imports.workbooks import csv_of, ods, xlsx

NAMES = [
    "Nguyễn Văn Hòa",
    "Trần Thị Thu Hường",
    "Lê Đức thọ",
    "Phạm Quỳnh Giang",
    "tổ dân phố số 5, phường Quảng Thắng",
    "số điện thoại",
    "địa chỉ thường trú",
    "hộ kinh doanh cá thể",
    "khu phố 3",
]
TONES = "\u0300\u0301\u0303\u0309\u0323"
ENCODINGS = [(tcvn3, Refusal.TCVN3), (vni, Refusal.VNI)]

FINE = [
    NAMES,
    [name.upper() for name in NAMES],
    ["Hòa", "Hoà", "Thuý", "Thúy", "Nguyễn Thị Ỷ", "Đỗ Khuyến", "Quý", "Quí", "giếng", "gìn giữ"],
    ["môt", "tôt", "hôp", "Nguyễn Văn Hòa", "Lê Thị Lan", "Trần Đức", "Đỗ Ngọc", "Phạm Thị Huệ"] * 20,
    ["m²", "25 °C", "½ cây số", "± 5", "© 2026", "Café Trung Nguyên®", "«nhà»", "§ 5", "10 µm", "3·4", "1ª"],
    ["José", "François", "Zoë", "Señor", "Crème brûlée", "Hôtel de Ville", "Müller", "Ångström", "naïve", "Noël"],
    ["TDP-01", "ĐQ/2026/1", "A1", "0912345678", "001099012345", "KP3–TỔ 5", "Số 12/3A"],
    ["Household", "Name", "Phone", "Việt Nam"],
    ["Y Blăng Niê", "H'Hen Niê", "Bù Đăng", "Đắk Lắk", "Krông Búk", "Ea H’leo", "Giàng A Páo", "Kpă Klơng"],
    ["村長", "Владимир", "김철수"],
    [],
]


def found_in(texts: list[str]) -> Refusal | None:
    search = LegacySearch()
    for text in texts:
        search.add(text)
    return search.found and Refusal(search.found.value)


@pytest.mark.parametrize(("encode", "refusal"), ENCODINGS)
def test_old_text_is_recognised(encode: Callable[[str], str], refusal: Refusal) -> None:
    assert found_in([encode(name) for name in NAMES]) is refusal
    assert found_in([encode(name.lower()) for name in NAMES]) is refusal


@pytest.mark.parametrize(("encode", "refusal"), ENCODINGS)
def test_one_old_column_among_good_ones_is_enough(encode: Callable[[str], str], refusal: Refusal) -> None:
    assert found_in(NAMES * 3 + [encode(name) for name in NAMES]) is refusal


@pytest.mark.parametrize("texts", FINE)
def test_other_text_is_no_old_one(texts: list[str]) -> None:
    assert found_in(texts) is None


@pytest.mark.parametrize(("encode", "refusal"), ENCODINGS)
def test_list_in_old_text_is_refused_with_an_example(encode: Callable[[str], str], refusal: Refusal) -> None:
    rows = [["STT", encode("họ và tên")], *([number, encode(name)] for number, name in enumerate(NAMES))]
    one_byte = "\n".join(f"{number};{name}" for number, name in rows).encode("latin-1")
    for file in (xlsx(rows), ods(rows), csv_of(rows), BytesIO(one_byte)):
        with pytest.raises(FileRefusedError) as error:
            read_file(file, "x")
        assert error.value.message._args == (refusal, encode("họ và tên"))
    with pytest.raises(FileRefusedError):
        read_pasted("\n".join(encode(name) for name in NAMES))


def test_windows_1258_is_read() -> None:
    text = "họ tên;địa chỉ\n" + "\n".join(f"{name};số 5" for name in NAMES)
    apart = "".join(_with_tones_apart(letter) for letter in text)
    [sheet] = read_file(BytesIO(apart.encode("cp1258")), "x.csv")
    assert [row[0].text for row in sheet.rows[1:]] == NAMES


def _with_tones_apart(letter: str) -> str:
    """Return a letter as Windows-1258 has it: with its mark, and its tone by itself."""
    letters = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in letters if mark in TONES]
    return unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in TONES)) + "".join(tones)


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("nghiêng", True),
        ("quyết", True),
        ("giếng", True),
        ("Đường", True),
        ("gì", True),
        ("hôp", False),
        ("cafe", False),
    ],
)
def test_syllables_are_known_by_how_they_are_built(word: str, is_one: bool) -> None:
    assert is_syllable(word, strictly=True) == is_one


@given(st.lists(st.text(max_size=20), max_size=20))
def test_any_text_is_looked_at_without_an_error(texts: list[str]) -> None:
    found_in(texts)
