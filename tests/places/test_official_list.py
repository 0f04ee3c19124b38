"""The official list of communes as shipped."""

from __future__ import annotations

import unicodedata

import pytest

from app.places.official_list import LIST_VERSION, OfficialUnit, official_units


def test_official_list_is_complete() -> None:
    units = official_units()
    assert LIST_VERSION == "2025-07-01"
    assert len(units) == 3321
    assert len({unit.province_code for unit in units.values()}) == 34
    assert all(code == unit.ward_code for code, unit in units.items())


def test_codes_are_text_and_keep_their_zeros() -> None:
    units = official_units()
    assert all(len(unit.ward_code) == 5 and unit.ward_code.isdecimal() for unit in units.values())
    assert all(len(unit.province_code) == 2 and unit.province_code.isdecimal() for unit in units.values())
    assert units["01843"].ward_name == "Phường Bắc Kạn"
    assert "1843" not in units


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("16417", OfficialUnit("16417", "Phường Đông Quang", "38", "Tỉnh Thanh Hóa")),
        ("14812", OfficialUnit("14812", "Phường Bỉm Sơn", "38", "Tỉnh Thanh Hóa")),
        ("20305", OfficialUnit("20305", "Phường An Khê", "48", "Thành phố Đà Nẵng")),
        ("02086", OfficialUnit("02086", "Xã Chợ Mới", "19", "Tỉnh Thái Nguyên")),
    ],
)
def test_official_list_has_the_units_of_the_articles(code: str, unit: OfficialUnit) -> None:
    assert official_units()[code] == unit


def test_names_are_in_one_spelling() -> None:
    for unit in official_units().values():
        for name in (unit.ward_name, unit.province_name):
            assert unicodedata.is_normalized("NFC", name)
            assert name == " ".join(name.split())
            assert name.startswith(("Phường ", "Xã ", "Đặc khu ", "Tỉnh ", "Thành phố "))
