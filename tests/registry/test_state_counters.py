"""Counters of the state of households: equal to a recount, whatever happens to households, summaries and criteria."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.database import writer
from app.month import Month, now
from app.places.actions import store_settings
from app.places.household_criteria import USUAL_CRITERIA, Criterion, Rule
from app.places.models import Ward
from app.registry.models import Household, HouseholdSummary
from app.registry.state_actions import count_states, recount_figures, recount_states, state_differences
from app.registry.state_measures import state_measures
from app.registry.state_models import AreaState, CountedState
from app.registry.state_queries import state_figures_of_areas, state_figures_of_ward
from tests.cast import AREA_1, AREA_2, WARD_A, WARD_B
from tests.properties import examples

HOMES = [UUID(int=number) for number in range(1, 5)]
DAYS = [date(2026, 9, 30), date(2026, 11, 2)]
FULL = {
    "people_14": 3,
    "people_18": 3,
    "people_60": 1,
    "smartphones": 2,
    "internet": True,
    "shares_phone": False,
    "have": {"vneid_2": 3, "health_record": 1, "public_service_account": 1, "payment_account": 3},
}
NO_PHONE: dict[str, Any] = {"smartphones": 0, "internet": False, "people_14": 2, "have": {"vneid_2": 1}}
STATES = [FULL, NO_PHONE, {"internet": True}, None]
CRITERIA = [[], list(USUAL_CRITERIA), [Criterion(Rule.INTERNET)]]

Figures = dict[tuple[int, str], int]


def _add_homes(session: Session) -> None:
    for place, id in enumerate(HOMES):
        area = (AREA_1, AREA_2)[place % 2]
        label = f"Số {place}"
        session.add(
            Household(ward_id=WARD_A, id=id, neighbourhood_id=area, label=label, folded=label, created_at=now())
        )
    session.flush()


def _set_state(session: Session, id: UUID, state: dict[str, Any] | None, on: date) -> None:
    summary = session.get(HouseholdSummary, (WARD_A, id)) or HouseholdSummary(ward_id=WARD_A, household_id=id)
    summary.visits, summary.needs_help_at_home, summary.done = 1, False, []
    summary.state, summary.state_on = state, on if state else None
    session.add(summary)


def _set_criteria(session: Session, criteria: list[Criterion]) -> None:
    store_settings(session.get_one(Ward, WARD_A), criteria=criteria)
    session.flush()
    recount_figures(session.connection(), WARD_A)


def _count(session: Session, *ids: UUID) -> None:
    session.flush()
    count_states(session.connection(), WARD_A, ids or HOMES)


def _counters(session: Session) -> Figures:
    query = sa.select(AreaState.neighbourhood_id, AreaState.measure, AreaState.figure)
    return {(area, measure): figure for area, measure, figure in session.execute(query) if figure}


def _expected(session: Session, criteria: list[Criterion]) -> Figures:
    """Return the counters as the tables say, one household after another."""
    counted: Counter[tuple[int, str]] = Counter()
    for home in session.scalars(sa.select(Household).where(Household.id.in_(HOMES))):
        summary = session.get(HouseholdSummary, (WARD_A, home.id))
        if summary and summary.state and summary.state_on and not home.retired_at and not home.merged_into_id:
            for measure, figure in state_measures(summary.state, Month.of(summary.state_on), criteria).items():
                counted[home.neighbourhood_id, measure] += figure
    return {key: figure for key, figure in counted.items() if figure}


STEPS = st.one_of(
    st.tuples(st.just("state"), st.sampled_from(HOMES), st.sampled_from(STATES), st.sampled_from(DAYS)),
    st.tuples(st.just("move"), st.sampled_from(HOMES), st.sampled_from([AREA_1, AREA_2])),
    st.tuples(st.just("retire"), st.sampled_from(HOMES), st.booleans()),
    st.tuples(st.just("merge"), st.sampled_from(HOMES), st.booleans()),
    st.tuples(st.just("criteria"), st.sampled_from(CRITERIA)),
    st.tuples(st.just("again")),
    st.tuples(st.just("rebuild")),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(40))
@given(st.lists(STEPS, max_size=20))
def test_counters_equal_a_recount_after_any_steps(app: Flask, steps: list[Any]) -> None:
    with app.app_context():
        session = writer()
        _add_homes(session)
        criteria: list[Criterion] = []
        for step, *values in steps:
            match step, values:
                case "state", (id, state, on):
                    _set_state(session, id, state, on)
                    _count(session, id)
                case "move", (id, area):
                    session.get_one(Household, (WARD_A, id)).neighbourhood_id = area
                    _count(session, id)
                case "retire", (id, is_gone):
                    session.get_one(Household, (WARD_A, id)).retired_at = now() if is_gone else None
                    _count(session, id)
                case "merge", (id, is_merged):
                    session.get_one(Household, (WARD_A, id)).merged_into_id = HOMES[0] if is_merged else None
                    _count(session, id)
                case "criteria", (criteria,):
                    _set_criteria(session, criteria)
                case "again", _:
                    _count(session)
                case _:
                    session.flush()
                    recount_states(session.connection(), WARD_A)
        assert _counters(session) == _expected(session, criteria)
        assert not list(state_differences(session.connection(), WARD_A))
        session.rollback()


def test_a_household_is_met_unmet_and_unknown_in_the_counters(app: Flask) -> None:
    with app.app_context():
        session = writer()
        _add_homes(session)
        _set_criteria(session, list(USUAL_CRITERIA))
        for id, state, on in zip(HOMES, STATES, [*DAYS, *DAYS], strict=True):
            _set_state(session, id, state, on)
        _count(session)
        figures = dict(session.execute(state_figures_of_areas(WARD_A, [AREA_1, AREA_2])).all())
        assert (figures["households"], figures["digital"]) == (3, 1)
        assert (figures["month.2026-09"], figures["month.2026-11"]) == (2, 1)
        assert (figures["sum.people_14"], figures["known.people_14"]) == (5, 2)
        assert (figures["sum.have.vneid_2"], figures["known.have.vneid_2"]) == (4, 2)
        assert (figures["sum.smartphones"], figures["with.smartphones"], figures["known.smartphones"]) == (2, 1, 2)
        assert (figures["sum.internet"], figures["known.internet"]) == (2, 3)
        assert (figures["met.everybody_14.vneid_2"], figures["unmet.everybody_14.vneid_2"]) == (1, 1)
        assert (figures["met.internet"], figures["unmet.internet"]) == (2, 1)
        rows = session.execute(state_figures_of_ward(WARD_A)).all()
        assert {measure: figure for area, measure, figure in rows if area is None} == figures
        assert {(area, figure) for area, measure, figure in rows if area and measure == "households"} == {
            (AREA_1, 2),
            (AREA_2, 1),
        }
        assert not session.execute(state_figures_of_ward(WARD_B)).all()
        session.rollback()


def test_a_household_that_goes_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        session = writer()
        _add_homes(session)
        _set_state(session, HOMES[0], FULL, DAYS[0])
        _count(session)
        session.delete(session.get_one(HouseholdSummary, (WARD_A, HOMES[0])))
        _count(session)
        assert _counters(session) == {}
        assert session.scalars(sa.select(CountedState)).all() == []
        session.rollback()


def test_states_that_make_up_for_each_other_are_found(app: Flask) -> None:
    with app.app_context():
        session = writer()
        _add_homes(session)
        # Two homes of one area, so that the sums agree.
        for id, state in ((HOMES[0], FULL), (HOMES[2], NO_PHONE)):
            _set_state(session, id, state, DAYS[0])
        _count(session)
        for id, state in ((HOMES[0], NO_PHONE), (HOMES[2], FULL)):
            session.execute(sa.update(CountedState).where(CountedState.household_id == id).values(state=state))
        lines = list(state_differences(session.connection(), WARD_A))
        assert [line.split(":")[0] for line in lines] == [
            f"counted_state ({WARD_A}, {id})" for id in (HOMES[0], HOMES[2])
        ]
        recount_states(session.connection(), WARD_A)
        assert not list(state_differences(session.connection(), WARD_A))
        session.rollback()


def test_what_does_not_agree_is_found_and_mended(app: Flask) -> None:
    with app.app_context():
        session = writer()
        _add_homes(session)
        _set_state(session, HOMES[0], FULL, DAYS[0])
        _count(session)
        session.execute(sa.update(AreaState).where(AreaState.measure == "households").values(figure=7))
        (line,) = state_differences(session.connection(), WARD_A)
        assert line.endswith("counted 1, kept 7")
        recount_states(session.connection(), WARD_A)
        assert not list(state_differences(session.connection(), WARD_A))
        session.rollback()
