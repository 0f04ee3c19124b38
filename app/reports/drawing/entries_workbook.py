"""``entries.xlsx``: the log of a month in the reader's words, one row per entry, written to a file as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from app.logbook.kinds import KINDS
from app.logbook.wording import wording_of
from app.month import Month
from app.one_at_a_time import OneAtATime
from app.period_words import period
from app.permissions import Holder
from app.places.models import Ward
from app.reports.drawing.listed_columns import ListedColumn, listed_columns
from app.reports.drawing.workbook import A4, wrapped_line_count
from app.reports.exported_entries import ExportedEntry, exported_entries, ward_names
from app.reports.page_layout import AUTHOR, FONT
from app.text import sheet_text

MOST_ROWS = 1_048_575
"""The most entries of a sheet: it has one row more, for the headings. What goes beyond begins another sheet."""

WRITING = OneAtATime()
"""The workbook of a large month takes a processor for as long as it is written."""

_SIZE = 11
_LINE = 15.0  # points that a line of a heading takes: no program makes a row of another's file as high as its text


def entries_workbook(session: Session, holder: Holder, ward: Ward, month: Month) -> BinaryIO:
    """Return the entries of a month that ``holder`` may read, as a file that stands in no folder any more.

    So it is gone as soon as it is closed, also where the client hung up or the process came to an end. Memory does not
    grow with the month. Raises :class:`app.one_at_a_time.BusyError` while others are being written.
    """
    with WRITING.alone(), TemporaryDirectory(prefix="tung-nha-") as folder:
        path = Path(folder) / "entries.xlsx"
        options = {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        font = {"default_format_properties": {"font_name": FONT, "font_size": _SIZE}}
        with Workbook(str(path), options | font) as workbook:
            title = _("Entries of %(month)s", month=period(month, ward.settings.periods))
            workbook.set_properties({"title": f"{title}: {ward.name}", "author": AUTHOR})
            names = ward_names(session, ward.id)
            columns = listed_columns(wording_of(session, ward.id), ward, names, month)
            sheets = _Sheets(workbook, columns, month)
            for entries in exported_entries(session, holder, month):
                for entry in entries:
                    sheets.write(ExportedEntry.of(entry))
            sheets.end()
        return path.open("rb")


class _Sheets:
    """The rows of the workbook from the top down, on another sheet where one is full.

    The headings stand on each sheet and stay in sight.
    """

    def __init__(self, workbook: Workbook, columns: Sequence[ListedColumn], month: Month) -> None:
        self._workbook = workbook
        self._columns = columns
        self._name = f"{month.number:02d}-{month.year:04d}"
        self._head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {
            pattern: workbook.add_format({"num_format": pattern, "align": "left"})
            for pattern in sorted({column.pattern for column in columns if column.pattern})
        }
        self._cells = {
            kind: [
                (position, column.cell, formats.get(column.pattern))
                for position, column in enumerate(columns)
                if not column.kinds or kind in column.kinds
            ]
            for kind in KINDS
        }
        self._begin()

    def _begin(self) -> None:
        number = len(self._workbook.worksheets()) + 1
        self._page = page = self._workbook.add_worksheet(self._name if number == 1 else f"{self._name} ({number})")
        page.set_paper(A4)
        page.set_landscape()
        page.repeat_rows(0)
        page.repeat_columns(0)
        page.freeze_panes(1, 1)
        lines = max(wrapped_line_count(column.heading, column.width, bold=True) for column in self._columns)
        page.set_row(0, lines * _LINE)
        for position, column in enumerate(self._columns):
            page.set_column(position, position, column.width)
            page.write_string(0, position, sheet_text(column.heading), self._head)
        self._row = 0

    def write(self, entry: ExportedEntry) -> None:
        """Write an entry as the next row."""
        if self._row == MOST_ROWS:
            self.end()
            self._begin()
        self._row += 1
        row, page = self._row, self._page
        for position, cell, cell_format in self._cells[entry.kind]:
            value = cell(entry)
            if isinstance(value, str):
                if value:
                    page.write_string(row, position, sheet_text(value), cell_format)
            elif value is not None:
                page.write_number(row, position, value, cell_format)

    def end(self) -> None:
        """Let the present sheet be filtered by each of its columns."""
        self._page.autofilter(0, 0, self._row, len(self._columns) - 1)
