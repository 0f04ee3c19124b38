"""The workbook of a month, downloaded and read back with openpyxl."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.cast import MARKET_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.overview.steps import THIS

WARD_SHEETS = ["Phụ lục I", "Phụ lục II", "Phụ lục IIIa", "Phụ lục IIIb"]
TEAM_SHEETS = ["Phụ lục I", "Phụ lục IIa", "Phụ lục IIb"]


def download(visitor: Visitor, query: str = "", month: Any = THIS, language: str = "vi") -> Workbook:
    response = visitor.get(f"/reports/month.xlsx?month={month}&lang={language}{query}")
    assert response.status_code == 200
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return load_workbook(io.BytesIO(response.data))


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """Return the rows beneath the headings, up to the first empty line, by heading."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] in {"STT", "No."})
    found = []
    for row in rows[start + 1 :]:
        if not any(value is not None for value in row):
            break
        found.append(dict(zip(map(str, rows[start]), row, strict=True)))
    return found


def results(book: Workbook) -> dict[str, dict[str, Any]]:
    rows = [row for row in table(book["Phụ lục I"]) if isinstance(row["STT"], int)]
    assert len(rows) == len({row["Nội dung"] for row in rows})
    return {row["Nội dung"]: row for row in rows}


def areas(book: Workbook) -> dict[str, dict[str, Any]]:
    return {row["Tổ dân phố"]: row for row in table(book["Phụ lục II"])}


def one_of_each(**common: Any) -> list[dict[str, Any]]:
    return [
        make_entry(household=household(), people=3, **common),
        make_entry("installation", people=4, **common),
        make_entry("training", attendees=1500, women=800, elderly=20, **common),
        make_entry("merchant", place=MARKET_A, **common),
    ]
