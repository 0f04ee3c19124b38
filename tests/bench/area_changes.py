"""Changes of areas: how long merging and splitting large ones take, and how long others wait meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.areas.changes import AreaMerge, AreaPart, AreaSplit, ChangeOrder
from app.areas.merge_actions import merge_areas
from app.areas.split_area import split_whole_area, undo_area_change
from app.database import in_transaction, table_of, writer
from app.month import now, today
from app.places.models import Neighbourhood
from app.registry.addresses import label_columns
from app.registry.models import Household, HouseholdSummary
from app.registry.state_actions import recount_states
from tests.bench.province import LARGE_WARD
from tests.bench.report import Budget, Report
from tests.bench.store import Store

HOUSEHOLDS = 5000
MOVED = 4000
RUNS = 3
BUDGET, WAIT = Budget(most=5000), Budget(most=1000)
PAUSE = 0.02
"""The seconds between two writes of others to a household that is moved."""

STATE = {"people_14": 3, "people_18": 2, "people_60": 1, "smartphones": 2, "internet": True, "have": {"vneid_2": 2}}


def measure(report: Report, store: Store, *, quick: bool) -> None:
    """Merge two areas and split one, each with all its households reviewed, and take both back."""
    number = HOUSEHOLDS // 10 if quick else HOUSEHOLDS
    with store.app.app_context():
        areas = _fill(writer(), number)
        writer().commit()
    if store.engine == "postgresql":
        with psycopg.connect(store.url.replace("+psycopg", ""), autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
    report.section(f"Changes of areas, {store.engine}, areas of {number:,} households, all with a state")
    moved = [UUID(int=place + 1) for place in range(number * MOVED // HOUSEHOLDS)]
    parts = AreaSplit(areas[0], [AreaPart("Khu A", moved), AreaPart("Khu B")], remainder=1)
    # The number is read inside: afterwards that would begin another transaction.
    merges = [AreaMerge(areas, "Khu C")]
    work: dict[str, Callable[[], int]] = {
        "merge": lambda: in_transaction(lambda session: merge_areas(session, _order(), merges).number),
        "split": lambda: split_whole_area(_order(), parts),
    }
    for name, change in work.items():
        times: dict[str, list[float]] = {name: [], f"undo the {name}": []}
        waits: list[float] = []
        for _ in range(RUNS):
            with store.app.app_context(), _others(store.app, moved[0], waits):
                start = perf_counter()
                made = change()
                times[name].append((perf_counter() - start) * 1000)
            with store.app.app_context(), _others(store.app, moved[0], waits):
                start = perf_counter()
                undo_area_change(LARGE_WARD, made, None, now())
                times[f"undo the {name}"].append((perf_counter() - start) * 1000)
        for row, found in times.items():
            report.row(row, found, "ms", BUDGET)
        report.row(f"longest write of others during {name} and undo", [max(waits)], "ms", WAIT)


def _order() -> ChangeOrder:
    return ChangeOrder(LARGE_WARD, today(), None, now())


def _fill(session: Session, number: int) -> list[int]:
    """Add two areas with so many households each, all of which have a state; return their ids."""
    if session.connection().dialect.name == "postgresql":
        # The ids of the ward's other areas were given by hand.
        session.execute(sa.text("SELECT setval('neighbourhood_id_seq', max(id)) FROM neighbourhood"))
    areas = [Neighbourhood(ward_id=LARGE_WARD, name=f"Khu {place}") for place in range(2)]
    session.add_all(areas)
    session.flush()
    for place, area in enumerate(areas):
        ids = [UUID(int=place * number + each + 1) for each in range(number)]
        rows = [_household(id, area.id, f"Số {each}, ngõ {each % 40}") for each, id in enumerate(ids)]
        session.execute(sa.insert(table_of(Household)), rows)
        session.execute(sa.insert(table_of(HouseholdSummary)), [_summary(id) for id in ids])
    recount_states(session.connection(), LARGE_WARD)
    return [area.id for area in areas]


def _household(id: UUID, area_id: int, label: str) -> dict[str, Any]:
    of_label = {"label": label, **label_columns(label), "called": ""}
    return {"ward_id": LARGE_WARD, "id": id, "neighbourhood_id": area_id, "created_at": now(), **of_label}


def _summary(id: UUID) -> dict[str, Any]:
    state = {"state": STATE, "state_on": today(), "done": [], "needs_help_at_home": False}
    return {"ward_id": LARGE_WARD, "household_id": id, "visits": 1, "last_on": today(), "last_met": "met", **state}


@contextmanager
def _others(app: Flask, household_id: UUID, waits: list[float]) -> Iterator[None]:
    """Let somebody else write to a household again and again, and note how long each write takes, in milliseconds."""
    is_over = Event()

    def write() -> None:
        mine = Household.ward_id == LARGE_WARD, Household.id == household_id
        change = sa.update(Household).where(*mine).values(called="bà Tư")
        with app.app_context():
            while not is_over.wait(PAUSE):
                start = perf_counter()
                in_transaction(lambda session: session.execute(change))
                waits.append((perf_counter() - start) * 1000)

    thread = Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
