"""Searching the official list, by today's names and old ones."""

from __future__ import annotations

from collections import Counter

import pytest

from app.places.former_units import former_units
from app.places.official_list import official_units
from app.places.official_search import MOST_FOUND, search_units

AN_KHE = "20305"


def _codes(query: str, province: str | None = None) -> list[str]:
    return [found.unit.ward_code for found in search_units(query, province).units]


@pytest.mark.parametrize(
    "query",
    [
        "An Khê, Đà Nẵng",
        "an khe da nang",
        "da nang an khe",
        "phuong an khe",
        "P. AN KHÊ đn",
        "an khê  (tp Đà Nẵng)",
        "ankhe",
        "xã an khê đà nẵng",
        "hoa phat",
        "Phường Hòa Phát, quận Cẩm Lệ",
        "phường Hoà Phát q. cẩm lệ tp đà nẵng",
    ],
)
def test_a_ward_is_found_however_it_is_typed(query: str) -> None:
    assert _codes(query)[0] == AN_KHE


@pytest.mark.parametrize(
    ("query", "codes", "former"),
    [
        ("quảng thắng", ["16417"], "Phường Quảng Thắng, Thành phố Thanh Hóa, Tỉnh Thanh Hóa"),
        ("song cau bac kan", ["01843"], "Phường Sông Cầu, Thành Phố Bắc Kạn, Tỉnh Bắc Kạn"),
        # By the new name of its province, too.
        ("phuong song cau thai nguyen", ["01843"], "Phường Sông Cầu, Thành Phố Bắc Kạn, Tỉnh Bắc Kạn"),
        # Split among two, the one with most of it first in the list of former units.
        ("cống vị ba đình", ["00025", "00008"], "Phường Cống Vị, Quận Ba Đình, Thành phố Hà Nội"),
        # Of a hundred wards with the same number the district tells which.
        ("p1 q3", ["27154"], "Phường 1, Quận 3, Thành phố Hồ Chí Minh"),
    ],
)
def test_old_names_find_the_new_wards(query: str, codes: list[str], former: str) -> None:
    found = search_units(query).units
    assert [each.unit.ward_code for each in found[: len(codes)]] == codes
    assert [each.formerly[0] for each in found[: len(codes)]] == [former] * len(codes)


def test_today_s_name_stands_before_former_ones() -> None:
    first, *others = search_units("Phường Sông Cầu").units
    assert (first.unit.ward_name, first.unit.province_name, first.formerly) == ("Phường Sông Cầu", "Tỉnh Đắk Lắk", [])
    assert "01843" in {other.unit.ward_code for other in others}


def test_a_province_narrows_and_lists_all_its_wards() -> None:
    assert _codes("an khê", "48") == [AN_KHE]
    assert search_units("", "48").all == sum(unit.province_code == "48" for unit in official_units().values())
    names = [found.unit.ward_name for found in search_units("", "48").units]
    assert names.index("Phường An Khê") < names.index("Phường Sơn Trà")
    assert _codes("", "99") == _codes("", None) == _codes("an khe", "99") == []


@pytest.mark.parametrize("query", ["", " ", "xyzzy", "…", "🙂", "%' OR 1", "\udcff", "phường", "1" * 500])
def test_what_names_nothing_finds_nothing_or_little(query: str) -> None:
    found = search_units(query)
    assert len(found.units) == min(found.all, MOST_FOUND)


def test_a_number_is_whole() -> None:
    names = {name for found in search_units("phường 1").units for name in found.formerly}
    assert {name.split(",")[0] for name in names} == {"Phường 1"}, "and no Phường 10"


def test_list_of_former_units_is_whole() -> None:
    units = list(former_units())
    assert len(units) == 10_040
    assert {code for unit in units for code in unit.codes} == official_units().keys()
    assert max(Counter(unit.full_name for unit in units).values()) <= 2
    assert sum(len(unit.codes) > 1 for unit in units) == 471
