"""The form of what a ward calls its areas and teams, and of the number to call."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.form_fields import AtMost, VersionedForm, cleaned, no_identity_digits
from app.people.phones import national_phone, normalised_phone
from app.places.models import TEAM_WORD_LENGTH, WORD_LENGTH
from app.places.short_words import SHORT_LENGTH
from app.settings.name_actions import WardNames


def _word(label: str, most: int) -> StringField:
    checks = [DataRequired(_l("Enter a name.")), AtMost(most), no_identity_digits]
    return StringField(label, checks, filters=[cleaned], render_kw={"autocomplete": "off"})


class NamesForm(VersionedForm):
    """Long words for letters, short ones for screens, and a phone number, which may be empty."""

    neighbourhood_word = _word(_l("What an area is called"), WORD_LENGTH)
    neighbourhood_short = _word(_l("The same, short"), SHORT_LENGTH)
    team_word = _word(_l("What a team is called"), TEAM_WORD_LENGTH)
    team_short = _word(_l("The same, short"), SHORT_LENGTH)
    contact_phone = StringField(
        _l("Number of the ward for questions"),
        [Length(max=40, message=_l("This is not a phone number."))],
        filters=[cleaned],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"},
    )

    @classmethod
    def of(cls, names: WardNames) -> NamesForm:
        """Return the form with what is stored, or with what was sent."""
        shown = names._replace(contact_phone=national_phone(names.contact_phone))
        return cls(**shown._asdict())

    def validate_contact_phone(self, field: StringField) -> None:
        """Refuse what cannot be a phone number."""
        if field.data and normalised_phone(field.data) is None:
            raise ValidationError(_l("This is not a phone number."))

    @property
    def names(self) -> WardNames:
        """What was entered."""
        return WardNames(
            self.neighbourhood_word.data or "",
            self.neighbourhood_short.data or "",
            self.team_word.data or "",
            self.team_short.data or "",
            normalised_phone(self.contact_phone.data or "") or "",
        )
