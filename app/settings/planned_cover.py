"""What a team is to cover later: the changes that are planned."""

from __future__ import annotations

from collections.abc import Mapping
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
    """Return the changes after today of what a team covers, the next one first; ``names`` are those of areas by id."""
    rows = session.execute(sa.select(TeamArea.valid_from, TeamArea.valid_to).where(TeamArea.team_id == team_id)).all()
    begins = {first for first, _last in rows if first is not None}
    ends = {last + timedelta(days=1) for _first, last in rows if last is not None}
    days = sorted(day for day in begins | ends if day > today)
    return [
        PlannedCover(day, [names[id] for id in session.scalars(areas_of(team_id, day)) if id in names]) for day in days
    ]
