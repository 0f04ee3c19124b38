"""The names by which people write the teams of a ward, and the areas that they cover."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy.orm import Session

from app.places.queries import areas_of_ward, covered_areas, teams_of_ward
from app.places.ward_places import existed_between
from app.roster.team_names import NamedPlace, TeamNames


def ward_team_names(session: Session, ward_id: int, day: date) -> TeamNames:
    """Return all teams that a ward has on a day, whoever looks after them: so one knows what a line names."""
    teams = {team.id: team.name for team in teams_of_ward(session, ward_id) if existed_between(team, day, day)}
    covering: dict[int, set[int]] = defaultdict(set)
    for team_id, area_id in session.execute(covered_areas(ward_id, day)):
        if team_id in teams:
            covering[area_id].add(team_id)
    areas = [
        NamedPlace(area.name, frozenset(covering[area.id]))
        for area in areas_of_ward(session, ward_id)
        if not area.is_whole_ward and existed_between(area, day, day)
    ]
    return TeamNames(teams, areas)
