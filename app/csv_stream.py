"""Tables that leave as CSV: piece by piece as they are read, and so that spreadsheets get their letters right."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Columns
from app.streaming import read_in_pieces
from app.text import harmless

_BOM = "\ufeff"
MOST_REMEMBERED = 4096
_TO_BE_QUOTED = re.compile('[",\r\n]')


def streamed(
    session: Session,
    rows: sa.Select[*Columns],
    columns: Sequence[str],
    cells: Callable[[sa.Row[*Columns]], Iterable[object]],
) -> Iterator[str]:
    """Yield a file with ``columns`` and the ``cells`` of each row, in pieces.

    Memory does not grow with the rows. Whoever opened ``session`` closes it when the last piece is taken.
    """
    yield heading(columns)
    for piece in read_in_pieces(session, rows):
        buffer = io.StringIO()
        csv.writer(buffer).writerows(map(cells, piece))
        yield buffer.getvalue()


def heading(columns: Sequence[str]) -> str:
    """Return the beginning of a file: the mark by which spreadsheets know UTF-8, and the names of its columns."""
    return f"{_BOM}{','.join(columns)}\r\n"


class CsvCells(dict[object, str]):
    """The cell of each value, for lines that are put together by hand: no formula, and quoted where it has to be.

    A writer of the library looks at each cell of a wide table in turn, also at those that are known to be empty, and
    thousands of rows have the same few values. What was made is remembered, as far as memory does not grow with it.
    """

    def __missing__(self, value: object) -> str:
        """Make the cell of a text, a number, a truth, which is 1 or 0, or of nothing, and remember it."""
        if len(self) == MOST_REMEMBERED:
            self.clear()
        if isinstance(value, bool):
            value = int(value)
        cell = "" if value is None else harmless(value) if isinstance(value, str) else str(value)
        if _TO_BE_QUOTED.search(cell):
            cell = '"' + cell.replace('"', '""') + '"'
        self[value] = cell
        return cell
