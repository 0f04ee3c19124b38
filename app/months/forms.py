"""Forms of closing a month, of opening it again, and of the narrative of its report."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app.form_fields import AtMost, VersionedForm, no_identity_digits, with_fields
from app.identity_digits import holds_identity_digits
from app.json_values import IDENTITY_DIGITS
from app.months.models import REASON_LENGTH, WORDS_LENGTH
from app.months.narrative import FIELDS, Narrative, NarrativeField
from app.text import clean


class CloseForm(FlaskForm):  # type: ignore[misc]
    """The confirmation of a check list: how many unflagged entries it showed, and since when the last of them waited.

    ``is_frozen`` is true where the page showed a frozen month, of which only the figures are to be stored.
    """

    waiting = IntegerField(validators=[InputRequired(), NumberRange(0)])
    newest = StringField()
    looked = BooleanField(validators=[InputRequired(_l("Tick that you have looked at the check list."))])
    is_frozen = BooleanField()

    def validate_newest(self, field: StringField) -> None:
        """Refuse a value that is not the instant of a check list."""
        self.seen_until = _instant(field.data)

    seen_until: datetime | None = None


def _instant(text: str | None) -> datetime | None:
    """Return the instant in a hidden field, if there is one; refuse a value that no page of ours wrote."""
    try:
        instant = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise ValidationError from None
    if instant is not None and instant.tzinfo is None:
        raise ValidationError
    return instant


def _cleaned(text: str | None) -> str:
    return clean(text or "", lines=True)


class ReopenForm(FlaskForm):  # type: ignore[misc]
    """The reason for opening a month again."""

    reason = TextAreaField(
        _l("Why is it reopened?"),
        [
            InputRequired(_l("Say why the month is reopened.")),
            AtMost(REASON_LENGTH),
        ],
        filters=[_cleaned],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Refuse an empty reason, and one with the numbers of people or accounts."""
        if not field.data:
            raise ValidationError(_l("Say why the month is reopened."))
        if holds_identity_digits(field.data):
            raise ValidationError(IDENTITY_DIGITS)


_CHECKS = [AtMost(WORDS_LENGTH), no_identity_digits]


@with_fields({field.name: TextAreaField(field.label, _CHECKS, filters=[_cleaned]) for field in FIELDS})
class NarrativeForm(VersionedForm):
    """The texts of a report's narrative, and the version that their author saw.

    ``take`` names the field to which last month's text is to be added: nothing is saved by that.
    """

    take = StringField()

    @classmethod
    def from_stored(cls, stored: Narrative, version: str) -> NarrativeForm:
        """Return the form with what is stored, or with what was sent."""
        return cls(data={**stored.by_field, "version": version})

    @property
    def texts(self) -> list[tuple[NarrativeField, TextAreaField]]:
        """The fields of the narrative, each with its control."""
        return [(each, self[each.name]) for each in FIELDS]

    @property
    def narrative(self) -> Narrative:
        """The narrative that was written."""
        return Narrative(**{each.name: control.data or "" for each, control in self.texts})

    def take_over(self, last: Narrative) -> None:
        """Add last month's text to the field that ``take`` names, if there is such a field."""
        for each, control in self.texts:
            if each.name == self.take.data:
                control.data = "\n".join(filter(None, [control.data, last.by_field[each.name]]))
