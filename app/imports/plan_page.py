"""The rows of a planned list that its page shows, some at a time: wrong ones, ones that would change, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.imports.choices import ListChoices, RowCounts
from app.imports.list_kind import PlannedRow, RowVerdict
from app.imports.merged_cells import MergedCells
from app.imports.models import Import, ImportPartType
from app.imports.part_contents import planned_rows
from app.imports.queries import contents_of
from app.imports.rows import WrongRow
from app.imports.sheets import ListSheet

_ROWS = 50
_CELLS = 3
"""How many cells show which row it is."""


class ListedRow(NamedTuple):
    """A row of the list: its number, the first cells that are read of it, and what the page says of it."""

    number: int
    cells: str
    sentence: str


class RowsPage(NamedTuple):
    """Some rows, and which page of how many they are."""

    rows: Sequence[ListedRow]
    number: int
    pages: int


class PlanPages:
    """The pages of rows of one planned list."""

    def __init__(self, session: Session, imported: Import, sheet: ListSheet) -> None:
        self._session, self._imported = session, imported
        self._counts = RowCounts.parse(imported.counts)
        self._places = sorted(ListChoices.from_json(imported.choices).columns.columns)
        self._cells = MergedCells(sheet)

    def wrong(self, number: int) -> RowsPage:
        """Return a page of the wrong rows."""
        return self._page(_wrong(self._session, self._imported), self._counts.wrong, number)

    def changed(self, number: int) -> RowsPage:
        """Return a page of the rows that would change something."""
        rows = _rows(self._session, self._imported, ImportPartType.PLAN)
        return self._page((row for row in rows if row.verdict is RowVerdict.CHANGED), self._counts.changed, number)

    def noted(self, number: int) -> RowsPage:
        """Return a page of the rows that are new or the same and of which something is to be known."""
        applied = _rows(self._session, self._imported, ImportPartType.PLAN)
        others = _rows(self._session, self._imported, ImportPartType.WRONG)
        rows = merge(applied, others, key=lambda row: row.number)
        return self._page((row for row in rows if row.is_noted), self._counts.noted, number)

    def _page(self, rows: Iterator[PlannedRow], count: int, number: int) -> RowsPage:
        pages = max(1, -(-count // _ROWS))
        number = min(max(number, 1), pages)
        some = list(islice(rows, (number - 1) * _ROWS, number * _ROWS)) if count else []
        return RowsPage([self._listed(row) for row in some], number, pages)

    def _listed(self, row: PlannedRow) -> ListedRow:
        texts = (self._cells.cell(row.number - 1, place).text for place in self._places)
        return ListedRow(row.number, " · ".join(islice(filter(None, texts), _CELLS)), row.problem)


def wrong_rows_of(session: Session, imported: Import) -> Sequence[WrongRow]:
    """Return all wrong rows with what is wrong with them."""
    return [WrongRow(row.number, row.problem) for row in _wrong(session, imported)]


def _wrong(session: Session, imported: Import) -> Iterator[PlannedRow]:
    return (row for row in _rows(session, imported, ImportPartType.WRONG) if row.verdict is RowVerdict.WRONG)


def _rows(session: Session, imported: Import, type: ImportPartType) -> Iterator[PlannedRow]:
    for _number, content in session.execute(contents_of(imported.ward_id, imported.id, type)):
        yield from planned_rows(content)
