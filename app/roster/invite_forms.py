"""Forms of inviting: one person, or many of a list."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired

from app.form_fields import AtMost
from app.people.invitation_actions import Invited
from app.people.person_fields import name_field, phone_field
from app.people.phones import new_phone
from app.permissions import Role
from app.places.ward_places import WardTeam
from app.roster.pasted_people import PastedPerson
from app.roster.person_forms import PostForm
from app.versions import version_token

MOST_PASTED = 60_000


class InviteForm(PostForm):
    """Somebody's name and number, and the post that is offered."""

    name = name_field(_l("Name"))
    phone = phone_field(_l("Phone number"))

    def invited(self, ward_id: int) -> Invited:
        """Return who is invited, of a form that is valid."""
        post = self.post_in(ward_id)
        phone = new_phone(self.phone.data or "") or ""
        return Invited(self.name.data or "", phone, post.role, post.place.team_id)


class InviteManyForm(PostForm):
    """A list of people, and the post of those whose lines name none. ``previewed`` names the list that was shown."""

    role = SelectField(_l("Role, for lines that name none"))
    team = SelectField(_l("Team, for lines that name none"))
    pasted = TextAreaField(
        _l("The list, one person on each line"),
        [
            DataRequired(_l("Paste or type at least one name with its number.")),
            AtMost(MOST_PASTED),
        ],
    )
    previewed = HiddenField()

    def offer(self, roles: Sequence[Role], teams: Sequence[WardTeam]) -> None:
        """Set what can be chosen; of several teams none needs to be, since the lines may name them."""
        super().offer(roles, teams)
        if len(teams) != 1:
            none = ("", _l("None: every line names its team"))
            self.team.choices = [none, *((str(team.id), team.name) for team in teams)]

    def validate_team(self, field: SelectField) -> None:
        """Let the team be missing: whether a line names one is known when the list is read."""

    def list_version(self, people: Sequence[PastedPerson]) -> str:
        """Return the version of a list that was read: another one when a line, or what becomes of one, was changed."""
        posts = [(person.number, person.role.value, person.team_id) for person in people]
        return version_token(self.pasted.data, self.role.data, self.team.data, posts)


class LinksForm(FlaskForm):  # type: ignore[misc]
    """Asks for new links in place of those whose version the page showed."""

    version = HiddenField()
