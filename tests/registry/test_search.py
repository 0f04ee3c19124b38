"""What a text finds in the stored lists, and which two may be one, on both databases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import table_of, writer
from app.month import now
from app.registry.addresses import search_keys
from app.registry.doubles import equal_pairs, similar_pairs
from app.registry.models import Household, HouseholdSummary, NotDouble
from app.registry.search import matching
from app.text import fold
from tests.cast import AREA_1, AREA_2, WARD_A
from tests.registry.test_addresses import CASES


def _add(*labels: str, area: int = AREA_1, start: int = 1, **values: Any) -> None:
    """Store households under the numbers from ``start`` on as their ids."""
    rows = []
    for number, label in enumerate(labels, start):
        keys = search_keys(label)
        made = {"identity_key": keys.identity, "search_words": keys.words, "similar_key": keys.similar}
        own = {"ward_id": WARD_A, "id": UUID(int=number), "neighbourhood_id": area, "label": label}
        rows.append(own | made | {"folded": fold(label), "called": "", "created_at": now()} | values)
    writer().execute(sa.insert(table_of(Household)), rows)


def _found(text: str) -> set[str]:
    return set(writer().scalars(sa.select(Household.label).where(*matching(Household, WARD_A, text))))


def _numbers(pairs: sa.Select[Any]) -> list[tuple[int, int]]:
    return [(first.int, second.int) for first, second in writer().execute(pairs)]


def test_database_finds_what_the_table_says(app: Flask) -> None:
    with app.app_context():
        labels = sorted({label for label, _, _ in CASES["search"]})
        _add(*labels)
        for label, query, is_found in CASES["search"]:
            assert (label in _found(query)) is is_found, (label, query)
        writer().rollback()


@pytest.mark.parametrize("text", ["%", "_", "/", "100%", "' OR 1=1", "\\", "***"])
def test_signs_are_no_wildcards(app: Flask, text: str) -> None:
    with app.app_context():
        _add("Số 5, ngõ 2", "Hộ bà Hạnh")
        assert _found(text) == set()
        writer().rollback()


def test_equal_and_similar_pairs_come_apart(app: Flask) -> None:
    with app.app_context():
        _add("Số 43, ngõ 3", "số 43 - ngõ 3", "43/3", "k43 h3", "Số 3, ngõ 43", "Số 43, ngõ 5")
        assert _numbers(equal_pairs(Household, WARD_A, None, {})) == [(1, 2)]
        # House 43 of alley 3 is not house 3 of alley 43; a slash may mean either.
        similar = {(1, 3), (1, 4), (2, 3), (2, 4), (3, 4), (3, 5), (4, 5)}
        assert set(_numbers(similar_pairs(Household, WARD_A, None, {}))) == similar
        writer().rollback()


def test_merged_areas_are_one_area(app: Flask) -> None:
    with app.app_context():
        _add("Số 43, ngõ 3", "43/3", area=AREA_1)
        _add("số 43 - ngõ 3", area=AREA_2, start=3)
        assert _numbers(equal_pairs(Household, WARD_A, None, {})) == []
        assert _numbers(equal_pairs(Household, WARD_A, None, {AREA_2: AREA_1})) == [(1, 3)]
        assert set(_numbers(similar_pairs(Household, WARD_A, [AREA_1, AREA_2], {AREA_2: AREA_1}))) == {(1, 2), (2, 3)}
        writer().rollback()


def test_two_slashes_mean_the_same(app: Flask) -> None:
    with app.app_context():
        _add("3/5 Lê Lợi", "5/3 Lê Lợi", "3/5 đường Lê Lợi")
        assert _numbers(similar_pairs(Household, WARD_A, None, {})) == [(1, 3)]
        writer().rollback()


def test_what_is_offered_to_nobody_is_in_no_pair(app: Flask) -> None:
    with app.app_context():
        _add("Số 1", "số 1")
        _add("Số 1", area=AREA_2, start=3)
        _add("Số 1.", start=4, retired_at=now())
        _add("Số 1,", start=5, merged_into_id=UUID(int=1))
        _add("Số 1;", start=6)
        summary = {"ward_id": WARD_A, "household_id": UUID(int=6), "visits": 0, "needs_help_at_home": False, "done": []}
        writer().execute(sa.insert(table_of(HouseholdSummary)), [summary])
        assert _numbers(equal_pairs(Household, WARD_A, None, {})) == [(1, 2)]
        assert _numbers(equal_pairs(Household, WARD_A, [AREA_2], {})) == []
        apart = {"ward_id": WARD_A, "first_id": UUID(int=1), "second_id": UUID(int=2)}
        by = {"set_apart_at": now(), "set_apart_by_id": 1}
        writer().execute(sa.insert(table_of(NotDouble)), [apart | by])
        assert _numbers(equal_pairs(Household, WARD_A, None, {})) == []
        writer().rollback()
