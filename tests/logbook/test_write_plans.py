"""SQLite finds what a batch reads by its indexes: a log grows, and it is not gone through for one entry."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask

from tests.client import Visitor
from tests.factories import edited, household, make_entry
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
