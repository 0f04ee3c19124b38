"""A sum of changes to the counters, gathered over a batch before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.database import Base
from app.tally.models import COUNTERS, MONTHLY, AreaMonth, EventDay, HouseholdMonth, PlaceMonth, TeamMonth, WardDay

Key = tuple[object, ...]
Cells = dict[Key, list[int]]


def _cells() -> Cells:
    return defaultdict(lambda: [0, 0])


@dataclass(frozen=True, slots=True)
class CounterKey:
    """The ward, month, day, area, team, household, event and place that an entry counts for."""

    ward_id: int
    month: str
    day: date
    neighbourhood_id: int
    team_id: int | None
    household_id: UUID | None = None
    event_id: int | None = None
    place_id: int | None = None


@dataclass(slots=True)
class Delta:
    """Changes by counter and key; each cell is [total, approved]."""

    cells: dict[type[Base], Cells] = field(default_factory=lambda: {counter: _cells() for counter in COUNTERS})

    def add(self, key: CounterKey, counts: Mapping[str, int], *, approved: bool, sign: int = 1) -> None:
        """Add the counts of one entry to the cells of ``key``, or take them away with ``sign`` −1."""
        areas, teams, days = self.cells[AreaMonth], self.cells[TeamMonth], self.cells[WardDay]
        ward, month = key.ward_id, key.month
        for measure, amount in counts.items():
            amount *= sign
            also = amount if approved else 0
            cell = areas[ward, month, key.neighbourhood_id, measure]
            cell[0] += amount
            cell[1] += also
            cell = days[ward, key.day, measure]
            cell[0] += amount
            cell[1] += also
            if key.team_id is not None:
                cell = teams[ward, month, key.team_id, measure]
                cell[0] += amount
                cell[1] += also
        if key.household_id is not None:
            cell = self.cells[HouseholdMonth][ward, month, key.household_id, key.neighbourhood_id]
            cell[0] += sign
            cell[1] += sign if approved else 0
        if key.event_id is not None:
            _add_each(self.cells[EventDay], (ward, key.event_id, key.day), counts, sign, approved=approved)
        if key.place_id is not None:
            _add_each(self.cells[PlaceMonth], (ward, month, key.place_id), counts, sign, approved=approved)

    def forget_months(self) -> None:
        """Forget what was gathered by month, and go on with the days."""
        for counter in MONTHLY:
            self.cells[counter].clear()

    def rows(self, counter: type[Base]) -> Iterator[tuple[Key, int, int]]:
        """Yield the key and both changes of each cell of ``counter`` that changes, sorted by key."""
        for key, (total, approved) in sorted(self.cells[counter].items()):
            if total or approved:
                yield key, total, approved


def _add_each(cells: Cells, key: Key, counts: Mapping[str, int], sign: int, *, approved: bool) -> None:
    for measure, amount in counts.items():
        cell = cells[*key, measure]
        cell[0] += sign * amount
        cell[1] += sign * amount if approved else 0
