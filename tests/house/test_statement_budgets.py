"""The pages of a ward's month read each thing once: so many statements, and none of them twice."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from flask import Flask

from app.database import writer
from app.month import Month
from app.places.models import Neighbourhood
from tests.actions import add_rows, log_entries
from tests.cast import ANA, AREA_1, AREA_2, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import FIELDS, household, make_entry
from tests.house.test_query_counts import give_something_to_reach, statements_for

THIS = Month.current()
HOME = household("Số 3, ngõ 5", "01920000-0000-7000-8000-00000000000b")
BUDGETS = {
    "/overview/": 23,
    f"/overview/?area={AREA_1}": 14,  # Two of them are of the state of its households.
    f"/overview/?team={TEAM_1}": 15,
    "/overview/places": 6,
    "/reports/read": 31,
    "/reports/month.xlsx": 31,
    "/reports/month.docx": 31,
    f"/reports/read?month={THIS.previous()}": 10,
    "/reports/year-part": 30,
    "/reports/year-parts": 5,
    "/reports/quick": 13,
    f"/reports/quick?team={TEAM_1}": 13,
    "/households/": 7,
    "/households/?text=ngõ 5&state=never": 6,
    f"/households/{HOME['id']}": 14,
    "/households/doubles": 9,
    f"/households/walking?team={TEAM_1}": 9,
    "/merchants/": 7,
    "/people/": 9,
    "/people/?text=tổ 1&state=silent": 9,
    f"/people/{ANA}": 11,
    "/people/invitations": 6,
}
"""The most statements of each page, of a month with all that there is to read; the last one is closed."""

BATCHES = {1: 12, 20: 12}
"""The most statements of a batch of so many visits to households that are known; PostgreSQL has one for its locks."""


@pytest.mark.one_engine
def test_each_thing_is_read_once(app: Flask, ana: Visitor, carla: Visitor) -> None:
    before = THIS.previous()
    log_entries(ana, make_entry(happened_on=before.first.isoformat()))
    assert carla.post(f"/reports/months/{before}/close", waiting="1", looked="y").status_code == 302
    late = make_entry(happened_on=before.last.isoformat(), count_in=str(THIS))
    log_entries(ana, late, *(make_entry(kind) for kind in FIELDS), make_entry(household=HOME))
    log_entries(ana, make_entry(household=household("số 3 - ngõ 5")))
    merged = Neighbourhood(id=1000, ward_id=WARD_A, name="Phố cũ", valid_to=before.first, merged_into_id=AREA_2)
    add_rows(app, merged)
    with app.app_context():
        give_something_to_reach(writer())
    for page, most in BUDGETS.items():
        statements = statements_for(app, lambda page=page: carla.http.get(page).get_data())
        twice = [statement for statement, number in Counter(statements).items() if number > 1]
        assert (len(statements) <= most, twice) == (True, []), (
            f"{page}: {len(statements)} statements, these again: {twice}"
        )


def test_a_batch_of_named_visits_takes_few_statements(app: Flask, ana: Visitor) -> None:
    """It is one statement for each table, and three that read: who sends, what it depends on, and what stands there."""
    homes = [household(f"Số {number}, ngõ 5") for number in range(20)]
    log_entries(ana, *(make_entry(household=home) for home in homes))
    with app.app_context():
        locks = int(writer().get_bind().dialect.name == "postgresql")
    for number, most in BATCHES.items():
        send = partial(lambda homes: log_entries(ana, *(make_entry(household=home) for home in homes)), homes[:number])
        statements = [each for each in statements_for(app, send) if not each.startswith("BEGIN")]
        assert len(statements) <= most + locks, f"{number} visits: {len(statements)} statements: {statements}"
