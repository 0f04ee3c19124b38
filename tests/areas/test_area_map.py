"""A pasted map of a ward is read into merges, or its lines are named with what is wrong with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.areas.area_map import MapError, MapProblem, read_area_map
from app.areas.changes import AreaMerge
from app.places.area_successors import NEVER
from app.places.ward_places import WardArea
from tests.growth import grows_at_most

FROM = date(2026, 12, 1)
TO_1, TO_2, TO_3, TO_4, WHOLE, ENDED, UNDONE = range(1, 8)


def _area(id: int, name: str, *, is_whole_ward: bool = False, valid_to: date | None = None) -> WardArea:
    return WardArea(id, name, is_whole_ward, None, valid_to, None)


AREAS = [
    *(_area(id, f"Tổ {id}") for id in (TO_1, TO_2, TO_3, TO_4)),
    _area(WHOLE, "Toàn phường", is_whole_ward=True),
    _area(ENDED, "Tổ 9", valid_to=FROM - timedelta(days=30)),
    _area(UNDONE, "Tổ hợp", valid_to=NEVER),
]


@pytest.mark.parametrize(
    ("text", "merges"),
    [
        ("Tổ 1; Tổ 2 -> Tổ dân phố 1", [AreaMerge([TO_1, TO_2], "Tổ dân phố 1")]),
        ("tổ 1, 2 và 3 → Khu A\n\nTổ 4 => Khu B", [AreaMerge([1, 2, 3], "Khu A"), AreaMerge([TO_4], "Khu B")]),
        ("Tổ 1 + Tổ 2 thành Tổ 1", [AreaMerge([TO_1, TO_2], goes_on=TO_1)]),
        ("STT\tTổ cũ\tTổ mới\n1\tTổ 1\tKhu A\n2\tTổ 2\tKhu A", [AreaMerge([TO_1, TO_2], "Khu A")]),
        ("Tổ 1\tKhu A\nTổ 2\t\nTổ 3\tKhu B\nTổ 4\t", [AreaMerge([1, 2], "Khu A"), AreaMerge([3, 4], "Khu B")]),
        ("Tổ 4 -> Tổ 4\nTổ 1; Tổ 2 -> Khu A", [AreaMerge([TO_1, TO_2], "Khu A")]),
        ("Tổ 1; Tổ 2 -> Tổ 1\nTổ 3; Tổ 4 -> Tổ 2", [AreaMerge([1, 2], goes_on=1), AreaMerge([3, 4], "Tổ 2")]),
    ],
)
def test_lines_and_columns_are_read(text: str, merges: list[AreaMerge]) -> None:
    found = read_area_map(text, AREAS, FROM)
    assert (found.merges, found.errors) == (merges, [])


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("Tổ 1; Tổ 2", [MapError(1, MapProblem.NO_ARROW, "Tổ 1; Tổ 2")]),
        ("-> Khu A", [MapError(1, MapProblem.NO_OLD, "-> Khu A")]),
        ("Tổ 1; Tổ 2 ->", [MapError(1, MapProblem.NO_NEW, "Tổ 1; Tổ 2 ->")]),
        ("Tổ 1 -> Khu A; Khu B", [MapError(1, MapProblem.SEVERAL_NEW, "Tổ 1 -> Khu A; Khu B")]),
        ("Tổ 1; Xóm Lạ -> Khu A", [MapError(1, MapProblem.UNKNOWN, "Xóm Lạ")]),
        ("Tổ 1; Tổ 9 -> Khu A", [MapError(1, MapProblem.ENDED, "Tổ 9")]),
        ("Tổ 1; Toàn phường -> Khu A", [MapError(1, MapProblem.UNKNOWN, "Toàn phường")]),
        ("Tổ 1; Tổ hợp -> Khu A", [MapError(1, MapProblem.UNKNOWN, "Tổ hợp")]),
        ("Tổ 1; Tổ 2 -> Khu A\nTổ 2; Tổ 3 -> Khu B", [MapError(2, MapProblem.TWICE, "Tổ 2")]),
        ("Tổ 1; Tổ 2 -> tổ 4", [MapError(1, MapProblem.NAME_TAKEN, "tổ 4")]),
        ("Tổ 1; Tổ 2 -> Khu A\nKhu A; Tổ 3 -> Khu B", [MapError(2, MapProblem.CHAIN, "Khu A")]),
        ("Tổ 4 -> Tổ 4", [MapError(1, MapProblem.NOTHING)]),
        ("", [MapError(1, MapProblem.NOTHING)]),
    ],
)
def test_what_is_wrong_is_named_by_line(text: str, errors: list[MapError]) -> None:
    assert read_area_map(text, AREAS, FROM).errors == errors


def test_what_is_renumbered_and_what_stays_is_named() -> None:
    found = read_area_map("Tổ 1; Tổ 2 -> Tổ 1\nTổ 3 -> Tổ 2", AREAS, FROM)
    assert (found.renumbered, found.untouched, found.lines) == (["Tổ 2"], [TO_4], [1, 2])


@pytest.mark.parametrize("sign", [" ", "-", "=", "\u00a0"])
def test_long_rows_of_one_sign_are_read_fast(sign: str) -> None:
    def read(length: int) -> None:
        found = read_area_map(f"Tổ 1{sign * length}Khu A", AREAS, FROM)
        assert [error.problem for error in found.errors] == [MapProblem.NO_ARROW]

    assert grows_at_most(8, read, 1_000, 4_000)
