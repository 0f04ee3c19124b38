"""The registry: how long the list, a search and the doubles of a ward with very many households take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa

from app.database import table_of, writer
from app.month import now
from app.places.models import Neighbourhood
from app.registry.addresses import label_columns
from app.registry.doubles import equal_pairs, similar_pairs
from app.registry.models import Household
from app.registry.search import matching
from tests.bench.province import LARGE_WARD
from tests.bench.report import Budget, Report
from tests.bench.store import Store

HOUSEHOLDS = 100_000
BUDGET = Budget(most=200)
RUNS = 5
PAGE = 50
MOST_COUNTED = 1001
TEXTS = {
    "a house": "43/3",
    "an alley": "ngõ 3",
    "a street": "dien bien",
    "nothing": "khong co gi het",
    "what nearly all have": "so",
}
_STREETS = ("Điện Biên", "Lê Lợi", "Trần Phú", "Hùng Vương", "Đội Cấn", "Lý Thường Kiệt")


def measure(report: Report, store: Store, *, quick: bool) -> None:
    """Fill a ward with households, and ask what the pages of its list ask."""
    number = HOUSEHOLDS // 10 if quick else HOUSEHOLDS
    with store.app.app_context():
        areas = writer().scalars(sa.select(Neighbourhood.id).where(Neighbourhood.ward_id == LARGE_WARD)).all()
        writer().execute(sa.insert(table_of(Household)), list(_rows(number, areas)))
        writer().commit()
    if store.engine == "postgresql":
        with psycopg.connect(store.url.replace("+psycopg", ""), autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
    report.section(f"Registry, {store.engine}, {number:,} households in {len(areas)} areas of a ward, time of queries")
    with store.app.app_context():
        for name, query in _queries():
            report.row(name, _timed(query), "ms", BUDGET)


def _queries() -> Iterator[tuple[str, sa.Select[Any]]]:
    ids = sa.select(Household.id)
    order = Household.neighbourhood_id, Household.identity_key, Household.id
    stands = Household.merged_into_id.is_(None), Household.retired_at.is_(None)
    yield "list, first page", ids.where(Household.ward_id == LARGE_WARD, *stands).order_by(*order).limit(PAGE)
    for name, text in TEXTS.items():
        found = ids.where(*matching(Household, LARGE_WARD, text), *stands)
        yield f"search: {name}", found.order_by(*order).limit(MOST_COUNTED)
    yield "doubles: equal", equal_pairs(Household, LARGE_WARD, None, {}).limit(MOST_COUNTED)
    yield "doubles: similar", similar_pairs(Household, LARGE_WARD, None, {}).limit(MOST_COUNTED)


def _timed(query: sa.Select[Any]) -> list[float]:
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        writer().execute(query).all()
        times.append((perf_counter() - start) * 1000)
    return times


def _rows(number: int, areas: list[int]) -> Iterator[dict[str, Any]]:
    """Make households as wards have them: most with an alley, a few twice, some written in two ways."""
    rng = random.Random(number)
    house = alley = 0
    area, street = areas[0], _STREETS[0]
    for place in range(number):
        is_double = rng.random() < 0.02
        if not is_double:
            area, street = rng.choice(areas), rng.choice(_STREETS)
            house, alley = rng.randint(1, 150), rng.randint(1, 25)
        label = f"{house}/{alley} {street}" if rng.random() < 0.1 else f"Số {house}, ngõ {alley} {street}"
        yield {
            "ward_id": LARGE_WARD,
            "id": UUID(int=place + 1),
            "neighbourhood_id": area,
            "label": label,
            **label_columns(label),
            "called": "",
            "created_at": now(),
        }
