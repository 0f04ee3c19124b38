"""The areas of a team in the list of the command line."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.database import writer
from app.places.models import Neighbourhood, TeamArea
from tests.cast import AREA_1, AREA_2, TEAM_1
from tests.terminal import run


@pytest.mark.one_engine
def test_areas_of_a_team_are_listed_in_the_order_of_the_ward(app: Flask) -> None:
    with app.app_context():
        writer().add(TeamArea(team_id=TEAM_1, neighbourhood_id=AREA_2))
        for position, id in enumerate((AREA_2, AREA_1)):
            writer().get_one(Neighbourhood, id).position = position
        writer().commit()
    teams = json.loads(run(app, "team", "list", "--ward", "16417", "--json")[1])
    assert teams[0]["areas"] == ["Phố 2", "Phố 1"]
