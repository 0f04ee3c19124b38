"""Households keep the area of their first visit: when it is merged into another one, they are that one's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import writer
from app.month import today
from app.places.models import Neighbourhood, TeamArea
from tests.cast import AREA_1, AREA_2, TEAM_1
from tests.client import Visitor
from tests.households.steps import listed
from tests.html import parse


@pytest.fixture
def _area_2_is_merged(app: Flask) -> None:
    """Merge the area of team 2 into the area of team 1, and end that team's cover of it."""
    last_day = today() - timedelta(days=3)
    with app.app_context():
        merged = sa.update(Neighbourhood).where(Neighbourhood.id == AREA_2)
        writer().execute(merged.values(merged_into_id=AREA_1, valid_to=last_day))
        writer().execute(sa.update(TeamArea).where(TeamArea.neighbourhood_id == AREA_2).values(valid_to=last_day))
        writer().commit()


def _rows(visitor: Visitor, path: str) -> list[tuple[str, str]]:
    """Return each line of a list: what it names, and the area beside it."""
    items = [item for item in parse(visitor.get(path).text).iter("li") if item.get("data-party")]
    return [(item.findtext("a") or "", item.findtext("span") or "") for item in items]


@pytest.mark.usefixtures("_area_2_is_merged")
def test_a_leader_has_the_households_of_an_area_merged_into_the_own(app: Flask, ana: Visitor, leo: Visitor) -> None:
    [id] = listed(app, "Số 7, ngõ 7", area=AREA_2)
    listed(app, "Số 8, ngõ 7", area=AREA_1)
    expected = [("Số 7, ngõ 7", "Phố 1"), ("Số 8, ngõ 7", "Phố 1")]
    assert _rows(leo, "/households/") == expected
    assert _rows(leo, f"/households/?area={AREA_1}") == expected
    assert leo.get(f"/households/{id}").status_code == 200
    on_phone = ana.get("/api/v1/households").json["households"]
    assert {(each["label"], each["neighbourhood"]) for each in on_phone} == {(label, AREA_1) for label, _ in expected}


@pytest.mark.usefixtures("_area_2_is_merged")
def test_one_lane_of_two_merged_areas_is_one_sheet(app: Flask, leo: Visitor, carla: Visitor) -> None:
    listed(app, "Số 7, ngõ 7", area=AREA_2)
    listed(app, "Số 8, ngõ 7", area=AREA_1)
    for page in (leo.get("/households/walking"), carla.get(f"/households/walking?team={TEAM_1}")):
        lines = [row.findtext("th") for row in parse(page.text).iter("tr") if row.get("data-party")]
        assert (page.text.count("<h2"), lines) == (1, ["Số 7, ngõ 7", "Số 8, ngõ 7"])


@pytest.mark.usefixtures("_area_2_is_merged")
def test_a_coordinator_chooses_among_areas_that_stand(app: Flask, carla: Visitor) -> None:
    listed(app, "Số 7, ngõ 7", area=AREA_2)
    assert _rows(carla, f"/households/?area={AREA_1}") == [("Số 7, ngõ 7", "Phố 1")]
    page = parse(carla.get("/households/").text)
    assert str(AREA_2) not in {option.get("value") for option in page.iter("option")}


@pytest.mark.usefixtures("_area_2_is_merged")
def test_doubles_are_found_across_merged_areas(app: Flask, carla: Visitor, leo: Visitor) -> None:
    one, other = sorted([*listed(app, "Số 5, ngõ 5", area=AREA_1), *listed(app, "số 5 ngõ 5", area=AREA_2)])
    for visitor in (carla, leo):
        assert "data-party" in visitor.get("/households/doubles").text
        assert f"/households/{one}/beside/{other}" in visitor.get(f"/households/{one}").text
