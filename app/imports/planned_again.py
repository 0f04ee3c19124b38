"""Rows that were planned a while ago, compared once more with what stands in the ward now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.imports.list_kind import ListRow, OutdatedPlanError, PlannedRow, Planner, RowVerdict
from app.json_types import JsonObject


def planned_row(row: ListRow, verdict: RowVerdict, seen: JsonObject, problem: str = "") -> PlannedRow:
    """Return a row with what it would do; ``seen`` is what stands in the ward of what it would change."""
    return PlannedRow(row.number, verdict, {"cells": dict(row.values), "seen": seen}, problem)


def wrong_row(row: ListRow, problem: str) -> PlannedRow:
    """Return a row that cannot be applied, with why not and how to mend it."""
    return PlannedRow(row.number, RowVerdict.WRONG, {}, problem)


def cells_of_row(row: PlannedRow) -> Mapping[str, str]:
    """Return the cells of a row that :func:`planned_row` made, by the codes of their columns."""
    cells: Mapping[str, str] = row.values["cells"]
    return cells


def still_to_apply(planner: Planner, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
    """Return the rows that have still something to do, with what they would do now.

    Raises :class:`OutdatedPlanError` where one has become wrong, or what it would change is not what was seen.
    """
    remaining = []
    for row in rows:
        if row.verdict not in {RowVerdict.NEW, RowVerdict.CHANGED}:
            continue
        current = planner.plan(ListRow(row.number, cells_of_row(row)))
        if current.verdict is RowVerdict.SAME:
            continue
        if current.verdict is RowVerdict.WRONG or current.values != row.values:
            raise OutdatedPlanError(row.number)
        remaining.append(current)
    return remaining
