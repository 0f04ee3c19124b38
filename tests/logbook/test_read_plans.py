"""SQLite finds what pages ask of the log by its indexes: a page shows some of it, and the log grows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.month import Month, today
from tests.actions import add_rows, log_entries
from tests.cast import AREA_1, TEAM_1
from tests.client import Visitor
from tests.events.rows import campaign_row
from tests.factories import household, make_entry
from tests.query_plans import Plan, recorded, steps_through

LOG = {"entry", "companion", "review_event"}
FEW = ("USING INDEX ix_entry_ward_id_month (", "USING INDEX ix_entry_ward_id_member_id (")
"""Indexes that hold only what was refused."""

ALL_OF_IT = ("(ward_id=?)", "(ward_id=? AND month=?)", "(ward_id=? AND team_id=?)", "(ward_id=? AND member_id=?)")
"""What a ward ever logged, or in a month, and what a team or a person ever did."""

PREVIOUS = str(Month.current().previous())


def _goes_through(step: str, plan: Plan) -> bool:
    """Return whether a step reads more of the log than is shown; a list in the order of its index ends where its page
    does.
    """
    if step.startswith("SCAN"):
        return True
    is_list = "ix_entry_ward_id_month_happened_on_id_neighbourhood_id (ward_id=? AND month=?)" in step and plan == [
        step
    ]
    return any(step.endswith(each) for each in ALL_OF_IT) and not is_list and not any(few in step for few in FEW)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("ana", "/api/v1/mine?form=2"),
        ("ana", "/overview/"),
        ("ana", "/overview/entries"),
        ("leo", "/overview/"),
        ("leo", "/overview/entries"),
        ("leo", "/review/"),
        ("carla", "/overview/"),
        ("carla", f"/overview/?month={PREVIOUS}"),
        ("carla", f"/overview/?team={TEAM_1}"),
        ("carla", f"/overview/?area={AREA_1}"),
        ("carla", "/overview/entries"),
        ("carla", "/overview/entries?kind=visit"),
        ("carla", f"/overview/entries?team={TEAM_1}"),
        ("carla", f"/overview/entries?area={AREA_1}"),
        ("carla", f"/overview/entries?area={AREA_1}&team={TEAM_1}"),
        ("carla", "/review/"),
        ("carla", "/review/returned"),
        ("carla", "/people/"),
        ("carla", "/households/"),
        ("carla", "/reports/quick"),
        ("carla", "/campaigns/1"),
        ("leo", "/campaigns/1"),
        ("leo", "/reports/quick"),
        ("eva", "/overview/"),
    ],
)
def test_a_page_goes_through_no_more_of_the_log_than_it_shows(sqlite_app: Flask, name: str, path: str) -> None:
    log_entries(Visitor(sqlite_app, "ana"), make_entry(household=household("Số 1")), make_entry("training"))
    days = {"first_day": today() - timedelta(days=15), "last_day": today() + timedelta(days=14)}
    add_rows(sqlite_app, campaign_row(1, **days))
    reader = Visitor(sqlite_app, name)
    with recorded(sqlite_app) as statements:
        assert reader.get(path).status_code == 200
    assert len(statements) > 3
    assert steps_through(sqlite_app, statements, LOG, _goes_through) == []


def test_a_file_of_a_month_begins_before_the_month_is_read(sqlite_app: Flask) -> None:
    carla = Visitor(sqlite_app, "carla")
    with recorded(sqlite_app) as statements:
        assert carla.get("/reports/entries.csv").status_code == 200
    assert (
        steps_through(sqlite_app, statements, LOG, lambda _step, plan: any("TEMP B-TREE" in each for each in plan))
        == []
    )


def test_a_queue_of_a_team_is_read_by_its_ids(sqlite_app: Flask) -> None:
    """However many of them a page shows."""
    log_entries(Visitor(sqlite_app, "ana"), *(make_entry(people=number) for number in range(1, 21)))
    leader = Visitor(sqlite_app, "leo")
    with recorded(sqlite_app) as statements:
        assert leader.get("/review/").status_code == 200
    assert steps_through(sqlite_app, statements, LOG, _goes_through) == []
