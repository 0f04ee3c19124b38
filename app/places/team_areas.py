"""The areas of a ward on a day: which of them stand for merged ones, and whose households a team has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.places.area_successors import standing_on
from app.places.order import in_order
from app.places.queries import AREAS_WITH_HOUSEHOLDS, unordered_areas_of_ward
from app.places.ward_places import WardArea, existed_between


@dataclass(frozen=True, slots=True)
class TeamAreas:
    """All areas of a ward on a day: which of them stand for merged ones then, and which are a team's own."""

    all: Sequence[WardArea]
    stands_for: Mapping[int, int]
    own: Collection[int]

    def standing_for(self, area: int) -> int:
        """Return the successor of an area, or the area itself."""
        return self.stands_for.get(area, area)

    @property
    def with_merged(self) -> list[int]:
        """The team's own areas with all that were merged into them: households keep the area of their first visit."""
        return [area.id for area in self.all if self.standing_for(area.id) in self.own]

    def ended(self, day: date) -> list[WardArea]:
        """Return the areas that have ended or were merged into others, in their order."""
        return in_order(area for area in self.all if not self._is_in_use(area, day))

    def _is_in_use(self, area: WardArea, day: date) -> bool:
        return self.standing_for(area.id) == area.id and existed_between(area, day, day)

    def in_use(self, day: date) -> list[WardArea]:
        """Return the areas in use in their order: the team's own first, then the ward's others, the whole ward last."""
        in_use = in_order(area for area in self.all if self._is_in_use(area, day))
        return sorted(in_use, key=lambda area: (area.is_whole_ward, area.id not in self.own))


def areas_on(session: Session, ward_id: int, team_id: int | None, day: date) -> TeamAreas:
    """Return the areas of a ward on a day as a team has them, or as somebody in none."""
    connection = session.connection()
    every = unordered_areas_of_ward(connection, ward_id)
    areas = TeamAreas(every, standing_on(every, day), ())
    return areas if team_id is None else of_team(connection, areas, team_id, day)


def of_team(connection: Connection, areas: TeamAreas, team_id: int, day: date) -> TeamAreas:
    """Return the same areas of a ward as a team has them on the day."""
    covered = connection.scalars(AREAS_WITH_HOUSEHOLDS, {"team": team_id, "day": day})
    return replace(areas, own={areas.standing_for(area) for area in covered})
