"""Tables that leave as CSV: piece by piece as they are read, and so that spreadsheets get their letters right."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Columns

ROWS_AT_ONCE = 1000
_BOM = "\ufeff"


def streamed(
    session: Session,
    rows: sa.Select[*Columns],
    columns: Sequence[str],
    cells: Callable[[sa.Row[*Columns]], Iterable[object]],
) -> Iterator[str]:
    """Yield a file with ``columns`` and the ``cells`` of each row, in pieces of :data:`ROWS_AT_ONCE` rows.

    Memory does not grow with the rows. Whoever opened ``session`` closes it when the last piece is taken.
    """
    buffer = io.StringIO()
    write = csv.writer(buffer).writerow
    buffer.write(_BOM)
    write(columns)
    in_pieces = {"stream_results": True, "yield_per": ROWS_AT_ONCE}
    with session.connection().execute(rows, execution_options=in_pieces) as result:
        for piece in result.partitions():
            for row in piece:
                write(cells(row))
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
