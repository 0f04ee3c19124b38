"""How many households the parts of a split area have by the books: entered with the split, and taken back with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask

from app.areas.changes import AreaRefusal, AreaRefusedError
from app.database import reader, writer
from app.month import Month, today
from app.overview.ward_month import WardMonth
from app.places.models import Neighbourhood, Population, Ward
from app.targets.subjects import HOUSEHOLDS
from tests.actions import add_rows
from tests.areas.ward import undone
from tests.cast import AREA_1, TEAM_1, WARD_A
from tests.client import Visitor

ADDRESS = f"/areas/{AREA_1}/split?lang=vi"
FORM = {
    "first_day": str(today()),
    "parts": "2",
    "rest": "1",
    "name-0": "Phố 1A",
    "name-1": "Phố 1B",
    "team-1": str(TEAM_1),
}
WARNING = "vẫn lưu được"


@pytest.fixture
def with_population(app: Flask) -> Flask:
    """Return an app in which the area that is split has 120 households by the books."""
    of_area = {"ward_id": WARD_A, "neighbourhood_id": AREA_1, "group": HOUSEHOLDS}
    add_rows(app, Population(**of_area, figure=120, as_of=date(2026, 6, 30), source="công an phường"))
    return app


def _looked_at(carla: Visitor, **entered: str) -> tuple[str, str]:
    """Return the page with the map of a split, and what confirms it."""
    page = carla.post(ADDRESS, **FORM, **entered)
    assert page.status_code == 200
    found = re.search(r'name="confirmed" value="([0-9a-f]+)"', page.text)
    assert found
    return unescape(page.text), found[1]


def _made(carla: Visitor, **entered: str) -> None:
    assert carla.post(ADDRESS, **FORM, **entered, confirmed=_looked_at(carla, **entered)[1]).status_code == 302


def _stored(app: Flask) -> Mapping[str, tuple[int, date]]:
    with app.app_context():
        rows = reader().execute(
            sa.select(Neighbourhood.name, Population.figure, Population.as_of)
            .join(Neighbourhood, Neighbourhood.id == Population.neighbourhood_id)
            .where(Population.ward_id == WARD_A)
        )
        return {name: (figure, as_of) for name, figure, as_of in rows}


def test_households_of_parts_are_entered_as_of_the_first_day(with_population: Flask, carla: Visitor) -> None:
    blank = unescape(carla.get(ADDRESS).text)
    assert blank.count("“Phố 1” có 120 hộ (30/06/2026).") == 2
    before = _stored(with_population)
    page, _seen = _looked_at(carla, **{"population-0": "70", "population-1": "50"})
    assert WARNING not in page
    assert "không tự chia" not in page
    assert page.count("Số hộ theo sổ</dt>") == 2
    assert _stored(with_population) == before, "the map is looked at, and nothing is stored"
    _made(carla, **{"population-0": "70", "population-1": "50"})
    assert _stored(with_population) == {**before, "Phố 1A": (70, today()), "Phố 1B": (50, today())}
    with with_population.app_context():
        reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), Month.of(today()), today())
        names = {id: reader().get_one(Neighbourhood, id).name for id in reading.households_of_areas()}
        known = {names[id]: each for id, each in reading.households_of_areas().items()}
        assert {name: known[name].figure for name in ("Phố 1A", "Phố 1B")} == {"Phố 1A": 70, "Phố 1B": 50}
        assert known["Phố 1A"].source == "Ghi khi tách Phố 1"
    undone(with_population, 1)
    assert _stored(with_population) == before


def test_other_sum_is_a_warning_and_saved(with_population: Flask, carla: Visitor) -> None:
    for entered, is_warned in ((("1.070", ""), True), (("70", "40"), True), (("70", ""), False), (("", ""), False)):
        fields = dict(zip(("population-0", "population-1"), entered, strict=True))
        page, _seen = _looked_at(carla, **fields)
        assert (WARNING in page) == is_warned, entered
        assert ("không tự chia" in page) == ("" in entered), entered
    _made(carla, **{"population-0": "1.070"})
    assert _stored(with_population)["Phố 1A"] == (1070, today())


def test_wrong_figure_is_refused_where_it_stands(app: Flask, carla: Visitor) -> None:
    for text in ("nhiều", "1,5", "-3", "9" * 12):
        page = carla.post(ADDRESS, **FORM, **{"population-1": text})
        assert page.status_code == 422, text
        assert "Hãy ghi một số nguyên" in unescape(page.text)
        assert f'value="{text}"' in unescape(page.text), "what was entered stays"
    assert _stored(app) == {}
    page_with_more = carla.post(ADDRESS, **FORM, **{"population-0": "70"}, more="1").text
    assert 'name="population-0" value="70"' in page_with_more


def test_changed_figure_keeps_the_split(app: Flask, carla: Visitor) -> None:
    """An import changes a figure in its place: taking the split back would lose it."""
    _made(carla, **{"population-0": "70"})
    with app.app_context():
        writer().execute(sa.update(Population).where(Population.ward_id == WARD_A).values(figure=71))
        writer().commit()
    with pytest.raises(AreaRefusedError) as error:
        undone(app, 1)
    assert error.value.refusal is AreaRefusal.USED_SINCE
    assert _stored(app)["Phố 1A"] == (71, today())
