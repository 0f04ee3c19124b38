"""The order of areas, teams and places: total, stable, by hand first, and natural where nobody ordered anything."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.database import reader, writer
from app.month import today
from app.places.models import Neighbourhood, Place, PlaceType, Team
from app.places.order import in_natural_order, in_order
from app.places.queries import areas_of_ward, places_in_use, teams_of_ward
from app.places.ward_places import WardArea
from app.text import collation_key
from tests.cast import WARD_C

NAMES = st.text(st.sampled_from("12 aăâAđdĐ-/TtổÔ0"), max_size=8)
POSITIONS = st.none() | st.integers(1, 3)
AREAS = st.lists(
    st.builds(WardArea, st.integers(), NAMES, st.booleans(), st.none(), st.none(), st.none(), POSITIONS), max_size=8
)
NATURAL = ["2", "2A", "2B", "10", "10A", "Dốc", "Đồi 1", "Tổ 1", "Tổ 2", "Tổ 2A", "Tổ 2B", "Tổ 2B1", "Tổ 10", "Tổ 10A"]


def _area(name: str, position: int | None = None, *, is_whole_ward: bool = False) -> WardArea:
    return WardArea(0, name, is_whole_ward, None, None, None, position)


def test_natural_order_knows_numbers_with_letters() -> None:
    shuffled = random.Random(1).sample(NATURAL, len(NATURAL))
    assert sorted(shuffled, key=collation_key) == NATURAL


@given(NAMES, NAMES)
def test_two_names_have_one_key_only_if_they_are_the_same(one: str, other: str) -> None:
    assert (collation_key(one) == collation_key(other)) is (one == other)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["", "Tổ ", "Phố Số "]))
def test_names_with_numbers_follow_their_numbers(one: int, other: int, word: str) -> None:
    assert (collation_key(f"{word}{one}") < collation_key(f"{word}{other}")) is (one < other)
    assert (collation_key(f"{word}{one}A") < collation_key(f"{word}{other}")) is (one < other)


@given(AREAS, st.randoms(use_true_random=False))
def test_order_is_one_however_the_areas_come_in(areas: list[WardArea], rng: random.Random) -> None:
    def shown(some: list[WardArea]) -> list[tuple[bool, int | None, str]]:
        return [(area.is_whole_ward, area.position, area.name) for area in in_order(some)]

    order = shown(areas)
    assert order == shown(rng.sample(areas, len(areas))) == shown(in_order(areas))
    assert [whole for whole, _, _ in order] == sorted(whole for whole, _, _ in order)
    ranks = [(position is None, position or 0) for whole, position, _ in order if not whole]
    assert ranks == sorted(ranks)


def test_order_by_hand_goes_before_names_and_the_whole_ward_is_last() -> None:
    whole = _area("Toàn phường", 1, is_whole_ward=True)
    areas = [whole, _area("Tổ 1"), _area("Tổ 10", 1), _area("Tổ 2", 2), _area("Tổ 0")]
    assert [area.name for area in in_order(areas)] == ["Tổ 10", "Tổ 2", "Tổ 0", "Tổ 1", "Toàn phường"]
    assert [area.name for area in in_natural_order(areas)] == ["Tổ 0", "Tổ 1", "Tổ 2", "Tổ 10", "Toàn phường"]


@pytest.mark.parametrize("by_hand", [False, True])
def test_lists_of_a_ward_are_read_in_order(app: Flask, by_hand: bool) -> None:
    names = ["Tổ 10", "Tổ 2B", "Tổ 2", "Tổ 2A"]
    with app.app_context():
        for model, more in ((Neighbourhood, {}), (Team, {}), (Place, {"type": PlaceType.MARKET})):
            for number, name in enumerate(names, start=1):
                position = number if by_hand else None
                writer().add(model(ward_id=WARD_C, name=name, position=position, **more))
        writer().commit()
        expected = names if by_hand else ["Tổ 2", "Tổ 2A", "Tổ 2B", "Tổ 10"]
        for places in (
            areas_of_ward(reader(), WARD_C),
            teams_of_ward(reader(), WARD_C),
            places_in_use(reader(), WARD_C, today()),
        ):
            assert [place.name for place in places if place.name in names] == expected
