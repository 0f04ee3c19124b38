"""What the log says of households and merchants is there after upgrading: void entries say nothing, merged ones speak
for the one that stays.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.logbook.party_recount import AT_ONCE
from app.logbook.summary_recount import summary_differences
from app.migrations import upgrade
from app.registry.models import HouseholdSummary, MerchantSummary
from tests.migrations.rows import AT, DAY, ROWS, go_up, insert_rows, table_of_row

HOME, DOUBLE, EMPTY, VOID = (UUID(int=number) for number in range(1, 5))
STALL = UUID(int=9)
MANY = AT_ONCE + 1


def _insert(table: str, *rows: dict[str, Any]) -> None:
    for row in rows:
        writer().execute(sa.insert(table_of_row(table, row)).values(row))


def _entry(
    number: int, kind: str = "visit", days: int = 0, status: str = "submitted", **columns: Any
) -> dict[str, Any]:
    (_, usual), *_ = ROWS["0006"]
    return {
        **usual,
        "id": UUID(int=100 + number),
        "kind": kind,
        "status": status,
        "happened_on": DAY + timedelta(days=days),
        **columns,
    }


def _visit(number: int, home: UUID, met: str, days: int = 0, **columns: Any) -> dict[str, Any]:
    return _entry(number, days=days, household_id=home, fields={"met": met, "barrier": "no_sim"}, **columns)


def _help(number: int, visit: int, service: str, outcome: str = "activated", **columns: Any) -> dict[str, Any]:
    fields = {"service": service, "outcome": outcome, "visit": str(UUID(int=100 + visit))}
    return _entry(number, "installation", fields=fields, **columns)


def test_an_upgrade_knows_what_the_log_says(empty_app: Flask) -> None:
    for revision in ("0001", "0002"):
        go_up(empty_app, revision)
        insert_rows(empty_app, revision)
    go_up(empty_app, "0019")
    common = {"ward_id": 1, "neighbourhood_id": 1, "folded": "", "created_at": AT}
    with empty_app.app_context():
        for id, into in ((HOME, None), (DOUBLE, HOME), (EMPTY, None), (VOID, None)):
            _insert("household", {**common, "id": id, "label": "Số 5", "merged_into_id": into})
        _insert("merchant", {**common, "id": STALL, "name": "Quầy 1"})
        _insert(
            "entry",
            _visit(1, HOME, "met"),
            _visit(2, DOUBLE, "absent", days=2),
            _visit(3, HOME, "declined", days=5, status="void"),
            _visit(4, VOID, "met", status="void"),
            _help(5, 1, "etax_mobile", days=-3),
            _help(6, 2, "vneid_2"),
            _help(7, 3, "vneid_1"),
            _help(8, 1, "vssid", "installed"),
            _help(9, 1, "health_record", status="void"),
            _entry(10, "merchant", merchant_id=STALL, fields={"qr_valid": True, "in_use": False}),
        )
        writer().commit()
        upgrade()
    with empty_app.app_context():
        assert list(summary_differences(reader().connection(), 1)) == []
        rows = (
            reader().execute(sa.select(HouseholdSummary.__table__).order_by(HouseholdSummary.household_id)).mappings()
        )
        kept = {row["household_id"]: dict(row) for row in rows}
        home, void, empty = (kept.pop(id) for id in (HOME, VOID, EMPTY))
        stall = reader().execute(sa.select(MerchantSummary.__table__)).mappings().one()
    assert home == {
        "ward_id": 1,
        "household_id": HOME,
        "visits": 2,
        "last_on": DAY + timedelta(days=2),
        "last_entry_id": UUID(int=102),
        "last_met": "absent",
        "met_on": DAY,
        "needs_help_at_home": True,
        "state_on": None,
        "state_entry_id": None,
        "state": None,
        "done": ["etax_mobile", "vneid_2"],
    }
    assert (void["household_id"], void["visits"], void["last_on"], void["done"]) == (VOID, 0, None, [])
    # Its entries were corrected to another one, or it would not be here.
    assert (empty["visits"], empty["last_on"], kept) == (0, None, {})
    assert (stall["entries"], stall["qr_valid"], stall["in_use"]) == (1, True, False)


def test_an_upgrade_reads_some_households_at_a_time(empty_app: Flask) -> None:
    for revision in ("0001", "0002"):
        go_up(empty_app, revision)
        insert_rows(empty_app, revision)
    go_up(empty_app, "0019")
    common = {"ward_id": 1, "neighbourhood_id": 1, "folded": "", "label": "Số 5", "created_at": AT}
    homes = [{**common, "id": UUID(int=number)} for number in range(MANY)]
    visits = [_visit(number, UUID(int=number), "met") for number in range(MANY)]
    with empty_app.app_context():
        writer().execute(sa.insert(table_of_row("household", homes[0])), homes)
        writer().execute(sa.insert(table_of_row("entry", visits[0])), visits)
        writer().commit()
        upgrade()
    with empty_app.app_context():
        count = sa.select(sa.func.count(), sa.func.sum(HouseholdSummary.visits)).select_from(HouseholdSummary)
        assert tuple(reader().execute(count).one()) == (MANY, MANY)
