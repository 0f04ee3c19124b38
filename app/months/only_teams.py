"""Wards in which every area has one team and every team one area, so that both stand on one line. Pure rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from app.months.edition import EditionArea, EditionTeam


def with_only_teams(
    areas: Sequence[EditionArea],
    teams: Sequence[EditionTeam],
    covered: Collection[tuple[int, int]],
    whole_wards: Collection[int],
) -> Sequence[EditionArea]:
    """Return a ward's areas, each with its team, or as they are where one of them has several teams, or none.

    ``covered`` are the ids of each team with an area that it covers. Work for the whole ward is of no team.
    """
    team_of = {area: team for team, area in covered}
    in_areas = {area.id for area in areas if not area.ended} - {*whole_wards}
    in_teams = {team.id for team in teams if not team.ended}
    is_one_to_one = len(team_of) == len(covered) == len({*team_of.values()})
    if not (is_one_to_one and team_of.keys() == in_areas and {*team_of.values()} == in_teams):
        return areas
    return [replace(area, team=team_of[area.id]) if area.id in team_of else area for area in areas]
