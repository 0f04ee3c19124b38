"""Pages over years of figures: what is read does not grow with the months, and the sums are those of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import reader, writer
from app.extensions import db
from app.logbook.models import MonthLock
from app.month import Month, now
from app.overview.province import province_figures
from app.overview.ward_month import LogSpan, WardMonth
from app.places.models import Population, Ward
from app.tally.closed_figures import store_closed_figures
from app.tally.models import AreaMonth, ClosedFigure
from tests.cast import AREA_1, AREA_2, AREA_C, WARD_A, WARD_C

MONTH = Month(2026, 10)
MEASURES = ("visit", "training", "merchant", "installation.vneid_2.activated", "installation.vneid_2.self_sufficient")
INDICATOR = "eid_account"
AREAS = {AREA_1: WARD_A, AREA_2: WARD_A, AREA_C: WARD_C}


def _back(number: int) -> list[Month]:
    """Return so many months up to one after ``MONTH``, the latest first."""
    months = [MONTH.next()]
    while len(months) < number:
        months.append(months[-1].previous())
    return months


def _fill(number: int, seed: int = 1) -> None:
    """Count something in so many months, of which some are closed."""
    random = Random(seed)
    months = _back(number)
    writer().execute(sa.delete(AreaMonth))
    writer().execute(sa.delete(MonthLock))
    writer().execute(sa.delete(ClosedFigure))
    rows = [
        AreaMonth(
            ward_id=ward,
            month=str(month),
            neighbourhood_id=area,
            measure=measure,
            total=(total := random.randint(1, 50)),
            approved=random.randint(0, total),
        )
        for area, ward in AREAS.items()
        for month in months
        for measure in MEASURES
    ]
    closed = [
        (ward, month)
        for ward in (WARD_A, WARD_C)
        for month in months[2:]
        if (month.year + 7 * month.number + 3 * ward + seed) % 10 < 7
    ]
    writer().add_all([*rows, *(MonthLock(ward_id=ward, month=str(month), closed_at=now()) for ward, month in closed)])
    writer().flush()
    for ward, month in closed:
        store_closed_figures(writer().connection(), ward, str(month))
    writer().commit()


@pytest.fixture
def known(app: Flask) -> Flask:
    """Let both wards have a population, and one a published figure of some years ago and one of this year."""
    with app.app_context():
        for number, ward in enumerate((WARD_A, WARD_C), start=1000):
            for group in ("adults", "residents_14_plus", "residents", "households"):
                id = number * 10 + len(group)
                day = date(2026, 1, 1)
                writer().add(Population(id=id, ward_id=ward, group=group, figure=90_000, as_of=day, source="ví dụ"))
        for id, as_of, numerator in ((1000, date(2024, 3, 31), 100), (1001, date(2026, 6, 30), 200)):
            writer().add(
                Baseline(
                    id=id,
                    ward_id=WARD_A,
                    indicator_code=INDICATOR,
                    as_of=as_of,
                    numerator=numerator,
                    unit_then="",
                    bound=Bound.EXACT,
                    source="ví dụ",
                )
            )
        writer().commit()
    return app


@contextmanager
def counting_rows(app: Flask) -> Iterator[list[int]]:
    """Count how many rows each statement gives that is read meanwhile, by asking the database once more."""
    numbers: list[int] = []

    def after(connection: Any, _cursor: Any, statement: str, parameters: Any, *_others: Any) -> None:
        if statement.startswith("SELECT") and "AS counted_again" not in statement:
            again = f"SELECT count(*) FROM ({statement}) AS counted_again"
            numbers.append(connection.exec_driver_sql(again, parameters).scalar())

    engine = db.get_engine("read")
    sa.event.listen(engine, "after_cursor_execute", after)
    yield numbers
    sa.event.remove(engine, "after_cursor_execute", after)


def _province(month: Month = MONTH) -> Any:
    wards = [reader().get_one(Ward, id) for id in (WARD_A, WARD_C)]
    return province_figures(reader(), wards, month, date(2026, 11, 20))


def _ward(month: Month = MONTH) -> Any:
    return WardMonth(reader(), reader().get_one(Ward, WARD_A), month, date(2026, 11, 20)).covered


def _without_the_locks() -> Any:
    reading = WardMonth(reader(), reader().get_one(Ward, WARD_A), MONTH, date(2026, 11, 20))
    reading.log_span = LogSpan(None, [str(MONTH.previous())])
    return reading.covered


@pytest.mark.parametrize("read", [_province, _without_the_locks])
def test_the_rows_read_do_not_grow_with_the_months(known: Flask, read: Callable[[], Any]) -> None:
    found = []
    for number in (13, 60):
        with known.app_context():
            _fill(number)
            with counting_rows(known) as rows:
                read()
            found.append(rows)
    few, many = found
    # Each statement gives as many rows, but for the one that names the closed months.
    assert sum(before != after for before, after in zip(few, many, strict=True)) <= 1
    assert sum(many) - sum(few) < 2 * (60 - 13)
    assert sum(few) < 500


def _official(ward: int, measures: tuple[str, ...], first: str, last: str) -> int:
    """Add up every row of the counters one by one."""
    closed = {(row.ward_id, row.month) for row in reader().scalars(sa.select(MonthLock)) if row.closed_at is not None}
    rows = reader().scalars(sa.select(AreaMonth).where(AreaMonth.ward_id == ward))
    return sum(
        row.approved if (row.ward_id, row.month) in closed else row.total
        for row in rows
        if row.measure in measures and first <= row.month <= last
    )


ACTIVE = MEASURES[3:]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("month", [MONTH, Month(2026, 1), Month(2026, 6), Month(2024, 2), MONTH.next()])
def test_the_sums_are_those_of_every_month(known: Flask, seed: int, month: Month) -> None:
    with known.app_context():
        _fill(40, seed)
        province = _province(month)
        (column,) = (each for each in province.ratios if each.code == INDICATOR)
        (of_ward,) = (each for each in _ward(month) if each.code == INDICATOR)
        for row, share in zip(province.wards, column.shares, strict=True):
            for cells, first in ((row.period, str(month)), (row.cumulative, f"{month.year}-01")):
                for cell in cells:
                    if cell.measure in MEASURES:
                        assert cell.figure == _official(row.ward.id, (cell.measure,), first, str(month))
            start, after = 0, ""
            if row.ward.id == WARD_A:
                start, after = (200, "2026-07") if month >= Month(2026, 6) else (100, "2024-04")
            if row.ward.id == WARD_A and month < Month(2024, 3):
                assert share.ratio is None
                assert of_ward.today is None
                continue
            expected = start + _official(row.ward.id, ACTIVE, after, str(month))
            assert share.numerator == expected
            if row.ward.id == WARD_A:
                assert of_ward.today is not None
                assert of_ward.today.numerator == expected
