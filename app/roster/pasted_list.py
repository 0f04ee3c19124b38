"""What a pasted list is read by in a ward, and its people by their teams."""

from __future__ import annotations

from collections.abc import Sequence

from app.permissions import Role
from app.roster.invite_forms import InviteManyForm
from app.roster.pasted_people import PastedPerson
from app.roster.pasted_posts import ListRules
from app.roster.person_page import roles_offered
from app.roster.requested_scope import RosterAccess
from app.roster.ward_team_names import ward_team_names


def list_rules(access: RosterAccess, form: InviteManyForm) -> ListRules:
    """Return what a list is read by: the teams of the ward, and what was chosen in a form that is valid."""
    role = Role(form.role.data)
    team_id = int(form.team.data) if form.team.data else None
    names = ward_team_names(access.session, access.ward.id, access.actor.today)
    return ListRules(names, roles_offered(access), role, team_id, access.team_id, access.ward.neighbourhood_word)


def by_team(access: RosterAccess, people: Sequence[PastedPerson]) -> list[tuple[str, list[PastedPerson]]]:
    """Return people by the name of their team, in the order of the teams; first those who are of the whole ward."""
    names = [(None, access.ward.name), *access.scope.team_names.items()]
    groups = ((name, [person for person in people if person.team_id == id]) for id, name in names)
    return [(name, group) for name, group in groups if group]
