"""The made-up work of the demonstration: entries, decisions, and the closed month."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.demo.accounts import PASSWORD
from app.demo.units import UNITS
from app.logbook.kinds import KINDS
from app.logbook.models import Companion, Entry, MonthLock, ReviewEvent
from app.logbook.recount import differences
from app.logbook.status import Status
from app.months.models import MonthEdition
from app.places.models import Ward
from app.registry.models import Household, Merchant
from tests.client import Visitor
from tests.demo.steps import LAST, MONTH, count
from tests.overview.page import Page


def test_counters_equal_a_recount(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert list(differences(reader())) == []


def test_demonstration_loads_on_postgresql(on_postgresql: Flask) -> None:
    with on_postgresql.app_context():
        assert list(differences(reader())) == []
        assert count(Ward) == 6
        assert count(Entry) > 100


def test_province_sees_its_two_wards(demonstration: Flask) -> None:
    province = Visitor(demonstration)
    province.sign_in("0900000003", PASSWORD)
    rows = Page(province.get(f"/overview/?month={MONTH}&lang=vi").text).places()
    assert [name.split(" nay là ")[0] for name in rows] == ["Phường Lam Sơn", "Phường Quảng Thắng"]
    assert all(int(row["visit"].split(" / ")[0].replace(".", "")) > 0 for row in rows.values())


def test_entries_are_of_all_kinds_in_all_states_over_three_months(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert set(reader().scalars(sa.select(Entry.kind).distinct())) == set(KINDS)
        assert set(reader().scalars(sa.select(Entry.status).distinct())) == set(Status)
        assert set(reader().scalars(sa.select(Entry.month).distinct())) == {"2026-08", "2026-09", "2026-10"}
        first, last = reader().execute(sa.select(sa.func.min(Entry.happened_on), sa.func.max(Entry.happened_on))).one()
        assert (first.month, last) == (8, LAST)
        assert count(MonthLock, MonthLock.closed_at.is_not(None), MonthLock.month == "2026-08") == len(UNITS)
        assert count(MonthLock, MonthLock.closed_at.is_not(None)) == len(UNITS)
        assert count(MonthEdition, MonthEdition.month == "2026-08", MonthEdition.number == 1) == len(UNITS)
        assert count(MonthEdition) == len(UNITS)
        assert count(Entry, Entry.month == "2026-08", Entry.status.in_([Status.SUBMITTED, Status.RETURNED])) == 0
        for model in (Companion, Household, Merchant):
            assert count(model) > 50
        assert count(ReviewEvent) > count(Entry)


def test_work_of_the_month_is_in_every_ward(demonstration: Flask) -> None:
    with demonstration.app_context():
        by_ward = sa.select(Entry.ward_id, sa.func.count()).where(Entry.month == str(MONTH)).group_by(Entry.ward_id)
        counts = dict(map(tuple, reader().execute(by_ward)))
    assert len(counts) == len(UNITS)
    assert min(counts.values()) >= 20
