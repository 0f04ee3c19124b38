"""Makes lists as they come in: .xlsx, .ods and .csv files of a few rows, good ones and hostile ones."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

Cell: TypeAlias = str | int | float | bool | date | None
Rows: TypeAlias = Sequence[Sequence[Cell]]
Merged: TypeAlias = Sequence[tuple[int, int, int, int]]
"""Areas as (first row, first column, last row, last column), from 0."""


def xlsx(sheets: Rows | Mapping[str, Rows], merged: Merged = (), hidden: Sequence[str] = ()) -> BytesIO:
    """Return a workbook as Excel writes it. The areas in ``merged`` are those of each sheet."""
    file = BytesIO()
    workbook = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    is_active = False
    for name, rows in _named(sheets).items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, day)
        for first_row, first_column, last_row, last_column in merged:
            sheet.merge_range(first_row, first_column, last_row, last_column, "")
            value = next(iter(rows[first_row][first_column : first_column + 1]), None)
            _write(sheet, first_row, first_column, value, day)
        if name in hidden:
            sheet.hide()
        elif not is_active:
            # The first sheet is the active one, and that cannot be hidden.
            is_active = True
            sheet.activate()
            sheet.set_first_sheet()
    workbook.close()
    file.seek(0)
    return file


def _write(sheet: Any, row: int, column: int, value: Cell, day: object) -> None:
    match value:
        case None:
            return
        case str():
            sheet.write_string(row, column, value)
        case bool():
            sheet.write_boolean(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, day)
        case _:
            sheet.write_number(row, column, value)


def _named(sheets: Rows | Mapping[str, Rows]) -> Mapping[str, Rows]:
    return sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}


_ODS_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(
    sheets: Rows | Mapping[str, Rows], merged: Merged = (), hidden: Sequence[str] = (), *, is_filled_up: bool = True
) -> BytesIO:
    """Return a workbook as LibreOffice writes it, with each sheet filled up with empty cells to its last one."""
    tables = []
    for name, rows in _named(sheets).items():
        width = max(map(len, rows), default=0)
        fill = f'<table:table-cell table:number-columns-repeated="{16384 - width}"/>' if is_filled_up else ""
        lines = [_ods_row(number, row, width, merged) + fill for number, row in enumerate(rows)]
        body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
        if is_filled_up:
            body += (
                f'<table:table-row table:number-rows-repeated="{1048576 - len(rows)}">'
                '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
            )
        style = "unseen" if name in hidden else "seen"
        tables.append(f'<table:table table:name={quoteattr(name)} table:style-name="{style}">{body}</table:table>')
    return ods_of("".join(tables))


def ods_of(tables: str, manifest: str = "<manifest/>", more: Mapping[str, str] | None = None) -> BytesIO:
    """Return an .ods workbook of the given tables, with ``more`` members."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("seen", "true"), ("unseen", "false"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMESPACES} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return archive({"mimetype": _ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content, **(more or {})})


def _ods_row(number: int, row: Sequence[Cell], width: int, merged: Merged) -> str:
    return "".join(
        _ods_cell(row[column] if column < len(row) else None, _ods_span(number, column, merged))
        for column in range(width)
    )


def _ods_span(row: int, column: int, merged: Merged) -> str | None:
    """Return the attributes of the first cell of a merged area, and ``None`` for a cell that it covers."""
    for first_row, first_column, last_row, last_column in merged:
        if (row, column) == (first_row, first_column):
            rows, columns = last_row - first_row + 1, last_column - first_column + 1
            return f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
        if first_row <= row <= last_row and first_column <= column <= last_column:
            return None
    return ""


def _ods_cell(value: Cell, span: str | None) -> str:
    if span is None:
        return "<table:covered-table-cell/>"
    match value:
        case None:
            return f"<table:table-cell{span}/>"
        case str():
            kind, text = 'office:value-type="string"', value
        case bool():
            kind, text = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"', str(value).upper()
        case date():
            kind, text = f'office:value-type="date" office:date-value="{value}"', f"{value:%d/%m/%Y}"
        case _:
            kind, text = f'office:value-type="float" office:value="{value!r}"', str(value)
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f"<table:table-cell{span} {kind}>{paragraphs}</table:table-cell>"


def csv_of(rows: Rows, separator: str = ",", encoding: str = "utf-8-sig") -> BytesIO:
    """Return a CSV file."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([["" if value is None else value for value in row] for row in rows])
    return BytesIO(text.getvalue().encode(encoding))


def archive(members: Mapping[str, str | bytes]) -> BytesIO:
    """Return a zip archive of the given members."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    file.seek(0)
    return file


def members_of(file: BytesIO) -> dict[str, bytes]:
    """Return the members of a workbook, to be changed and put together again by :func:`archive`."""
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def xlsx_of(sheet_data: str, more: Mapping[str, str | bytes] | None = None) -> BytesIO:
    """Return an .xlsx workbook whose only sheet holds the given XML, with ``more`` members."""
    members: dict[str, str | bytes] = dict(members_of(xlsx([["x"]])))
    members["xl/worksheets/sheet1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet_data}</worksheet>'
    )
    return archive(members | dict(more or {}))
