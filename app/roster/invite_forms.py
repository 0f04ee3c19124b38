"""Forms of inviting: one person, or many of one team."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.form_fields import TOO_LONG
from app.people.invitation_actions import Invited
from app.people.phones import new_phone
from app.permissions import Role
from app.roster.pasted_people import PastedPerson
from app.roster.person_forms import PostForm, name_field, phone_field
from app.versions import version_token

MOST_PASTED = 20_000


class InviteForm(PostForm):
    """Somebody's name and number, and the post that is offered."""

    name = name_field()
    phone = phone_field(_l("Phone number"))

    def invited(self, ward_id: int) -> Invited:
        """Return who is invited, of a form that is valid."""
        post = self.post_in(ward_id)
        phone = new_phone(self.phone.data or "") or ""
        return Invited(self.name.data or "", phone, post.role, post.place.team_id)


class InviteManyForm(PostForm):
    """A list of people, and the post that all of them are offered. ``previewed`` names the list that was shown."""

    pasted = TextAreaField(
        _l("Names and phone numbers, one person on each line"),
        [
            DataRequired(_l("Paste or type at least one name with its number.")),
            Length(max=MOST_PASTED, message=TOO_LONG),
        ],
    )
    previewed = HiddenField()

    @property
    def list_version(self) -> str:
        """The version of what was sent: another one when a line, the role or the team was changed."""
        return version_token(self.pasted.data, self.role.data, self.team.data)

    def invited(self, ward_id: int, people: Sequence[PastedPerson]) -> list[Invited]:
        """Return who is invited, of a form that is valid."""
        post = self.post_in(ward_id)
        return [Invited(person.name, person.phone, Role(post.role), post.place.team_id) for person in people]


class LinksForm(FlaskForm):  # type: ignore[misc]
    """Asks for new links in place of those whose version the page showed."""

    version = HiddenField()
