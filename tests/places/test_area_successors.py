"""Where figures and households of merged and split areas stand on a day, before and after the change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.places.area_successors import are_kin, standing_on, successors_of
from app.places.ward_places import WardArea

FROM = date(2026, 11, 15)
BEFORE = FROM - timedelta(days=1)


def area(id: int, **values: object) -> WardArea:
    """Return an area with some values, and nothing else known of it."""
    base = WardArea(id, f"Phố {id}", is_whole_ward=False, valid_from=None, valid_to=None, merged_into_id=None)
    return base._replace(**values)


MERGED = [area(1, valid_to=BEFORE, merged_into_id=3), area(2, valid_to=BEFORE, merged_into_id=3), area(3)]
SPLIT = [area(1, valid_to=BEFORE, remainder_id=3), *(area(id, valid_from=FROM, split_from_id=1) for id in (2, 3))]
SPLIT_AGAIN = [
    *SPLIT[:2],
    area(3, valid_from=FROM, split_from_id=1, valid_to=FROM, merged_into_id=4),
    area(4, valid_from=FROM + timedelta(days=1)),
]


@pytest.mark.parametrize(
    ("areas", "day", "figures", "households"),
    [
        (MERGED, BEFORE, {}, {}),
        (MERGED, FROM, {1: 3, 2: 3}, {1: 3, 2: 3}),
        (SPLIT, BEFORE, {}, {2: 1, 3: 1}),
        (SPLIT, FROM, {}, {1: 3}),
        (SPLIT_AGAIN, BEFORE, {}, {2: 1, 3: 1}),
        (SPLIT_AGAIN, FROM, {}, {1: 3}),
        (SPLIT_AGAIN, FROM + timedelta(days=1), {3: 4}, {1: 4, 3: 4}),
    ],
)
def test_figures_keep_to_a_split_area_and_households_do_not(
    areas: list[WardArea], day: date, figures: dict[int, int], households: dict[int, int]
) -> None:
    assert successors_of(areas, day) == figures
    assert standing_on(areas, day) == households


def test_part_whose_first_day_was_changed_does_not_go_round_in_a_circle() -> None:
    later = [SPLIT[0], SPLIT[1], SPLIT[2]._replace(valid_from=FROM + timedelta(days=9))]
    assert standing_on(later, FROM) == {1: 3}


@pytest.mark.parametrize(
    ("areas", "day", "one", "other", "kin"),
    [
        (MERGED, FROM, 1, 2, True),
        (MERGED, BEFORE, 1, 2, False),
        (SPLIT, FROM, 2, 1, True),
        (SPLIT, FROM, 1, 2, True),
        (SPLIT, FROM, 3, 1, True),
        (SPLIT, FROM, 2, 3, False),
        (SPLIT_AGAIN, FROM + timedelta(days=1), 4, 1, True),
        (SPLIT_AGAIN, FROM + timedelta(days=1), 4, 2, False),
    ],
)
def test_a_part_is_kin_to_what_it_was_split_from_and_not_to_another_part(
    areas: list[WardArea], day: date, one: int, other: int, kin: bool
) -> None:
    assert are_kin(areas, one, other, day) is kin
