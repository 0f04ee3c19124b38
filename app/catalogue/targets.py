"""Of what, for whom and when a target is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.catalogue.models import Target


class Whose(StrEnum):
    """Who is to reach a target."""

    WARD = "ward"
    TEAM = "team"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class TargetKey:
    """What a target is for: a place, a measure and a month, or the whole year. One figure stands for each."""

    measure: str
    month: str | None = None
    team_id: int | None = None
    neighbourhood_id: int | None = None

    @classmethod
    def of(cls, measure: str, month: str | None, whose: Whose, place_id: int | None) -> TargetKey:
        """Return the key of the target of a place: a team, an area, or the ward, which needs no id."""
        return cls(
            measure,
            month,
            team_id=place_id if whose is Whose.TEAM else None,
            neighbourhood_id=place_id if whose is Whose.AREA else None,
        )

    @property
    def whose(self) -> Whose:
        """Whose target it is."""
        if self.team_id is not None:
            return Whose.TEAM
        return Whose.WARD if self.neighbourhood_id is None else Whose.AREA

    @property
    def place_id(self) -> int | None:
        """The team or the area, nothing for the ward."""
        return self.neighbourhood_id if self.team_id is None else self.team_id


def key_of(target: Target) -> TargetKey:
    """Return what a stored target is for."""
    return TargetKey(target.measure, target.month, target.team_id, target.neighbourhood_id)


def on_todays_map(rows: Iterable[Any], stands_for: Mapping[int, int]) -> dict[tuple[int, str, str | None], int]:
    """Return targets of areas by area of today, measure and month, which is missing where it is one of the year.

    An area that was never given any has those of what was merged into it, added up.
    """
    own: dict[int, dict[tuple[str, str | None], int]] = defaultdict(dict)
    merged: dict[int, dict[tuple[str, str | None], int]] = defaultdict(dict)
    for row in rows:
        area, key = stands_for.get(row.neighbourhood_id, row.neighbourhood_id), (row.measure, row.month)
        if area == row.neighbourhood_id:
            own[area][key] = row.figure
        else:
            merged[area][key] = merged[area].get(key, 0) + row.figure
    of_today = merged | own
    return {(area, *key): figure for area, figures in of_today.items() for key, figure in figures.items()}
