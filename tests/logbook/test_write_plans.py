"""SQLite finds what a batch reads by its indexes: a log grows, and it is not gone through for one entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.extensions import db
from tests.client import Visitor
from tests.factories import edited, household, make_entry

LARGE = {"entry", "household", "merchant", "companion", "review_event", "visit"}
"""The tables that grow with the log, as statements call them; one that has a table twice adds a number."""

Statement = tuple[str, Any]


@contextmanager
def _recorded(app: Flask) -> Iterator[list[Statement]]:
    """Collect the statements that one execution sends, with their values."""
    statements: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if not many:
            statements.append((statement, values))

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    yield statements
    for engine in engines:
        sa.event.remove(engine, "before_cursor_execute", note)


def _scans(app: Flask, statements: list[Statement]) -> list[str]:
    """Return the steps that go through a large table, or through all that a ward has in it."""
    found = []
    with app.app_context():
        connection = reader().connection()
        for statement, values in statements:
            if statement.lstrip().startswith(("SELECT", "WITH")):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                steps = [row[3] for row in plan]
                found += [step for step in steps if _is_of_large_table(step) and _is_scan(step)]
    return found


def _is_of_large_table(step: str) -> bool:
    return step.split()[1].rstrip("_0123456789") in LARGE


def _is_scan(step: str) -> bool:
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
    with _recorded(sqlite_app) as statements:
        assert {receipt["outcome"] for receipt in ana.sync(*batch)} == {"stored"}
        assert ana.sync(edited(visit, note="sửa"))[0]["outcome"] == "stored"
    assert len(statements) > 10
    assert _scans(sqlite_app, statements) == []
