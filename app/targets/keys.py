"""Keys of targets: a measure, a ward, team or area, and a month or a whole year. Pure rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class TargetLevel(StrEnum):
    """The level of a target: ward, team or area."""

    WARD = "ward"
    TEAM = "team"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class TargetKey:
    """The key of a target: a place, a measure, and a month or the whole year. Each has one figure."""

    measure: str
    month: str | None = None
    team_id: int | None = None
    neighbourhood_id: int | None = None

    @classmethod
    def at(cls, level: TargetLevel, place_id: int | None, measure: str, month: str | None) -> TargetKey:
        """Return the key of the target of a place: a team, an area, or the ward, which needs no id."""
        return cls(
            measure,
            month,
            team_id=place_id if level is TargetLevel.TEAM else None,
            neighbourhood_id=place_id if level is TargetLevel.AREA else None,
        )

    @property
    def level(self) -> TargetLevel:
        """Whether it is a target of the ward, of a team or of an area."""
        if self.team_id is not None:
            return TargetLevel.TEAM
        return TargetLevel.WARD if self.neighbourhood_id is None else TargetLevel.AREA

    @property
    def place_id(self) -> int | None:
        """The id of the team or of the area; ``None`` for the ward."""
        return self.neighbourhood_id if self.team_id is None else self.team_id


class TargetRow(NamedTuple):
    """A target of the ward, a team or an area; ``month`` is ``None`` for one of the year.

    One of an area that was set ``before_merge`` is that of a part of the area of today.
    """

    team_id: int | None
    neighbourhood_id: int | None
    measure: str
    month: str | None
    figure: int
    before_merge: bool = False


def targets_by_area(rows: Iterable[TargetRow], stands_for: Mapping[int, int]) -> dict[tuple[int, str, str | None], int]:
    """Return targets by area of today, measure and month; ``stands_for`` gives the successor of a merged area.

    An area without targets of its own has those of the areas that were merged into it, added up, and with them those
    that were set for itself before.
    """
    own: dict[int, dict[tuple[str, str | None], int]] = defaultdict(dict)
    merged: dict[int, dict[tuple[str, str | None], int]] = defaultdict(dict)
    for row in rows:
        if row.neighbourhood_id is None:
            continue
        area, key = stands_for.get(row.neighbourhood_id, row.neighbourhood_id), (row.measure, row.month)
        if area == row.neighbourhood_id and not row.before_merge:
            own[area][key] = row.figure
        else:
            merged[area][key] = merged[area].get(key, 0) + row.figure
    of_today = merged | own
    return {(area, *key): figure for area, figures in of_today.items() for key, figure in figures.items()}
