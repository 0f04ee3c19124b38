"""What the pages of figures ask of places, beyond what the room of places answers everybody."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.database import Query
from app.places.models import Team, TeamArea


def teams_covering(ward_id: int, area_ids: Iterable[int]) -> Query:
    """Select the id and name of a ward's teams that cover any of some areas."""
    covering = sa.select(TeamArea.team_id).where(TeamArea.neighbourhood_id.in_(list(area_ids)))
    return sa.select(Team.id, Team.name).where(Team.ward_id == ward_id, Team.id.in_(covering))
