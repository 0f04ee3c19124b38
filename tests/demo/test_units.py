"""The units of the demonstration: names of then and of today, areas and teams."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.places.models import Neighbourhood, Team, TeamArea, Ward
from app.places.official_list import official_units
from tests.demo.steps import count, ward_named


def test_units_have_their_names_of_then_and_of_today(demonstration: Flask) -> None:
    with demonstration.app_context():
        wards = {ward.name: ward for ward in reader().scalars(sa.select(Ward))}
        assert {name: (ward.code, ward.official_name) for name, ward in wards.items()} == {
            "Phường Quảng Thắng": ("16417", "Phường Đông Quang"),
            "Phường Lam Sơn": ("14812", "Phường Bỉm Sơn"),
            "Phường Hiệp Tân": ("27028", "Phường Phú Thạnh"),
            "Phường Sông Cầu": ("01843", "Phường Bắc Kạn"),
            "Xã Như Cố": ("02086", "Xã Chợ Mới"),
            "Phường An Khê": ("20305", "Phường An Khê"),
        }
        for ward in wards.values():
            assert official_units()[ward.code].ward_name == ward.official_name


@pytest.mark.parametrize(
    ("name", "areas", "teams", "word"),
    [
        ("Phường Quảng Thắng", 8, 8, "phố"),
        ("Phường Hiệp Tân", 5, 1, "khu phố"),
        ("Phường Sông Cầu", 20, 20, "tổ dân phố"),
        ("Xã Như Cố", 11, 11, "thôn"),
        ("Phường An Khê", 90, 90, "tổ dân phố"),
    ],
)
def test_units_are_divided_as_the_articles_say(
    demonstration: Flask, name: str, areas: int, teams: int, word: str
) -> None:
    with demonstration.app_context():
        ward = ward_named(name)
        of_ward = Neighbourhood.ward_id == ward.id
        assert count(Neighbourhood, of_ward, sa.not_(Neighbourhood.is_whole_ward)) == areas
        assert count(Neighbourhood, of_ward, Neighbourhood.is_whole_ward) == 1
        assert count(Team, Team.ward_id == ward.id) == teams
        assert ward.neighbourhood_word == word
        covered = sa.select(TeamArea.neighbourhood_id).join(Team).where(Team.ward_id == ward.id)
        assert len(set(reader().scalars(covered))) == areas, "every neighbourhood has a team"
