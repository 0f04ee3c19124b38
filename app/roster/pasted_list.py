"""What a pasted list is read by in a ward, and its people by their teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.permissions import Role
from app.places.queries import areas_of_ward, covered_areas, teams_of_ward
from app.places.ward_places import existed_between
from app.roster.invite_forms import InviteManyForm
from app.roster.pasted_people import PastedPerson
from app.roster.pasted_posts import ListRules
from app.roster.person_page import roles_offered
from app.roster.requested_scope import RosterAccess
from app.roster.team_names import NamedPlace, TeamNames


def list_rules(access: RosterAccess, form: InviteManyForm) -> ListRules:
    """Return what a list is read by: the teams of the ward, and what was chosen in a form that is valid."""
    role = Role(form.role.data)
    team_id = int(form.team.data) if form.team.data else None
    return ListRules(
        team_names(access), roles_offered(access), role, team_id, access.team_id, access.ward.neighbourhood_word
    )


def team_names(access: RosterAccess) -> TeamNames:
    """Return all teams that the ward has today, also those that are not the user's: so one knows what a line names."""
    session, ward_id, today = access.session, access.ward.id, access.actor.today
    teams = {team.id: team.name for team in teams_of_ward(session, ward_id) if existed_between(team, today, today)}
    covering: dict[int, set[int]] = defaultdict(set)
    for team_id, area_id in session.execute(covered_areas(ward_id, today)):
        if team_id in teams:
            covering[area_id].add(team_id)
    areas = [
        NamedPlace(area.name, frozenset(covering[area.id]))
        for area in areas_of_ward(session, ward_id)
        if not area.is_whole_ward and existed_between(area, today, today)
    ]
    return TeamNames(teams, areas)


def by_team(access: RosterAccess, people: Sequence[PastedPerson]) -> list[tuple[str, list[PastedPerson]]]:
    """Return people by the name of their team, in the order of the teams; first those who are of the whole ward."""
    names = [(None, access.ward.name), *access.scope.team_names.items()]
    groups = ((name, [person for person in people if person.team_id == id]) for id, name in names)
    return [(name, group) for name, group in groups if group]
