"""The houses of a lane by their numbers: looked at first, added as a list, and taken back as one."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.imports.house_range import HouseRange, HouseSide
from app.imports.models import Import, ImportState
from app.places.models import Neighbourhood
from app.registry.models import Household
from tests.actions import log_entries
from tests.cast import AREA_1, AREA_B, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.imports.list_steps import rows_of_tables
from tests.imports.page_steps import number_of, version_of

PATH = "/imports/house-numbers"


def _form(**more: Any) -> dict[str, Any]:
    return {"area": AREA_1, "lane": "ngõ 3", "first": "1", "last": "5", "side": "all", "suffixes": "", **more}


def _labels() -> list[str]:
    reader().rollback()
    query = sa.select(Household.label).where(Household.ward_id == WARD_A, Household.neighbourhood_id == AREA_1)
    return sorted(reader().scalars(query))


@pytest.mark.parametrize(
    ("side", "suffixes", "numbers"),
    [
        (HouseSide.ALL, (), ["7", "8", "9", "10"]),
        (HouseSide.ODD, (), ["7", "9"]),
        (HouseSide.EVEN, ("A", "B"), ["8", "8A", "8B", "10", "10A", "10B"]),
    ],
)
def test_the_numbers_of_a_lane(side: HouseSide, suffixes: tuple[str, ...], numbers: list[str]) -> None:
    houses = HouseRange("Tổ 1", "hẻm 12", 7, 10, side, suffixes)
    assert houses.numbers == numbers
    assert houses.labels[0] == f"Số {numbers[0]}, hẻm 12"


def test_the_houses_are_looked_at_added_and_taken_back(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry(household=household("Số 3, ngõ 3")), make_entry(household=household("5/3")))
    with app.app_context():
        before = rows_of_tables(Household)
    page = carla.post(PATH, **_form(), look="").text
    assert "4 nhà mới" in page
    assert "Đã có: 3." in page
    assert "Gần giống hộ đã có: 5." in page
    with app.app_context():
        assert rows_of_tables(Household) == before
    number = number_of(carla.post(PATH, **_form(), add=""))
    with app.app_context():
        assert _labels() == ["5/3", *(f"Số {number}, ngõ 3" for number in range(1, 6))]
        imported = reader().scalars(sa.select(Import)).one()
        assert (imported.state, imported.kind.value) == (ImportState.APPLIED, "households")
        assert "ngõ 3: 1–5" in imported.purpose
    assert "thêm các nhà" in carla.get(f"/imports/{number}").text
    carla.post(f"/imports/{number}/undo", version=version_of(carla.get(f"/imports/{number}").text))
    with app.app_context():
        assert rows_of_tables(Household) == before


def test_houses_that_are_all_there_make_no_list(app: Flask, carla: Visitor) -> None:
    number_of(carla.post(PATH, **_form(), add=""))
    answer = carla.post(PATH, **_form(), add="")
    assert answer.status_code == 200
    assert "Đã có: 1, 2, 3, 4, 5." in answer.text
    with app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).select_from(Import)) == 1


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"lane": ""}, "ngõ"),
        ({"lane": "ngõ 0912345678"}, "căn cước"),
        ({"first": ""}, "1"),
        ({"first": "9"}, "nhỏ hơn"),
        ({"last": "3000"}, "2.000"),
        ({"last": "2000"}, "1000"),
        ({"suffixes": "A1"}, "chữ cái"),
        ({"suffixes": "A B C D E F G H I K L"}, "chữ cái"),
        ({"area": AREA_B}, ""),
        ({"side": "left"}, ""),
    ],
)
def test_what_cannot_be_is_refused(app: Flask, carla: Visitor, more: dict[str, Any], words: str) -> None:
    answer = carla.post(PATH, **_form(**more), add="")
    assert answer.status_code == 422
    assert words in answer.text
    with app.app_context():
        assert _labels() == []


@pytest.mark.one_engine
def test_the_page_says_that_one_may_begin_with_counts(carla: Visitor) -> None:
    page = carla.get(PATH)
    assert page.status_code == 200
    assert "/settings/populations/households" in page.text


@pytest.mark.one_engine
def test_an_area_named_like_another_kind_of_area_is_the_one_that_was_chosen(app: Flask, carla: Visitor) -> None:
    with app.app_context():
        writer().get_one(Neighbourhood, AREA_1).name = "Phố 1"
        writer().add(Neighbourhood(ward_id=WARD_A, name="Tổ 1"))
        writer().commit()
    number_of(carla.post(PATH, **_form(), add=""))
    with app.app_context():
        assert len(_labels()) == 5
