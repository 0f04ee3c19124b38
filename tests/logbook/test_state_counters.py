"""The counters of the state of households follow the log: entries, edits, withdrawals, decisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask

from app.database import reader
from app.logbook.recount import differences
from app.logbook.status import Action
from app.month import today
from app.registry.state_queries import state_figures_of_areas
from tests.actions import log_entries, review_entries
from tests.cast import AREA_1, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry

STATE = {"people_14": 3, "smartphones": 2, "internet": True, "have": {"vneid_2": 1}}


def _figures(app: Flask) -> dict[str, int]:
    with app.app_context():
        assert not list(differences(reader()))
        found = reader().execute(state_figures_of_areas(WARD_A, [AREA_1]))
        return {measure: figure for measure, figure in found if figure}


def _visit(home: Any, state: Any = None, days_ago: int = 0) -> dict[str, Any]:
    day = today() - timedelta(days=days_ago)
    return {**make_entry(household=home, state=state, happened_on=day.isoformat()), "form": 2}


def test_newest_state_of_a_household_counts_once(app: Flask, ana: Visitor) -> None:
    home = household()
    first = _visit(home, STATE, days_ago=2)
    log_entries(ana, first)
    assert (_figures(app)["households"], _figures(app)["sum.have.vneid_2"]) == (1, 1)
    log_entries(ana, _visit(home), _visit(home, {**STATE, "have": {"vneid_2": 3}}, days_ago=1))
    assert (_figures(app)["households"], _figures(app)["sum.have.vneid_2"]) == (1, 3)
    log_entries(ana, _visit(household("Số 9"), {"internet": False}))
    assert (_figures(app)["households"], _figures(app)["sum.internet"], _figures(app)["known.internet"]) == (2, 1, 2)


def test_what_does_not_count_any_more_leaves_the_counters(app: Flask, ana: Visitor) -> None:
    home = household()
    first, second = _visit(home, STATE, days_ago=2), _visit(home, {**STATE, "smartphones": 5})
    log_entries(ana, first)
    log_entries(ana, second)
    assert _figures(app)["sum.smartphones"] == 5
    review_entries(app, Action.VOID, second, reason="duplicate")
    assert _figures(app)["sum.smartphones"] == 2
    edited = {**first, "revision": 2, "fields": {**first["fields"], "state": {"smartphones": 1}}}
    log_entries(ana, edited)
    assert (_figures(app)["sum.smartphones"], _figures(app).get("sum.people_14", 0)) == (1, 0)
    log_entries(ana, {**edited, "revision": 3, "fields": {**edited["fields"], "withdrawn": True}})
    assert _figures(app) == {}
