"""Widths and alignment of the tables whose columns a template makes in a loop: those of the report's annex. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from lxml import etree

from app.reports.document import Annex, Column
from app.reports.word_xml import W

_HEADING_ROWS = 3
_MIN_WIDTH = 765  # twips: what STT needs in bold, with the cell's own edges
_AFTER_ALIGNMENT = frozenset(
    f"{W}{name}"
    for name in (
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
        "divId",
        "cnfStyle",
        "rPr",
        "sectPr",
        "pPrChange",
    )
)
"""Properties of a paragraph that follow its alignment: their order is fixed."""


def fit_table(table: Any, annexes: Sequence[Annex]) -> None:
    """Give a table the widths of the annex whose headings stand in one of its first rows."""
    for row in table.findall(f"{W}tr")[:_HEADING_ROWS]:
        headings = ["".join(cell.itertext(f"{W}t")).strip() for cell in row.findall(f"{W}tc")]
        for annex in annexes:
            if headings == [_normalised(column.heading) for column in annex.columns]:
                _set_column_widths(table, annex.columns)
                _align_cells(table, annex.columns)
                return


def _normalised(heading: str) -> str:
    return unicodedata.normalize("NFC", str(heading)).strip()


def _set_column_widths(table: Any, columns: Sequence[Column]) -> None:
    grid = table.find(f"{W}tblGrid")
    whole = sum(float(each.get(f"{W}w") or 0) for each in grid)
    widths = _column_widths(whole, columns)
    for each in list(grid):
        grid.remove(each)
    for width in widths:
        etree.SubElement(grid, f"{W}gridCol", {f"{W}w": str(width)})
    for row in table.findall(f"{W}tr"):
        place = 0
        for cell in row.findall(f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            if properties is None:
                properties = etree.Element(f"{W}tcPr")
                cell.insert(0, properties)
            span = properties.find(f"{W}gridSpan")
            over = int(span.get(f"{W}val")) if span is not None else 1
            _set_cell_width(properties, sum(widths[place : place + over]))
            place += over


def _column_widths(whole: float, columns: Sequence[Column]) -> list[int]:
    """Return each column's share of a table's width; the narrow ones get enough for their heading."""
    share = whole / sum(column.width for column in columns)
    wide = [column.width for column in columns if column.width * share > _MIN_WIDTH]
    remaining = whole - _MIN_WIDTH * (len(columns) - len(wide))
    of_wide = remaining / sum(wide) if wide else share
    return [round(column.width * of_wide) if column.width * share > _MIN_WIDTH else _MIN_WIDTH for column in columns]


def _set_cell_width(properties: Any, width: int) -> None:
    element = properties.find(f"{W}tcW")
    if element is None:
        # It comes first of all but the conditional formatting.
        element = etree.Element(f"{W}tcW")
        properties.insert(1 if properties.find(f"{W}cnfStyle") is not None else 0, element)
    element.set(f"{W}w", str(width))
    element.set(f"{W}type", "dxa")


def _align_cells(table: Any, columns: Sequence[Column]) -> None:
    """Align the cells of each column as in the report, where the template does not say how."""
    for row in table.findall(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        if len(cells) != len(columns):
            continue
        for cell, column in zip(cells, columns, strict=True):
            for paragraph in cell.findall(f"{W}p"):
                _align_paragraph(paragraph, column.align)


def _align_paragraph(paragraph: Any, side: str) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    if properties.find(f"{W}jc") is None:
        aligned = etree.Element(f"{W}jc", {f"{W}val": side})
        place = next((at for at, each in enumerate(properties) if each.tag in _AFTER_ALIGNMENT), len(properties))
        properties.insert(place, aligned)
