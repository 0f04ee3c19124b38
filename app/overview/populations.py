"""The populations of a ward and of its areas that are known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.overview.place_tables import HOUSEHOLDS
from app.places.queries import neighbourhoods_of, populations_of_areas, successors


def populations_on(rows: Iterable[Any], day: date) -> dict[str, Any]:
    """Return the population of each group that was the newest on a day, or the first one known after it.

    ``rows`` come with the newest of each group first.
    """
    populations: dict[str, Any] = {}
    for row in rows:
        if row.group not in populations or populations[row.group].as_of > day:
            populations[row.group] = row
    return populations


def households_of_areas(session: Session, ward_id: int, as_of: date) -> dict[int, Any]:
    """Return how many households the areas of a ward have.

    A number from before an area was merged into this one is not that of the area of today, so it is left out.
    """
    merged = days_of_merging(session, ward_id)
    known: dict[int, Any] = {}
    for row in session.execute(populations_of_areas(ward_id, HOUSEHOLDS)):
        area = row.neighbourhood_id
        if row.as_of > merged.get(area, date.min) and (area not in known or known[area].as_of > as_of):
            known[area] = row
    return known


def days_of_merging(session: Session, ward_id: int) -> dict[int, date]:
    """Return, by area of today that others were merged into, the last day on which any of the merged ones existed."""
    stands_for = successors(session, ward_id)
    merged: dict[int, date] = {}
    for row in session.execute(neighbourhoods_of(ward_id)):
        if row.id in stands_for:
            area = stands_for[row.id]
            merged[area] = max(merged.get(area, date.min), row.valid_to or date.max)
    return merged
