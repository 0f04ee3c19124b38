"""Forms of the room: closing a month, and opening it again."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from app.logbook.fields import IDENTITY_DIGITS
from app.reports.models import REASON_LENGTH
from app.text import clean, holds_identity_digits


class CloseForm(FlaskForm):  # type: ignore[misc]
    """That the coordinator has looked, how many entries without a flag were waiting then, and the last since when."""

    waiting = IntegerField(validators=[InputRequired(), NumberRange(0)])
    newest = StringField()
    looked = BooleanField(validators=[InputRequired(_l("Tick that you have looked at the check list."))])

    def validate_newest(self, field: StringField) -> None:
        """Refuse what is no instant of a check list."""
        try:
            self.seen_until = datetime.fromisoformat(field.data) if field.data else None
        except ValueError:
            raise ValidationError from None

    seen_until: datetime | None = None


def _cleaned(text: str | None) -> str:
    return clean(text or "", lines=True)


class ReopenForm(FlaskForm):  # type: ignore[misc]
    """Why the month is opened again."""

    reason = TextAreaField(
        _l("Why is it reopened?"),
        [
            InputRequired(_l("Say why the month is reopened.")),
            Length(max=REASON_LENGTH, message=_l("This is too long: at most %(max)d characters.")),
        ],
        filters=[_cleaned],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Refuse nothing but spaces, and numbers of people or accounts."""
        if not field.data:
            raise ValidationError(_l("Say why the month is reopened."))
        if holds_identity_digits(field.data):
            raise ValidationError(IDENTITY_DIGITS)
