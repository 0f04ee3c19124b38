"""Finding people by what is typed."""

from __future__ import annotations

import pytest

from app.roster.roster_filter import RosterFilter, StateFilter, TypedSearch

LAN = ("Nguyễn Thị Lan", "+84912345678", "Tổ số 11")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("", True),
        ("lan", True),
        ("LAN NGUYEN", True),
        ("Lân", True),
        ("an", False),
        ("nguyen van", False),
        ("0912345678", True),
        ("0912 345 678", True),
        ("+84 912.345.678", True),
        ("5678", True),
        ("678", True),
        ("0345", True),
        ("999", False),
        ("to so 1", True),
        ("số 11", True),
        ("11", True),
        ("12", False),
        ("(", False),
    ],
)
def test_people_are_found_by_name_number_and_team(text: str, is_found: bool) -> None:
    assert TypedSearch(text).finds(*LAN) is is_found


def test_a_filter_names_only_what_it_filters_by() -> None:
    assert RosterFilter().as_arguments() == {}
    assert RosterFilter("lan", None, 3, StateFilter.ENDED).as_arguments() == {
        "text": "lan",
        "team": 3,
        "state": "ended",
    }
