"""The populations of a ward and of its areas that are known on a day. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.places.ward_places import WardArea, existed_between


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


AreaPopulation = tuple[int, int, date, str]
"""The area, the figure, its day and its source."""


def households_on(rows: Iterable[AreaPopulation], day: date) -> dict[int, KnownPopulation]:
    """Return how many households the areas of a ward have, as :func:`populations_on` does of groups."""
    known: dict[int, KnownPopulation] = {}
    for area, figure, as_of, source in rows:
        if area not in known or known[area].as_of > day:
            known[area] = KnownPopulation(figure, as_of, source)
    return known


def rows_of_today(
    rows: Iterable[AreaPopulation], areas: Sequence[WardArea], stands_for: Mapping[int, int]
) -> list[AreaPopulation]:
    """Return the figures of the areas of today, the newest of each first.

    A figure from before an area was merged into this one is not that of the area of today. In its place stands the sum
    of all parts that there were on its day, if each has a figure of that day, with a source that names the parts.
    ``stands_for`` names the area that stands today for each merged one.
    """
    rows, merged = list(rows), days_of_merging(areas, stands_for)
    today = [row for row in rows if row[0] not in stands_for and row[2] > merged.get(row[0], date.min)]
    for area, last_day in merged.items():
        parts = [each for each in areas if each.id == area or stands_for.get(each.id) == area]
        of_parts = {(part, as_of): (figure, source) for part, figure, as_of, source in reversed(rows)}
        for as_of in {as_of for part, as_of in of_parts if as_of <= last_day and stands_for.get(part, part) == area}:
            existing = [part for part in parts if existed_between(part, as_of, as_of)]
            if existing and all((part.id, as_of) in of_parts for part in existing):
                found = [of_parts[part.id, as_of] for part in existing]
                names = " + ".join(part.name for part in existing)
                sources = "; ".join(dict.fromkeys(source for _figure, source in found))
                today.append((area, sum(figure for figure, _source in found), as_of, f"{sources} ({names})"))
    return sorted(today, key=lambda row: (row[0], -row[2].toordinal()))


def days_of_merging(areas: Iterable[WardArea], stands_for: Mapping[int, int]) -> dict[int, date]:
    """Return, by area of today that others were merged into, the last day on which any of the merged ones existed.

    ``stands_for`` names the area that stands today for each merged one.
    """
    by_id = {area.id: area for area in areas}
    merged: dict[int, date] = {}
    for old, area in stands_for.items():
        merged[area] = max(merged.get(area, date.min), by_id[old].valid_to or date.max)
    return merged
