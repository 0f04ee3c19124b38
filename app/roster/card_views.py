"""``/people/cards``: the members' cards of a team, on sheets to be printed and cut."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, render_template
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.arguments import requested_number
from app.month import now
from app.people.audit import record_view, shows_names
from app.people.phones import national_phone
from app.permissions import Permission
from app.places.ward_places import existed_between
from app.roster.blueprint import bp
from app.roster.people_list import RosterLine, people_of
from app.roster.requested_scope import RosterAccess, roster_access
from app.roster.roster_filter import PersonState
from app.text import name_key


@bp.get("/cards")
@requires(Permission.PEOPLE_MANAGE)
@shows_names("roster.cards", _l("the members' cards of a team"))
def cards() -> str:
    """Show a card for everybody who has a post in a team today; the first team when the address names none."""
    access = roster_access()
    today = access.actor.today
    teams = {team.id: team.name for team in access.teams if existed_between(team, today, today)}
    team_id = requested_number("team") or next(iter(teams), None)
    if team_id is not None and team_id not in teams:
        abort(404)
    people = _card_holders(access, team_id) if team_id is not None else []
    html = render_template(
        "roster/cards.html",
        access=access,
        teams=teams,
        team_id=team_id,
        people=people,
        phone=national_phone(access.ward.contact_phone) if access.ward.contact_phone else "",
    )
    if people:
        record_view(access.session, now(), access.actor, access.ward.id, team=team_id, people=len(people))
    return html


def _card_holders(access: RosterAccess, team_id: int) -> list[RosterLine]:
    """Return who has a post in a team today, by given name; who has ended has no card."""
    lines = people_of(access.session, replace(access.scope, team_id=team_id))
    holders = (line for line in lines if line.state is not PersonState.ENDED)
    return sorted(holders, key=lambda line: (name_key(line.name), line.id))
