"""What a team is to cover later: the changes that are planned."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.places.models import TeamArea
from app.places.queries import areas_of


class PlannedCover(NamedTuple):
    """The day of a planned change, and the names of the areas that the team covers from then on."""

    first_day: date
    areas: list[str]


def planned_covers(session: Session, team_id: int, today: date, names: Mapping[int, str]) -> list[PlannedCover]:
    """Return the changes after today of what a team covers, the next one first; ``names`` are those of areas by id,
    in their order."""
    rows = session.execute(sa.select(TeamArea.valid_from, TeamArea.valid_to).where(TeamArea.team_id == team_id)).all()
    begins = {first for first, _last in rows if first is not None}
    ends = {last + timedelta(days=1) for _first, last in rows if last is not None}
    days = sorted(day for day in begins | ends if day > today)
    return [PlannedCover(day, _names_of(set(session.scalars(areas_of(team_id, day))), names)) for day in days]


def _names_of(areas: Container[int], names: Mapping[int, str]) -> list[str]:
    """Return the names of some areas in the order of all."""
    return [name for id, name in names.items() if id in areas]
