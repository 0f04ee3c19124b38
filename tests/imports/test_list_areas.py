"""The areas that a list names: by today's names, by those of merged ones, and by earlier names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.database import writer
from app.imports.list_areas import ListAreas
from app.month import today
from app.places.models import Neighbourhood
from tests.cast import AREA_1, AREA_2, WARD_A


@pytest.fixture
def two_merged(app: Flask) -> Flask:
    """Return an app in whose ward A an area was merged into area 2, which had another name before."""
    with app.app_context():
        yesterday = today() - timedelta(days=1)
        writer().get_one(Neighbourhood, AREA_1).name = "Tổ dân phố 12"
        second = writer().get_one(Neighbourhood, AREA_2)
        second.name, second.former_name = "Tổ dân phố Hòa Bình", "Tổ dân phố 7"
        merged = {"valid_to": yesterday, "merged_into_id": AREA_2}
        writer().add(Neighbourhood(id=71, ward_id=WARD_A, name="Tổ dân phố 71", **merged))
        writer().add(Neighbourhood(id=72, ward_id=WARD_A, name="Khu 12", **merged))
        writer().add(Neighbourhood(id=73, ward_id=WARD_A, name="Tổ dân phố Cũ", valid_to=date(2025, 1, 1)))
        writer().commit()
    return app


@pytest.mark.parametrize(
    ("text", "area"),
    [("TDP 12", AREA_1), ("12", AREA_1), ("hoa binh", AREA_2), ("Tổ 71", AREA_2), ("tổ dân phố 7", AREA_2)],
)
def test_an_area_is_found_by_any_of_its_names(two_merged: Flask, text: str, area: int) -> None:
    with two_merged.app_context():
        areas = ListAreas(writer(), WARD_A, today())
        assert areas.find(text) == areas.find(text) == area


@pytest.mark.parametrize("text", ["Tổ dân phố Cũ", "Tổ 99", "", "Toàn phường"])
def test_what_is_no_area_of_today_is_named(two_merged: Flask, text: str) -> None:
    with two_merged.test_request_context(), pytest.raises(ValueError, match="Phường, xã không có"):
        ListAreas(writer(), WARD_A, today()).find(text)


def test_a_name_of_several_is_never_guessed(two_merged: Flask) -> None:
    with two_merged.test_request_context():
        writer().add(Neighbourhood(id=74, ward_id=WARD_A, name="Khu phố 12"))
        writer().flush()
        with pytest.raises(ValueError, match=r"có thể là: .*12, .*12"):
            ListAreas(writer(), WARD_A, today()).find("12")
        writer().rollback()


def test_a_merged_area_stands_together_with_its_successor(two_merged: Flask) -> None:
    with two_merged.app_context():
        areas = ListAreas(writer(), WARD_A, today())
        assert sorted(areas.together_with(AREA_2)) == [AREA_2, 71, 72]
        assert areas.standing_for(71) == AREA_2
