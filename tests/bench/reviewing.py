"""Reviewing: how long the server takes over the queue when very much waits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa

from app.database import table_of, writer
from app.logbook.models import Entry
from app.logbook.status import Status
from tests.bench.province import LARGE_WARD, PASSWORD
from tests.bench.reading import print_timed, timed
from tests.bench.report import Budget, Report
from tests.bench.store import Store
from tests.client import Visitor

FLAG = "household_elsewhere"
NOTES = (
    "Nhà có hai cụ cao tuổi, hẹn quay lại vào tối thứ bảy cùng con gái.",
    "Còn thiếu sổ sức khỏe điện tử.",
    "Máy hết dung lượng, hẹn lần sau.",
)
SHARES = {"flagged": 0.15, "noted": 0.25, "returned": 0.02}
BUDGET = Budget(most=200)
PATHS = {
    "queue": "/review/",
    "queue of a team": "/review/?team=7",
    "queue of a neighbourhood": "/review/?area=7",
    "queue of a kind": "/review/?kind=merchant",
    "queue with a flag": f"/review/?flag={FLAG}",
    "queue of a member": "/review/?member=30",
    "queue of days long ago": "/review/?last=2020-01-01",
    "search: many notes": "/review/?text=thu bay",
    "search: few doors": "/review/?text=so 151, ngo 3",
    "search: nothing": "/review/?text=khong co gi het",
    "returned entries": "/review/returned",
    "drawing a sample": "/review/sample",
}


def prepare(store: Store) -> None:
    """Let what the large ward logged wait as in life: some of it flagged, some with a note, some returned."""
    rng = random.Random(LARGE_WARD)
    table = table_of(Entry)
    with store.app.app_context():
        connection = writer().connection()
        ids = sorted(connection.scalars(sa.select(table.c.id).where(table.c.ward_id == LARGE_WARD)))
        rng.shuffle(ids)
        set_one = sa.update(table).where(table.c.ward_id == LARGE_WARD, table.c.id == sa.bindparam("_id"))
        connection.execute(sa.update(table).where(table.c.ward_id == LARGE_WARD).values(flags=[], is_clear=True))
        flagged, noted, returned = _parts(ids)
        changes: list[tuple[list[UUID], dict[str, Any]]] = [
            (flagged, {"flags": [FLAG], "is_clear": False}),
            *((noted[number :: len(NOTES)], {"note": note}) for number, note in enumerate(NOTES)),
            (returned, {"status": Status.RETURNED}),
        ]
        for part, values in changes:
            connection.execute(set_one.values(**values), [{"_id": id} for id in part])
        writer().commit()
    if store.engine == "postgresql":
        with psycopg.connect(store.url.replace("+psycopg", ""), autocommit=True) as server:
            server.execute("VACUUM ANALYZE")


def _parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    for share in SHARES.values():
        number = round(len(ids) * share)
        yield ids[:number]
        ids = ids[number:]


def measure(report: Report, store: Store, waiting: int) -> None:
    """Print how long each page of the review takes with so many entries ``waiting``."""
    prepare(store)
    visitor = Visitor(store.app)
    visitor.sign_in(store.users.coordinator_phone, PASSWORD)
    report.section(f"Reviewing, {store.engine}, {waiting:,} entries waiting, server time")
    for name, path in PATHS.items():
        print_timed(report, name, timed(store, visitor, path, 302 if "sample" in path else 200), BUDGET)
