"""What the rows of a list of people would do, by who is in a ward, and who is invited.

A list moves nobody. Whoever has another post, or is invited to another one, was given it by somebody on purpose, and a
link that was sent would stop without a word: so such a row is wrong, and says where the person is and where to move
them. A row that says what is so already, or what an open invitation says, is the same.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.imports.list_kind import ListOrigin, ListRow, PlannedRow, RowVerdict
from app.imports.planned_again import planned_row, wrong_row
from app.json_types import JsonObject
from app.localisation import role_name
from app.month import local_day
from app.people.authority import PeopleRefusal, roles_to_give
from app.people.invitation_actions import Invited
from app.people.invitation_queries import usable_invitations
from app.people.models import User
from app.people.wording import REFUSALS
from app.permissions import Role
from app.places.models import Ward
from app.places.queries import teams_of_ward
from app.roster.list_headings import ListColumn
from app.roster.pasted_cells import cells_by_columns
from app.roster.pasted_people import read_person
from app.roster.pasted_posts import ListRules
from app.roster.people_list import RosterScope, invited_line, people_of
from app.roster.person_page import WARD_ROLES
from app.roster.roster_filter import PersonState
from app.roster.ward_team_names import ward_team_names
from app.text import fold


class KnownPerson(NamedTuple):
    """Somebody who has a number already: in the ward, or invited by a link that still works."""

    name: str
    role: Role
    team_id: int | None
    team: str
    is_invited: bool

    def is_the_same(self, wanted: Invited) -> bool:
        """Return whether it is the very person and post that a row names; tones may be missing in the name."""
        return (self.role, self.team_id, fold(self.name)) == (wanted.role, wanted.team_id, fold(wanted.name))


class PeopleOfWard:
    """Who is in a ward or invited to it by number, and what the rows of a list are read by."""

    def __init__(self, session: Session, origin: ListOrigin) -> None:
        ward, today = session.get_one(Ward, origin.ward_id), local_day(origin.at)
        teams = teams_of_ward(session, origin.ward_id)
        periods = ward.settings.periods
        by_id = {team.id: team.name for team in teams}
        scope = RosterScope(origin.ward_id, None, by_id, today, periods.span(periods.of(today)))
        self.ending = {team.id for team in teams if team.valid_to is not None}
        given = roles_to_give(origin.manager)
        roles = [role for role in WARD_ROLES if role in given]
        names = ward_team_names(session, origin.ward_id, today)
        self.rules = ListRules(names, roles, Role.MEMBER, area_word=ward.neighbourhood_word)
        self.manager_phone = session.scalar(sa.select(User.phone).where(User.id == origin.manager.id))
        invited = session.scalars(usable_invitations(origin.ward_id, origin.at))
        lines = [invited_line(scope, each, each.role) for each in invited if each.role is not None]
        lines += [line for line in people_of(session, scope) if line.phone and line.state is not PersonState.ENDED]
        self.known = {
            line.phone: KnownPerson(line.name, line.role, line.team_id, line.team, line.state is PersonState.INVITED)
            for line in lines
        }

    def read(self, row: ListRow) -> Invited:
        """Return whom a row names. Raises ``ValueError`` with a sentence where nobody can be invited by it."""
        area = ListColumn.TEAM if "team" in row.values else ListColumn.AREA
        columns = (ListColumn.NAME, ListColumn.PHONE, ListColumn.ROLE, area)
        texts = [row.values.get(code, "") for code in ("name", "phone", "role")]
        cells = cells_by_columns(columns, (), [*texts, row.values.get("team") or row.values.get("area", "")])
        person = read_person(row.number, "", cells, self.rules)
        if person.lacks_team:
            raise ValueError(_("No team is named in it. Write the team, as it stands in the list of teams."))
        if person.problem:
            raise ValueError(person.problem)
        if person.team_id in self.ending:
            raise ValueError(str(REFUSALS[PeopleRefusal.TEAM_ENDED]))
        return Invited(person.name, person.phone, person.role, person.team_id)


class PeoplePlanner:
    """Says of the rows of a list of people whom each would invite."""

    def __init__(self, people: PeopleOfWard) -> None:
        self._people = people
        self._rows: dict[str, tuple[int, Invited]] = {}

    def plan(self, row: ListRow) -> PlannedRow:
        """Return what a row would do; a number that stands twice is wrong, unless both rows say the same."""
        try:
            wanted = self._people.read(row)
        except ValueError as error:
            return wrong_row(row, str(error))
        number, earlier = self._rows.setdefault(wanted.phone, (row.number, wanted))
        seen: JsonObject = {"role": wanted.role.value, "team": wanted.team_id}
        if number != row.number:
            if earlier == wanted:
                return planned_row(row, RowVerdict.SAME, seen)
            return wrong_row(row, _("The same number stands in row %(number)s.", number=number))
        known = self._people.known.get(wanted.phone)
        if known is not None:
            is_the_same = known.is_the_same(wanted)
            return planned_row(row, RowVerdict.SAME, seen) if is_the_same else wrong_row(row, _why_not(known, wanted))
        if wanted.phone == self._people.manager_phone:
            return wrong_row(row, str(REFUSALS[PeopleRefusal.ONESELF]))
        return planned_row(row, RowVerdict.NEW, seen)


def _why_not(known: KnownPerson, wanted: Invited) -> str:
    place = known.team or role_name(known.role)
    if fold(known.name) != fold(wanted.name):
        words = (
            _("This number is invited already under the name %(name)s (%(place)s): correct the number or the name.")
            if known.is_invited
            else _("This is the number of %(name)s (%(place)s): correct the number or the name.")
        )
    elif known.is_invited:
        words = _(
            "%(name)s is invited already (%(role)s, %(place)s). To invite them to something else, withdraw that "
            "invitation on the page “People of the teams” first."
        )
    else:
        words = _(
            "%(name)s is here already (%(role)s, %(place)s). A list moves nobody: change role or team on the page "
            "“People of the teams”, or take the row out."
        )
    return str(words) % {"name": known.name, "place": place, "role": role_name(known.role)}
