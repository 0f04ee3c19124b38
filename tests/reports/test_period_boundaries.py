"""Entries on both sides of the 14th and of the new year stand in one period, and it is the same one everywhere."""

from __future__ import annotations

import csv
import io
from datetime import date

import docx
import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from app.database import reader
from app.logbook.models import Entry
from app.month import Month, today
from app.periods import CALENDAR, Periods
from app.places.report_settings import ANNEXES, ReportSettings
from tests.actions import log_entries
from tests.client import Visitor
from tests.factories import make_entry
from tests.overview.steps import page_of
from tests.reports.steps import annex_of, report_of, set_report_settings
from tests.reports.test_report_periods import choose

pytestmark = pytest.mark.usefixtures("no_flags")

YEAR = today().year - 1
DECEMBER, JANUARY, FEBRUARY = Month(YEAR - 1, 12), Month(YEAR, 1), Month(YEAR, 2)
PEOPLE = {
    date(YEAR - 1, 12, 14): 1,
    date(YEAR - 1, 12, 15): 2,
    date(YEAR - 1, 12, 31): 4,
    date(YEAR, 1, 1): 8,
    date(YEAR, 1, 14): 16,
    date(YEAR, 1, 15): 32,
}
"""The people met on each day: every sum of some of the days is another number."""

MIDDLE = CALENDAR.changed(DECEMBER.previous(), 15)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (CALENDAR, {DECEMBER: 1 + 2 + 4, JANUARY: 8 + 16 + 32, FEBRUARY: 0}),
        (MIDDLE, {DECEMBER: 1, JANUARY: 2 + 4 + 8 + 16, FEBRUARY: 32}),
    ],
    ids=["calendar", "from the 15th"],
)
def test_a_day_stands_in_the_same_period_everywhere(
    app: Flask, ana: Visitor, carla: Visitor, periods: Periods, expected: dict[Month, int]
) -> None:
    choose(app, periods)
    set_report_settings(app, ReportSettings(annexes=ANNEXES))
    log_entries(ana, *(make_entry(happened_on=day.isoformat(), people=people) for day, people in PEOPLE.items()))
    for month, people in expected.items():
        days = {day for day in PEOPLE if periods.of(day) == month}
        assert _stored_days(app, month) == days
        assert _days_of_csv(carla, month) == days
        assert _days_of_workbook(carla, month) == days
        assert page_of(carla, month=month).total("visit.people") == people
        rows = {row.code: row for section in report_of(app, month=month).results for row in section.rows}
        assert rows["visit.people"].period == people if "visit.people" in rows else people == 0
        assert _days_paid(app, month) == len(days)
        if people:
            assert f"{people} lượt người" in _letter(carla, month)


def _stored_days(app: Flask, month: Month) -> set[date]:
    with app.app_context():
        return set(reader().scalars(sa.select(Entry.happened_on).where(Entry.month == str(month))))


def _days_of_csv(visitor: Visitor, month: Month) -> set[date]:
    text = visitor.get(f"/reports/entries.csv?month={month}").data.decode("utf-8-sig")
    return {date.fromisoformat(row["happened_on"]) for row in csv.DictReader(io.StringIO(text, newline=""))}


def _days_of_workbook(visitor: Visitor, month: Month) -> set[date]:
    book = load_workbook(io.BytesIO(visitor.get(f"/reports/entries.xlsx?month={month}&lang=vi").data))
    rows = [[cell.value for cell in row] for sheet in book.worksheets for row in sheet.iter_rows()]
    return {cell.date() for row in rows for cell in row if hasattr(cell, "date") and cell.date() in PEOPLE}


def _letter(visitor: Visitor, month: Month) -> str:
    file = docx.Document(io.BytesIO(visitor.get(f"/reports/month.docx?month={month}&lang=vi").data))
    return "\n".join(each.text for each in file.paragraphs)


def _days_paid(app: Flask, month: Month) -> int:
    rows = annex_of(report_of(app, month=month), "attendance").rows
    return sum(cell for row in rows if row.cells[0] == 1 for cell in row.cells[4:5] if isinstance(cell, int))
