"""Sheets as a file holds them, from Python's own values, and two kinds of list that stand for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.imports.list_kind import KindColumn, ListCode, ValueType
from app.imports.sheets import EMPTY_CELL, CellType, ListCell, ListSheet

Typed = ListCell | str | int | float | date | None


def cell(value: Typed) -> ListCell:
    """Return the cell that holds a value: a string is a text, a day one that the spreadsheet knows as such."""
    match value:
        case ListCell():
            return value
        case None:
            return EMPTY_CELL
        case bool():
            return ListCell(CellType.YES_NO, str(value).lower())
        case int() | float():
            return ListCell(CellType.NUMBER, repr(value))
        case date():
            return ListCell(CellType.DAY, value.isoformat())
    return ListCell(CellType.TEXT, value)


def sheet(
    rows: Sequence[Sequence[Typed]], merged: Sequence[tuple[int, int, int, int]] = (), name: str = "Sheet1"
) -> ListSheet:
    """Return a sheet of rows."""
    return ListSheet(name, [[cell(value) for value in row] for row in rows], merged)


class ExampleKind:
    """A kind of list as far as reading a sheet needs it."""

    at_once = 1

    def __init__(self, code: ListCode, *columns: KindColumn) -> None:
        self.code = code
        self.name = code.value
        self.columns = columns


PEOPLE = ExampleKind(
    ListCode.PEOPLE,
    KindColumn("name", "Họ và tên", ("ho va ten", "ho ten", "full name", "name"), is_needed=True, longest=100),
    KindColumn("phone", "Số điện thoại", ("so dien thoai", "phone"), ValueType.PHONE, is_needed=True),
    KindColumn("role", "Chức danh", ("chuc danh", "chuc vu", "role")),
    KindColumn("team", "Tổ", ("to", "ten to", "to cong nghe so", "team")),
)
FIGURES = ExampleKind(
    ListCode.POPULATIONS,
    KindColumn("area", "Khu dân cư", ("khu dan cu", "khu pho", "to dan pho", "area", "neighbourhood"), is_needed=True),
    KindColumn("households", "Số hộ", ("so ho", "households"), ValueType.FIGURE, is_needed=True),
    KindColumn("people", "Số nhân khẩu", ("so nhan khau", "nhan khau", "people"), ValueType.FIGURE),
    KindColumn("share", "Tỷ lệ", ("ty le", "share"), ValueType.PERCENT),
    KindColumn("month", "Tháng", ("thang", "month"), ValueType.MONTH),
    KindColumn("as_of", "Tính đến ngày", ("tinh den ngay", "ngay", "as of"), ValueType.DAY),
    KindColumn("poor", "Hộ nghèo", ("ho ngheo", "poor"), ValueType.YES_NO),
)
