"""Steps of the tests of longer reports: a quarter that is over, its report, and what its editions add up to."""

from __future__ import annotations

from flask import Flask

from app.database import reader
from app.month import Month, now
from app.months.part_reading import closings_of_months, log_time
from app.places.models import Ward
from app.reports.document import Document
from app.reports.part_content import part_document
from app.reports.part_request import PartRequest, part_request
from app.year_parts import YearPart
from tests.cast import WARD_A
from tests.months.steps import THIS, figures


def _quarter_before(month: Month) -> YearPart:
    return YearPart.quarter_of(YearPart.quarter_of(month).months[0].previous())


QUARTER = _quarter_before(THIS)
"""The last quarter that is over."""

FIRST, SECOND, THIRD = QUARTER.months


def request_of(part: YearPart, ward_id: int = WARD_A) -> PartRequest:
    """Return the request for a part of a year of a ward, inside a request."""
    ward = reader().get_one(Ward, ward_id)
    time = log_time(reader(), ward, now())
    return part_request(ward, part, time, closings_of_months(reader(), ward.id, part.months))


def part_report(app: Flask, part: YearPart = QUARTER, language: str = "vi") -> Document:
    """Return the report of a part of a year of ward A."""
    with app.test_request_context(f"/?lang={language}"):
        return part_document(reader(), request_of(part))


def summed(app: Flask, measure: str, *months: Month, area: int | None = None) -> int:
    """Return the sum of a measure over the newest editions of some months, as they are stored."""
    total = 0
    for month in months:
        kept = figures(app, month, 0)
        places = [kept] if area is None else [each for each in kept["areas"] if each["id"] == area]
        total += sum(each["measures"].get(measure, [0])[0] for each in places)
    return total
