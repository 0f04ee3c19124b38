"""By which day a ward wants a month's report to be due, as its settings say: a pure module."""

from __future__ import annotations

from datetime import date

from app.month import Month
from app.stored_json import StoredObject

REPORT_KEY = "report"
"""Under this name the settings of a ward's report are stored."""

LAST_CUTOFF_DAY = 28
"""Every month has a day of this number."""


def cutoff_day_of(report: StoredObject) -> int | None:
    """Return the day of the next month by which reports are due, from what stands under :data:`REPORT_KEY`."""
    return report.optional_number("cutoff_day", 1, LAST_CUTOFF_DAY)


def due_on(month: Month, cutoff_day: int | None) -> date | None:
    """Return by which day a month's report is due, where the ward has said so."""
    after = month.next()
    return date(after.year, after.number, cutoff_day) if cutoff_day else None
