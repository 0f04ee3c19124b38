"""The figures of a ward's closed months, each summed once: written by closing, read instead of the areas' counters.

Which figure of a month is official follows from whether it is closed; see :mod:`app.tally.queries`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import table_of
from app.month import Month
from app.tally.models import AreaMonth, ClosedFigure
from app.tally.queries import span_of, summed

_FIGURE, _AREA = table_of(ClosedFigure), table_of(AreaMonth)

ClosedMonths = Collection[tuple[int, str]]
"""The wards and months that are closed, in pairs."""


def store_closed_figures(connection: Connection, ward_id: int, month: str) -> None:
    """Sum what is approved of a month that is closed, in the transaction that closes it."""
    delete_closed_figures(connection, ward_id, month)
    connection.execute(sa.insert(_FIGURE).from_select([column.name for column in _FIGURE.c], _summed(ward_id, [month])))


def delete_closed_figures(connection: Connection, ward_id: int, month: str) -> None:
    """Forget the figures of a month that is opened, in the transaction that opens it."""
    connection.execute(sa.delete(_FIGURE).where(_FIGURE.c.ward_id == ward_id, _FIGURE.c.month == month))


def closed_figure_differences(connection: Connection, ward_id: int, closed: Sequence[str]) -> Iterator[str]:
    """Yield one line for each figure of a ward that is not the sum of its areas, or is of no ``closed`` month."""
    counted = {
        (month, measure): figure for _ward, month, measure, figure in connection.execute(_summed(ward_id, closed))
    }
    rows = connection.execute(sa.select(_FIGURE).where(_FIGURE.c.ward_id == ward_id)).all()
    stored = {(month, measure): figure for _ward, month, measure, figure in rows}
    for key in sorted(stored.keys() | counted.keys()):
        if stored.get(key, 0) != counted.get(key, 0):
            yield f"{_FIGURE.name} ({ward_id}, {key}): counted {counted.get(key, 0)}, kept {stored.get(key, 0)}"


def _summed(ward_id: int, months: Collection[str]) -> sa.Select[int, str, str, int]:
    figure = summed(_AREA.c.approved)
    return (
        sa.select(_AREA.c.ward_id, _AREA.c.month, _AREA.c.measure, figure)
        .where(_AREA.c.ward_id == ward_id, _AREA.c.month.in_(list(months)))
        .group_by(_AREA.c.ward_id, _AREA.c.month, _AREA.c.measure)
        .having(figure != 0)
    )


def counted_by_span(
    ward_id: int, measures: Iterable[str], ends: Sequence[str], closed_months: Iterable[str]
) -> sa.Select[str, str, int]:
    """Select some measures of a ward by the spans of :func:`span_of`, from the beginning to the last of ``ends``.

    ``closed_months`` are all of the ward.
    """
    closed = [(ward_id, month) for month in closed_months]
    of_ward = official_figures([ward_id], closed, ends[-1], measures).subquery().c
    return sa.select(
        span_of(of_ward.month, ends).label("span"), of_ward.measure, summed(of_ward.figure).label("figure")
    ).group_by(sa.text("span"), of_ward.measure)


def official_figures(
    ward_ids: Iterable[int], closed: ClosedMonths, last: str, measures: Iterable[str]
) -> sa.CompoundSelect[int, str, str, int]:
    """Select official figures of some measures of several wards up to the month ``last``, to be summed further.

    Each row has ward, month, measure and figure: one of a closed month, one for each area of an open one. ``closed``
    has all that are closed of these wards. Of the areas' counters ranges of their key are read: what is before the
    first closed month of a ward, behind its last one, and between two of them.
    """
    wards, names = list(ward_ids), list(measures)
    of_closed = sa.select(ClosedFigure.ward_id, ClosedFigure.month, ClosedFigure.measure, ClosedFigure.figure).where(
        _is_of(ClosedFigure.ward_id, wards), ClosedFigure.month <= last, ClosedFigure.measure.in_(names)
    )
    of_open = sa.select(AreaMonth.ward_id, AreaMonth.month, AreaMonth.measure, AreaMonth.total).where(
        AreaMonth.measure.in_(names)
    )
    parts = (
        of_open.where(_is_of(AreaMonth.ward_id, own), AreaMonth.month > behind, AreaMonth.month < before)
        if before is not None
        else of_open.where(_is_of(AreaMonth.ward_id, own), AreaMonth.month > behind, AreaMonth.month <= last)
        for (behind, before), own in _wards_by_range(wards, closed, last).items()
    )
    return sa.union_all(of_closed, *parts)


def _wards_by_range(wards: Iterable[int], closed: ClosedMonths, last: str) -> dict[tuple[str, str | None], list[int]]:
    """Return the ranges of open months up to ``last``, as `_open_ranges` gives them, with the wards that have each."""
    months: dict[int, list[str]] = {ward_id: [] for ward_id in wards}
    for ward_id, month in sorted(closed):
        if ward_id in months and month <= last:
            months[ward_id].append(month)
    found: dict[tuple[str, str | None], list[int]] = {}
    for ward_id, of_ward in months.items():
        for between in _open_ranges(of_ward, last):
            found.setdefault(between, []).append(ward_id)
    return found


def _open_ranges(closed: Iterable[str], last: str) -> Iterator[tuple[str, str | None]]:
    """Yield the closed months between which others lie, up to ``last``; none before the first, none behind the last."""
    behind = ""
    for month in closed:
        if not behind or month != str(Month.parse(behind).next()):
            yield behind, month
        behind = month
    if behind < last:
        yield behind, None


def _is_of(column: sa.SQLColumnExpression[int], ward_ids: Sequence[int]) -> sa.ColumnElement[bool]:
    # Where the rows of one ward lie is known before they are asked for.
    return column == ward_ids[0] if len(ward_ids) == 1 else column.in_(ward_ids)
