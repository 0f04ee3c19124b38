"""The figures of a ward as its coordinator sees them: on the page, in the log and in the workbook."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import openpyxl
from playwright.sync_api import BrowserContext

from app.month import Month


@dataclass(frozen=True)
class Figures:
    """What the ward sees at one moment: its page, its log and its workbook."""

    shown: dict[str, int]
    rows: dict[str, dict[str, str]]
    workbook: list[int]

    def in_log(self, kind: str) -> int:
        """Return how many rows of a kind the log counts."""
        return sum(row["kind"] == kind and row["status"] != "void" for row in self.rows.values())


_READ_FIGURES = """() => [...document.querySelectorAll("[data-measure]")].flatMap((row) => {
  const cell = row.matches("[data-period]") ? row : row.querySelector("[data-period]");
  return cell ? [[row.dataset.measure, Number(cell.dataset.period)]] : [];
})"""
"""Returns the figure of each measure on the page, in its order; the ward's totals come first."""


def ward_figures(ward: BrowserContext) -> Figures:
    """Return the figures of the running month as the coordinator sees them."""
    month = Month.current()
    page = ward.new_page()
    page.goto("/overview/")
    shown = dict(reversed(page.evaluate(_READ_FIGURES)))
    page.close()
    log = ward.request.get(f"/reports/entries.csv?month={month}")
    assert log.ok
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(log.body().decode("utf-8-sig")))}
    workbook = ward.request.get(f"/reports/month.xlsx?month={month}")
    assert workbook.ok
    return Figures(shown, rows, _numbers(workbook.body()))


def _numbers(workbook: bytes) -> list[int]:
    """Return every whole number of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=True)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return sorted(cell for cell in cells if isinstance(cell, int) and not isinstance(cell, bool))
