"""Different households where some were merged: counted as one wherever they are counted, whatever was merged when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import reader, writer
from app.month import now
from app.registry.models import Household
from app.tally.actions import add_to_counters, clear
from app.tally.compared_months import ComparedMonths
from app.tally.delta import CounterKey, Delta
from app.tally.month_figures import households_by_place
from app.tally.month_queries import households_by_area, households_of_ward
from app.tally.queries import distinct_households_of_wards
from tests.cast import AREA_1, AREA_2, AREA_B, WARD_A, WARD_B
from tests.properties import examples

YEAR = ["2026-09", "2026-10", "2026-11"]
MONTHS = ComparedMonths("2026-11", YEAR, "2026-10", "2025-11")
HOMES = [UUID(int=number) for number in range(1, 8)]


@dataclass(frozen=True)
class Visit:
    month: str
    area: int
    home: UUID
    approved: bool


@dataclass(frozen=True)
class Log:
    """Visits in ward A, what was merged into what, which months are closed, which area was merged into which."""

    visits: list[Visit]
    merged: Mapping[UUID, UUID]
    closed: list[str]
    stands_for: Mapping[int, int]

    def reached(self, months: Collection[str], areas: Collection[int] = (AREA_1, AREA_2)) -> int:
        """Return how many households were reached, counted one by one."""
        return len(
            {
                self.merged.get(visit.home, visit.home)
                for visit in self.visits
                if visit.month in months and visit.area in areas and (visit.approved or visit.month not in self.closed)
            }
        )


@st.composite
def logs(draw: st.DrawFn) -> Log:
    months = st.sampled_from([*YEAR, "2025-11"])
    visit = st.builds(Visit, months, st.sampled_from([AREA_1, AREA_2]), st.sampled_from(HOMES), st.booleans())
    merged = draw(st.dictionaries(st.sampled_from(HOMES[3:]), st.sampled_from(HOMES[:3])))
    closed = draw(st.lists(months, unique=True))
    return Log(draw(st.lists(visit, max_size=25)), merged, closed, draw(st.sampled_from([{}, {AREA_2: AREA_1}])))


def _store(log: Log) -> None:
    delta = Delta()
    for visit in log.visits:
        key = CounterKey(WARD_A, visit.month, date.fromisoformat(f"{visit.month}-15"), visit.area, None, visit.home)
        delta.add(key, {"visit": 1}, approved=visit.approved)
    # The same ids in another ward are other households.
    for home in HOMES:
        key = CounterKey(WARD_B, YEAR[0], date(2026, 9, 15), AREA_B, None, home)
        delta.add(key, {"visit": 1}, approved=False)
    session = writer()
    for ward_id in (WARD_A, WARD_B):
        clear(session, ward_id)
    session.execute(sa.delete(Household))
    add_to_counters(session.connection(), delta)
    for home in HOMES:
        session.add(
            Household(
                ward_id=WARD_A,
                id=home,
                neighbourhood_id=AREA_1,
                label="Số 5",
                folded="so 5",
                created_at=now(),
                merged_into_id=log.merged.get(home),
            )
        )
    session.commit()
    reader().rollback()


@given(log=logs())
@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merged_households_are_counted_as_one(app: Flask, log: Log) -> None:
    with app.app_context():
        _store(log)
        session = reader()
        spans = {"month": ["2026-11"], "previous": ["2026-10"], "year_ago": ["2025-11"], "year_to_date": YEAR}
        for areas in (None, [AREA_2]):
            found = dict(session.execute(households_of_ward(WARD_A, MONTHS, log.closed, areas)).all())
            expected = {span: log.reached(months, areas or (AREA_1, AREA_2)) for span, months in spans.items()}
            assert all(type(number) is int and number == expected[span] for span, number in found.items())
            assert {span for span, number in expected.items() if number} <= found.keys()
        by_area = households_by_place(session.execute(households_by_area(WARD_A, MONTHS, log.closed, log.stands_for)))
        for area, merged in (
            ((AREA_1, (AREA_1, AREA_2)), (AREA_2, ()))
            if log.stands_for
            else (
                (AREA_1, (AREA_1,)),
                (AREA_2, (AREA_2,)),
            )
        ):
            figures = by_area.get(area)
            for span in ("month", "previous", "year_to_date"):
                assert (getattr(figures, span) if figures else 0) == log.reached(spans[span], merged), (area, span)
        pairs = [(WARD_A, month) for month in log.closed]
        of_wards = dict(session.execute(distinct_households_of_wards([WARD_A, WARD_B], YEAR, pairs)).all())
        assert of_wards.get(WARD_A, 0) == log.reached(YEAR)
        assert of_wards[WARD_B] == len(HOMES)
