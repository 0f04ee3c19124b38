"""Steps of the tests of the quick report: it is asked for on a page, and its figures are read."""

from __future__ import annotations

from datetime import date

from flask import Flask

from app.database import reader
from app.month import now
from app.places.models import Ward
from app.reports.quick_content import QuickReport, quick_report
from app.reports.quick_request import requested_quick_report
from app.reports.report_request import RequestedPlace
from tests.cast import WARD_A


def quick_of(
    app: Flask, first: date, last: date, *, team: int | None = None, ward: int = WARD_A, language: str = "vi"
) -> QuickReport:
    """Return the quick report of some days of a ward, or of one of its teams."""
    address = f"/reports/quick?from={first}&to={last}&lang={language}"
    with app.test_request_context(address):
        place = RequestedPlace(reader().get_one(Ward, ward), team, "Tổ 1" if team else "", is_own=False)
        return quick_report(reader(), requested_quick_report(reader(), place))


def figures_of(report: QuickReport) -> dict[str, tuple[int, int]]:
    """Return the figures of the days and of the year by the name of their row."""
    return {row.name: (row.in_days, row.in_year) for row in report.rows}


def in_days(report: QuickReport) -> dict[str, int]:
    """Return the figures of the days that are not 0, by the name of their row."""
    return {row.name: row.in_days for row in report.rows if row.in_days}


def made_at(report: QuickReport) -> date:
    """Return the day on which a report was made."""
    assert report.request.at <= now()
    return report.request.today
