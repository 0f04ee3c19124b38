"""The month that an author chose is in its own column after upgrading; other entries have none there."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.models import Entry
from app.migrations import upgrade
from tests.migrations.rows import ROWS, all_rows, go_down, go_up, insert_rows, table_of_row

MANY = 1001
"""More than are filled at a time."""


def _entry(number: int, happened_on: date, month: str, **columns: Any) -> dict[str, Any]:
    (_, usual), *_ = ROWS["0006"]
    return {**usual, "id": UUID(int=100 + number), "happened_on": happened_on, "month": month, **columns}


def test_an_upgrade_reads_the_chosen_month_from_month_and_day(empty_app: Flask) -> None:
    for revision in ("0001", "0002"):
        go_up(empty_app, revision)
        insert_rows(empty_app, revision)
    go_up(empty_app, "0022")
    last, first = date(2026, 10, 31), date(2026, 11, 1)
    rows = [
        _entry(1, last, "2026-10"),
        _entry(2, first, "2026-11"),
        _entry(3, last, "2026-11"),
        _entry(4, date(2025, 12, 31), "2026-01", status="void"),
        *(_entry(number, last, "2026-12") for number in range(10, 10 + MANY)),
    ]
    with empty_app.app_context():
        for row in rows[:4]:
            writer().execute(sa.insert(table_of_row("entry", row)).values(row))
        writer().execute(sa.insert(table_of_row("entry", rows[4])), rows[4:])
        writer().commit()
    before = all_rows(empty_app)
    with empty_app.app_context():
        upgrade()
        chosen = dict(reader().execute(sa.select(Entry.id, Entry.count_in)).all())
    expected = [None, None, "2026-11", "2026-01", *["2026-12"] * MANY]
    assert [chosen[row["id"]] for row in rows] == expected
    go_down(empty_app, "0022")
    assert all_rows(empty_app) == before
