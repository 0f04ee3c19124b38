"""What a ward chose of an indicator goes to what counts it now: a target whose place is taken stays where it was."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.migrations import upgrade
from tests.migrations.rows import go_down, go_up, insert_rows

_TARGET = sa.table("target", *map(sa.column, ("id", "ward_id", "measure", "year", "month", "figure")))
_WARD = sa.table("ward", sa.column("id"), sa.column("settings", sa.JSON))


def _target(number: int, measure: str, month: str | None = None) -> dict[str, Any]:
    return {"id": 10 + number, "ward_id": 1, "measure": measure, "year": 2026, "month": month, "figure": 100 + number}


def _read(app: Flask) -> tuple[dict[int, str], Any]:
    with app.app_context():
        targets = reader().execute(sa.select(_TARGET.c.id, _TARGET.c.measure).where(_TARGET.c.id > 10))
        return dict(targets.all()), reader().scalar(sa.select(_WARD.c.settings).where(_WARD.c.id == 1))  # type: ignore[arg-type]


def test_targets_and_denominators_go_to_what_counts_them(empty_app: Flask) -> None:
    for revision in ("0001", "0002", "0003"):
        go_up(empty_app, revision)
        insert_rows(empty_app, revision)
    go_up(empty_app, "0021")
    chosen = {"health_record": "adults", "payment_account": "adults"}
    with empty_app.app_context():
        rows = [
            _target(1, "health_record"),
            _target(2, "health_record", "2026-11"),
            _target(3, "cashless_street_merchants"),
            _target(4, "cashless_street_merchants", "2026-11"),
            _target(5, "merchant", "2026-11"),
            _target(6, "eid_account"),
        ]
        writer().execute(sa.insert(_TARGET), rows)
        writer().execute(sa.update(_WARD).values(settings={"location": True, "age_bases": chosen}))
        writer().commit()
        upgrade()
    targets, settings = _read(empty_app)
    assert targets == {
        11: "health_book_in_vneid",
        12: "health_book_in_vneid",
        13: "merchant",
        14: "cashless_street_merchants",
        15: "merchant",
        16: "eid_account",
    }
    moved = {"health_book_in_vneid": "adults", "payment_account": "adults"}
    assert settings == {"location": True, "age_bases": moved}
    go_down(empty_app, "0021")
    targets, settings = _read(empty_app)
    assert (targets[11], targets[13], settings["age_bases"]) == ("health_record", "merchant", chosen)
