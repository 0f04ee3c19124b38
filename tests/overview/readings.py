"""Results of a month as a page reads them, and the rows that they are made from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import Flask

from app.catalogue.models import Baseline
from app.database import reader
from app.month import Month, today
from app.overview.area_table import AreaTable
from app.overview.read_results import areas_of, team_results, ward_results
from app.overview.results import Result, Section
from app.overview.ward_month import WardMonth
from app.places.models import Population, Ward
from app.targets.models import Target
from tests.cast import WARD_A
from tests.factories import make_entry
from tests.overview.steps import FIRST, THIS


def results_of(reading: WardMonth, team_id: int | None = None) -> list[Section]:
    """Return the results of a ward's month, or of a team's."""
    if team_id is None:
        return ward_results(reading)
    return team_results(reading, team_id, reading.figures_of_team(team_id))


def table_of(reading: WardMonth) -> AreaTable:
    """Return the table of areas of a ward's month."""
    return areas_of(reading, reading.figures_by_area(reading.months, reading.months))


@contextmanager
def reading(app: Flask) -> Iterator[Ward]:
    with app.test_request_context("/?lang=vi"):
        yield reader().get_one(Ward, WARD_A)


def sections(app: Flask, month: Month = THIS, team_id: int | None = None, on: date | None = None) -> list[Section]:
    with reading(app) as ward:
        return results_of(WardMonth(reader(), ward, month, on or today()), team_id)


def by_code(found: list[Section]) -> dict[str, Result]:
    rows = [row for section in found for row in section.rows]
    assert len(rows) == len({row.code for row in rows}), "a row stands twice"
    return {row.code: row for row in rows}


def row(app: Flask, code: str, *args: Any, **kwargs: Any) -> Result:
    return by_code(sections(app, *args, **kwargs))[code]


def table(app: Flask, month: Month = THIS) -> AreaTable:
    with reading(app) as ward:
        return table_of(WardMonth(reader(), ward, month, today()))


def target(number: int, measure: str, figure: int, **rest: Any) -> Target:
    common: dict[str, Any] = {"ward_id": WARD_A, "year": THIS.year, "month": None, "team_id": None}
    return Target(id=FIRST + number, measure=measure, figure=figure, **common | rest)


def baseline(number: int, numerator: int | None, as_of: date | None, **rest: Any) -> Baseline:
    common: dict[str, Any] = {"ward_id": WARD_A, "unit_then": "Phường Quảng Thắng", "source": "bài báo ví dụ"}
    return Baseline(
        id=FIRST + number,
        numerator=numerator,
        as_of=as_of,
        **{"indicator_code": "health_book_in_vneid"} | common | rest,
    )


def population(number: int, figure: int, as_of: date, **rest: Any) -> Population:
    common: dict[str, Any] = {"ward_id": WARD_A, "group": "residents", "source": "dân số ví dụ"}
    return Population(id=FIRST + number, figure=figure, as_of=as_of, **common | rest)


def records(day: date, people: int, **rest: Any) -> dict[str, Any]:
    common = {"service": "health_record", "happened_on": day.isoformat(), "people": people}
    return make_entry("installation", **common | rest)
