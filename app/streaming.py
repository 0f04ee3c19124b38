"""Reading many rows piece by piece, so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Columns

ROWS_AT_ONCE = 100


def read_in_pieces(session: Session, rows: sa.Select[*Columns]) -> Iterator[Sequence[sa.Row[*Columns]]]:
    """Yield what ``rows`` selects in pieces of :data:`ROWS_AT_ONCE` rows.

    The cursor is closed with the last of them, or when nobody takes any more.
    """
    in_pieces = {"stream_results": True, "yield_per": ROWS_AT_ONCE}
    with session.connection().execute(rows, execution_options=in_pieces) as result:
        yield from result.partitions()
