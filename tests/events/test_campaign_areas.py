"""The areas of a campaign as the ward changes."""

from __future__ import annotations

from datetime import date

from app.events.campaign_areas import areas_held_in
from app.places.ward_places import WardArea

TODAY, MERGED_ON = date(2026, 11, 30), date(2026, 11, 15)
EVER, AFTER = date.min, date(2026, 11, 16)


def area(
    id: int, into: int | None = None, split_from: int | None = None, valid_to: date | None = MERGED_ON
) -> WardArea:
    ended = valid_to if into is not None else None
    return WardArea(id, f"Phố {id}", False, None, ended, into, split_from_id=split_from)


def test_chosen_areas_count_on_every_day() -> None:
    assert areas_held_in({1, 2}, [area(1), area(2), area(3)], TODAY) == {1: EVER, 2: EVER}


def test_successor_counts_from_the_day_after_the_merge() -> None:
    """Area 3 was merged into the same one: what an old phone names by its number is of the campaign from then on."""
    found = areas_held_in({1}, [area(1, into=2), area(2), area(3, into=2)], TODAY)
    assert found == {1: EVER, 2: AFTER, 3: AFTER}


def test_area_counts_on_until_its_last_day() -> None:
    assert areas_held_in({1}, [area(1, into=2), area(2)], MERGED_ON) == {1: EVER}
    assert areas_held_in({1}, [area(1, into=2, valid_to=None), area(2)], MERGED_ON) == {1: EVER, 2: EVER}


def test_what_was_merged_into_a_chosen_area_counts_with_it() -> None:
    assert areas_held_in({2}, [area(1, into=2), area(2)], TODAY) == {1: EVER, 2: EVER}


def test_chains_of_merges_and_splits_are_followed() -> None:
    areas = [
        area(1, into=2),
        area(2, into=3, valid_to=date(2026, 11, 20)),
        area(3),
        area(4, split_from=3),
        area(5, split_from=4),
        area(6),
    ]
    later = date(2026, 11, 21)
    assert areas_held_in({1}, areas, TODAY) == {1: EVER, 2: AFTER, 3: later, 4: later, 5: later}


def test_areas_that_were_merged_in_a_ring_by_mistake_end() -> None:
    assert areas_held_in({1}, [area(1, into=2), area(2, into=1)], TODAY) == {1: EVER, 2: EVER}
