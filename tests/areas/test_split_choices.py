"""Households of an area by lane, and by a pasted list of addresses."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask

from app.areas.split_choices import AreaParty, households_named, households_of_area, lanes_of
from app.database import reader
from app.month import today
from tests.areas.ward import merged
from tests.cast import AREA_1, AREA_2, WARD_A
from tests.households.steps import listed

LABELS = ("Số 1, ngõ 12", "Số 2 ngõ 12", "Số 3, ngõ 5", "Nhà văn hóa", "Số 4", "số 4")
HOMES = [AreaParty(UUID(int=number), label) for number, label in enumerate(LABELS)]


def test_lanes_stand_in_their_order_and_what_is_in_none_last() -> None:
    found = [(lane.key, [id.int for id in lane.household_ids]) for lane in lanes_of(HOMES)]
    assert found == [("ngo 5", [2]), ("ngo 12", [0, 1]), ("", [3, 4, 5])]


def test_a_pasted_list_names_households_by_their_address() -> None:
    found = households_named(HOMES, "số 1 ngõ 12\tbà Tư\n\nSố 9\nSố 4\nNhà văn hóa\nSố 1, ngõ 12")
    assert ([id.int for id in found.found], found.unknown, found.ambiguous) == ([0, 3], ["Số 9"], ["Số 4"])


def test_households_of_merged_areas_are_those_of_the_successor(app: Flask) -> None:
    ids = {*listed(app, "Số 1", area=AREA_1), *listed(app, "Số 2", area=AREA_2)}
    [new] = merged(app).steps[0]["to"]
    with app.app_context():
        first_day = today() + timedelta(days=365)
        assert {each.id for each in households_of_area(reader(), WARD_A, new, first_day)} == ids
