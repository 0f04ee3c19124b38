"""SQLite finds what a batch reads by its indexes: a log grows, and it is not gone through for one entry."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask

from tests.client import Visitor
from tests.factories import edited, household, make_entry
from tests.logbook.flag_steps import set_flags
from tests.query_plans import Plan, recorded, steps_through

LARGE = {"entry", "household", "merchant", "companion", "review_event", "visit"}
"""The tables that grow with the log."""


def _is_scan(step: str, _plan: Plan) -> bool:
    return step.startswith("SCAN") or "(ward_id=?)" in step


def test_a_batch_goes_through_no_large_table(sqlite_app: Flask) -> None:
    ana = Visitor(sqlite_app, "ana")
    known, stall = household("Số 1"), {"id": str(uuid4()), "name": "Quầy 1"}
    visit = make_entry(household=known)
    ana.sync(visit, make_entry("merchant", merchant=stall))
    batch = [
        make_entry(household=known),
        make_entry(household=household("Số 2")),
        make_entry("installation", visit=visit["id"]),
        make_entry("merchant", merchant=stall),
    ]
    with recorded(sqlite_app) as statements:
        assert {receipt["outcome"] for receipt in ana.sync(*batch)} == {"stored"}
        assert ana.sync(edited(visit, note="sửa"))[0]["outcome"] == "stored"
    assert len(statements) > 10
    assert steps_through(sqlite_app, statements, LARGE, _is_scan) == []


def test_what_was_recorded_at_once_is_found_in_an_index(sqlite_app: Flask) -> None:
    """A member may log hundreds of entries in a week; the rows of those of other minutes are not read."""
    set_flags(sqlite_app, in_a_rush={"on": True, "threshold": 10})
    ana = Visitor(sqlite_app, "ana")
    with recorded(sqlite_app) as statements:
        ana.sync(make_entry(household=household("Số 1")))
    nearby = [each for each in statements if "recorded_at DESC" in each[0]]
    assert len(steps_through(sqlite_app, nearby, {"entry"}, _is_by_moment)) == 1


def _is_by_moment(step: str, _plan: Plan) -> bool:
    return "received_at_recorded_at (ward_id=? AND member_id=? AND happened_on>? AND happened_on<?)" in step
