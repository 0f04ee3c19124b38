"""The populations of a ward and of its areas that are known on a day. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.places.ward_places import WardArea


@dataclass(frozen=True, slots=True)
class KnownPopulation:
    """A number of people or households, with its day and its source."""

    figure: int
    as_of: date
    source: str


def populations_on(rows: Iterable[tuple[str, int, date, str]], day: date) -> dict[str, KnownPopulation]:
    """Return the population of each group that was the newest on a day, or the first one known after it.

    ``rows`` are group, figure, day and source; they come with the newest of each group first.
    """
    populations: dict[str, KnownPopulation] = {}
    for group, figure, as_of, source in rows:
        if group not in populations or populations[group].as_of > day:
            populations[group] = KnownPopulation(figure, as_of, source)
    return populations


def households_on(
    rows: Iterable[tuple[int, int, date, str]], merged: dict[int, date], day: date
) -> dict[int, KnownPopulation]:
    """Return how many households the areas of a ward have, as :func:`populations_on` does of groups.

    A number from before an area was merged into this one is not that of the area of today, so it is left out.
    """
    known: dict[int, KnownPopulation] = {}
    for area, figure, as_of, source in rows:
        if as_of > merged.get(area, date.min) and (area not in known or known[area].as_of > day):
            known[area] = KnownPopulation(figure, as_of, source)
    return known


def days_of_merging(areas: Iterable[WardArea], stands_for: Mapping[int, int]) -> dict[int, date]:
    """Return, by area of today that others were merged into, the last day on which any of the merged ones existed.

    ``stands_for`` names the area that stands today for each merged one.
    """
    by_id = {area.id: area for area in areas}
    merged: dict[int, date] = {}
    for old, area in stands_for.items():
        merged[area] = max(merged.get(area, date.min), by_id[old].valid_to or date.max)
    return merged
