"""The state of households on the pages of a ward and an area: beside what was done, and never added to it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.database import in_transaction
from app.month import Month, today
from app.places.actions import store_settings
from app.places.household_criteria import USUAL_CRITERIA
from app.places.models import Neighbourhood, Population, Ward
from app.registry.state_actions import recount_figures
from tests.actions import add_rows, log_entries
from tests.cast import AREA_1, AREA_2, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry

pytestmark = pytest.mark.one_engine
FULL = {
    "people_14": 3,
    "people_18": 2,
    "smartphones": 2,
    "internet": True,
    "have": {"vneid_2": 3, "payment_account": 2, "public_service_account": 1, "health_record": 1},
}


def _visit(state: Any, label: str, area: int = AREA_1) -> dict[str, Any]:
    return {**make_entry(household=household(label), state=state, neighbourhood=area), "form": 2}


def _figure(page: str, code: str) -> str:
    (figure,) = re.findall(rf'data-state="{re.escape(code)}">.*?data-value="([^"]*)"', page, re.DOTALL)
    return figure


def _verdicts(page: str, code: str) -> list[int]:
    (row,) = re.findall(rf'<tr data-criterion="{re.escape(code)}">(.*?)</tr>', page, re.DOTALL)
    return [int(figure) for figure in re.findall(r'data-value="(\d+)"', row)]


def _set_criteria(app: Flask) -> None:
    def save(session: Any) -> None:
        store_settings(session.get_one(Ward, WARD_A), criteria=USUAL_CRITERIA)
        session.flush()
        recount_figures(session.connection(), WARD_A)

    with app.app_context():
        in_transaction(save)


def test_households_that_nobody_reviewed_are_none(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, make_entry(household=household()))
    page = carla.get("/overview/").text
    assert 'data-reviewed="0"' in page
    assert "Chưa rà soát hộ nào." in page
    assert "data-state=" not in page


def test_what_is_there_stands_beside_what_was_done(app: Flask, ana: Visitor, carla: Visitor) -> None:
    _set_criteria(app)
    before = carla.get("/overview/").text
    log_entries(ana, _visit(FULL, "Số 1"), _visit({"smartphones": 0, "have": {"vneid_2": 1}}, "Số 2"))
    page = carla.get("/overview/").text
    assert 'data-reviewed="2"' in page
    assert (_figure(page, "people_14"), _figure(page, "have.vneid_2"), _figure(page, "smartphones")) == ("3", "4", "2")
    assert (_figure(page, "internet"), _figure(page, "with.smartphones")) == ("1", "1")
    assert _figure(page, "people_60") == "", "nobody was asked, which is not none"
    assert 'data-digital="1"' in page
    assert _verdicts(page, "everybody_14.vneid_2") == [1, 0, 1]
    assert _verdicts(page, "smartphones.1") == [1, 1, 0]
    done = [re.findall(r'data-measure="installation[^>]*', text) for text in (before, page)]
    assert done[0] == done[1], "nothing of it counts as done"


def test_area_has_its_own_and_that_of_what_was_merged_into_it(app: Flask, ana: Visitor, carla: Visitor) -> None:
    add_rows(
        app,
        Population(ward_id=WARD_A, neighbourhood_id=AREA_2, group="households", figure=10, as_of=today(), source="x"),
    )
    log_entries(ana, _visit(FULL, "Số 1"), _visit({"internet": False}, "Số 2", AREA_2))
    assert 'data-reviewed="1"' in carla.get(f"/overview/?area={AREA_2}").text
    assert "Đã rà soát 1/10 hộ (10,0%)" in carla.get(f"/overview/?area={AREA_2}").text
    ward = carla.get("/overview/").text
    assert set(re.findall(r'<tr data-area="(\d+)"', ward)) == {str(AREA_1), str(AREA_2)}
    with app.app_context():

        def merge(session: Any) -> None:
            area = session.get_one(Neighbourhood, AREA_1)
            area.merged_into_id, area.valid_to = AREA_2, today() - timedelta(days=1)

        in_transaction(merge)
    page = carla.get(f"/overview/?area={AREA_2}").text
    assert 'data-reviewed="2"' in page
    assert re.findall(r'<tr data-area="(\d+)"', carla.get("/overview/").text) == [str(AREA_2)]


def test_earlier_month_and_a_team_say_nothing_of_today(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, _visit(FULL, "Số 1"))
    assert "data-reviewed" not in carla.get(f"/overview/?month={Month.current().previous()}").text
    assert "data-reviewed" not in carla.get(f"/overview/?area={AREA_1}&month={Month.current().previous()}").text
