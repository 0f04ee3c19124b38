"""Forms of a person's page: the name, the number, and the post from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, ValidationError

from app.form_fields import VersionedForm
from app.localisation import role_name
from app.people.authority import PlacedRole
from app.people.person_fields import name_field, phone_field
from app.permissions import Role, Scope
from app.places.ward_places import WardTeam
from app.roster.role_words import TEAM_ROLES


class PersonNameForm(VersionedForm):
    """Another name of a person."""

    name = name_field(_l("Name"))


class PhoneForm(VersionedForm):
    """Another number to sign in with."""

    phone = phone_field(_l("New phone number"))


class PostForm(VersionedForm):
    """A role, and the team for the roles that are held in one; ``since`` is for a post that begins on a day."""

    role = SelectField(_l("Role"))
    team = SelectField(_l("Team"))

    def offer(self, roles: Sequence[Role], teams: Sequence[WardTeam]) -> None:
        """Set what can be chosen."""
        self.role.choices = [(role.value, role_name(role)) for role in roles]
        no_team = [("", _l("Choose a team"))] if len(teams) != 1 else []
        self.team.choices = [*no_team, *((str(team.id), team.name) for team in teams)]

    def validate_team(self, field: SelectField) -> None:
        """Ask for the team where the role is held in one."""
        if self.role.data in TEAM_ROLES and not field.data:
            raise ValidationError(_l("Choose the team. Members and leaders belong to one."))

    def post_in(self, ward_id: int) -> PlacedRole:
        """Return the post that was chosen, of a form that is valid."""
        role = Role(self.role.data)
        team_id = int(self.team.data) if role in TEAM_ROLES else None
        return PlacedRole(role, Scope(None, ward_id, team_id))


class MoveForm(PostForm):
    """Another post from a day on."""

    since = DateField(_l("From day"), [DataRequired(_l("Enter a day: day, month and year."))])

    @property
    def first_day(self) -> date:
        """The day that was entered, of a form that is valid."""
        if self.since.data is None:
            raise ValueError("the day is missing")
        day: date = self.since.data
        return day
