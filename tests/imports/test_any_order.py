"""However a list of households is cut, ordered or repeated, the ward has the same ones; undoing leaves it as it was."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import reader
from app.registry.models import Household
from tests.cast import WARD_A
from tests.imports.household_lists import LIST, TABLES, home
from tests.imports.list_steps import bring_in, plan, rows_of_tables, take_back, verdicts
from tests.properties import examples

_ADDRESSES = [(f"Số {number}, ngõ {lane}", area) for number in (1, 2, 3) for lane in (3, 4) for area in ("1", "2")]
_SPELLINGS = [str.upper, str.lower, lambda text: text.replace(", ", " - "), lambda text: text]
_ROWS = st.lists(st.tuples(st.sampled_from(_ADDRESSES), st.sampled_from(_SPELLINGS)), max_size=20).map(
    lambda found: [home(spelling(address), area) for (address, area), spelling in found]
)


def _stored() -> list[tuple[str, int]]:
    reader().rollback()
    query = sa.select(Household.identity_key, Household.neighbourhood_id).where(Household.ward_id == WARD_A)
    return sorted((key, area) for key, area in reader().execute(query))


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_cut_order_and_repetition_is_the_same_as_once(named_areas: Flask, data: st.DataObject) -> None:
    with named_areas.test_request_context():
        before = rows_of_tables(*TABLES)
        rows = data.draw(_ROWS)
        once = bring_in(LIST, rows)
        expected = _stored()
        take_back(LIST, once)
        assert rows_of_tables(*TABLES) == before
        shuffled = data.draw(st.permutations(rows))
        cut = data.draw(st.integers(0, len(rows)))
        lists = [shuffled[:cut], shuffled[cut:], rows]
        changes = [bring_in(LIST, each, at_once=data.draw(st.integers(1, 7))) for each in lists]
        assert _stored() == expected
        assert set(verdicts(plan(LIST, rows))) <= {"same"}
        for each in reversed(changes):
            take_back(LIST, each)
        assert rows_of_tables(*TABLES) == before
