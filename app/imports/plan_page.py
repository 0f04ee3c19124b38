"""The rows of a planned list that its page shows, some at a time: wrong ones, and ones that would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.imports.choices import RowCounts
from app.imports.list_kind import PlannedRow, RowVerdict
from app.imports.models import Import, ImportPartType
from app.imports.part_contents import planned_rows
from app.imports.queries import contents_of
from app.imports.rows import WrongRow

_ROWS = 50


class RowsPage(NamedTuple):
    """Some rows, and which page of how many they are."""

    rows: Sequence[PlannedRow]
    number: int
    pages: int


def wrong_page(session: Session, imported: Import, number: int) -> RowsPage:
    """Return a page of the wrong rows."""
    rows = _rows(session, imported, ImportPartType.WRONG)
    return _page(rows, RowCounts.parse(imported.counts).wrong, number)


def changed_page(session: Session, imported: Import, number: int) -> RowsPage:
    """Return a page of the rows that would change something."""
    rows = (row for row in _rows(session, imported, ImportPartType.PLAN) if row.verdict is RowVerdict.CHANGED)
    return _page(rows, RowCounts.parse(imported.counts).changed, number)


def wrong_rows_of(session: Session, imported: Import) -> Sequence[WrongRow]:
    """Return all wrong rows with what is wrong with them."""
    return [WrongRow(row.number, row.problem) for row in _rows(session, imported, ImportPartType.WRONG)]


def _rows(session: Session, imported: Import, type: ImportPartType) -> Iterator[PlannedRow]:
    for _number, content in session.execute(contents_of(imported.ward_id, imported.id, type)):
        yield from planned_rows(content)


def _page(rows: Iterator[PlannedRow], count: int, number: int) -> RowsPage:
    pages = max(1, -(-count // _ROWS))
    number = min(max(number, 1), pages)
    shown = list(islice(rows, (number - 1) * _ROWS, number * _ROWS)) if count else []
    return RowsPage(shown, number, pages)
