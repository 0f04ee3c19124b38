"""Finding teams by what people write for them."""

from __future__ import annotations

import unicodedata

import pytest
from flask import Flask
from flask_babel import force_locale

from app.localisation import role_name
from app.permissions import Role
from app.roster.person_page import WARD_ROLES
from app.roster.role_words import read_role
from app.roster.team_names import NamedPlace, TeamNames
from tests.roster.named_teams import NAMES


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Tổ 1", {1}),
        ("tổ 01", {1}),
        ("TO 1", {1}),
        ("1", {1}),
        ("Tổ số 1", {1}),
        ("Tổ CNSCĐ 1", {1}),
        ("Tổ công nghệ số cộng đồng số 1", {1}),
        (unicodedata.normalize("NFD", "Tổ 2"), {2}),
        ("Tổ 2", {2}),
        ("Tổ 12", {12}),
        ("Tổ 4", {4}),
        ("Tổ 4 - Hoà Bình", {4}),
        ("4", {4}),
        ("Tổ 5", {5}),
        ("an phú 5", {5}),
        ("Tổ 6", {6}),
        ("tổ 6b", {7}),
        ("Tổ 8", {8, 9}),
        ("Tổ Hoa", {10}),
        ("Tổ Hóa", {11}),
        ("to hoa", {10, 11}),
        ("Tổ 20", {20}),
        ("TDP 20", {20}),
        ("Tổ dân phố 1", {2}),
        ("TDP 1", {2}),
        ("KP 01", {2}),
        ("TDP 3", {1, 2}),
        ("TDP 9", set()),
        ("TDP 2", set()),
        ("Trung", {12}),
        ("thon trung", {12}),
        ("3", set()),
        ("Tổ 3", set()),
        ("Tổ 99", set()),
        ("Tổ 1 Hòa Bình", set()),
        ("Tổ", set()),
        ("", set()),
    ],
)
def test_teams_are_found_by_their_names(text: str, ids: set[int]) -> None:
    assert NAMES.find(text).ids == ids


@pytest.mark.parametrize(("text", "ids"), [("1", {2}), ("Tổ 1", {1}), ("tổ số 1", {1}), ("2", set()), ("3", {1, 2})])
def test_a_number_among_areas_is_an_area(text: str, ids: set[int]) -> None:
    assert NAMES.find(text, is_area=True).ids == ids


def test_a_name_of_an_area_and_of_another_team_may_be_both() -> None:
    names = TeamNames({1: "Tổ CNSCĐ 5", 2: "Tổ CNSCĐ 6"}, [NamedPlace("Tổ 5", frozenset({2}))])
    assert names.find("Tổ 5").ids == {1, 2}
    assert names.find("Tổ CNSCĐ 5").ids == {1}
    assert TeamNames({1: "Tổ Đông"}, [NamedPlace("Phố 3", frozenset({1}))]).find("3").ids == {1}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("tổ trưởng", Role.LEADER),
        ("TO TRUONG", Role.LEADER),
        (unicodedata.normalize("NFD", "Tổ trưởng"), Role.LEADER),
        ("Leader", Role.LEADER),
        ("tổ viên", Role.MEMBER),
        ("Thành viên", Role.MEMBER),
        ("Tổ phó", Role.MEMBER),
        ("Phó tổ trưởng", Role.MEMBER),
        ("member", Role.MEMBER),
        ("cán bộ", Role.COORDINATOR),
        ("Can bo phuong", Role.COORDINATOR),
        ("Lãnh đạo", Role.VIEWER),
    ],
)
def test_roles_are_read_as_wards_write_them(text: str, role: Role) -> None:
    assert read_role(text) == (role, "")


def test_the_names_that_the_app_itself_shows_are_read(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        for language in ("vi", "en"):
            with force_locale(language):
                assert [read_role(role_name(role)) for role in WARD_ROLES] == [(role, "") for role in WARD_ROLES]


def test_what_is_no_role_is_none() -> None:
    assert [read_role(text) for text in ("Bí thư", "Quản trị", "", "Tổ 3")] == [None] * 4
    assert read_role("Tổ trưởng - Tổ 3") == (Role.LEADER, "Tổ 3")
