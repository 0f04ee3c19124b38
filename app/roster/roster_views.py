"""``/people/``: everybody of a ward or a team, to be found, called and looked after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l
from sqlalchemy import Row

from app.access import requires
from app.arguments import requested_number
from app.localisation import role_name
from app.month import now
from app.overview.checklist_reading import read_checklist
from app.people.audit import record_view, shows_names
from app.people.invitation_queries import resets_in_ward
from app.permissions import Permission, Role
from app.roster.blueprint import bp
from app.roster.person_page import WARD_ROLES
from app.roster.requested_scope import RosterAccess, roster_access
from app.roster.roster_filter import RosterFilter, StateFilter
from app.roster.roster_page import roster_page
from app.text import clean

E = TypeVar("E", bound=StrEnum)

STATE_NAMES = {
    StateFilter.ACTIVE: _l("In use"),
    StateFilter.WAITING: _l("Not signed in yet"),
    StateFilter.SILENT: _l("Nothing logged this month"),
    StateFilter.ENDED: _l("Ended"),
}
_LONGEST_SEARCH = 100
_RESETS_SHOWN_FOR = timedelta(days=7)
_MOST_RESETS = 5


@bp.get("/")
@requires(Permission.PEOPLE_MANAGE)
@shows_names("roster.people", _l("the list of people"))
def people() -> str:
    """List the people of the ward, or of the leader's own team."""
    access = roster_access()
    roster_filter = _requested_filter(access)
    page = roster_page(access.session, access.scope, roster_filter, requested_number("page") or 1)
    if page is None:
        abort(404)
    html = render_template(
        "roster/people.html",
        access=access,
        page=page,
        setup=read_checklist(access.session, access.actor, access.ward),
        resets=_last_resets(access),
        roster_filter=roster_filter,
        kept=access.arguments | roster_filter.as_arguments(),
        state_names=STATE_NAMES,
        now=now(),
        role_choices=[(role.value, role_name(role)) for role in WARD_ROLES],
        team_choices=[(team.id, team.name) for team in access.teams],
    )
    if page.lines:
        record_view(access.session, now(), access.actor, access.ward.id, number=page.number, people=len(page.lines))
    return html


def _last_resets(access: RosterAccess) -> Sequence[Row[datetime, int, str, str | None]]:
    """Return the last passwords that were set anew in the ward, for its coordinators: a leader may issue links, too."""
    if access.is_of_team:
        return ()
    query = resets_in_ward(access.ward.id, now() - _RESETS_SHOWN_FOR)
    return access.session.execute(query.limit(_MOST_RESETS)).all()


def _requested_filter(access: RosterAccess) -> RosterFilter:
    """Return the filter that the address asks for; answer 404 for a role, a team or a state that there is not."""
    team_id = requested_number("team")
    if team_id is not None and team_id not in access.scope.team_names:
        abort(404)
    try:
        text = clean(request.args.get("text", ""))[:_LONGEST_SEARCH]
    except ValueError:
        abort(404)
    return RosterFilter(text, _requested_one(Role, "role"), team_id, _requested_one(StateFilter, "state"))


def _requested_one(kind: type[E], name: str) -> E | None:
    """Return the member of an enumeration that the address names, if any; answer 404 for another."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        abort(404)
