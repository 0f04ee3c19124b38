"""What the tests of the pages do again and again: log, put rows in place, open a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.month import Month
from app.places.models import Population
from tests.cast import AREA_1, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.overview.page import Page

THIS = Month.current()
FIRST = 1000
"""The cast has its ids from 1 on; what is added here must not meet them."""


def page_of(visitor: Visitor, path: str = "/overview/", month: Month = THIS) -> Page:
    """Open a page of a month and read it."""
    response = visitor.get(f"{path}{'&' if '?' in path else '?'}month={month}&lang=vi")
    assert response.status_code == 200, path
    return Page(response.text)


FEBRUARY, MARCH = Month(2025, 2), Month(2025, 3)


def households_row(number: int, figure: int, area: int | None, ward: int = WARD_A) -> Population:
    return Population(
        id=FIRST + number,
        ward_id=ward,
        neighbourhood_id=area,
        group="households",
        figure=figure,
        as_of=date(2025, 1, 1),
        source="ví dụ",
    )


def visit_to(household: dict[str, str], day: str, area: int = AREA_1) -> dict[str, Any]:
    return make_entry(household=household, happened_on=day, neighbourhood=area)


def columns_of(row: Population) -> dict[str, Any]:
    return {key: value for key, value in vars(row).items() if not key.startswith("_")}
