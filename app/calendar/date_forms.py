"""The forms by which a date of an event is moved, called off, or put back."""

from __future__ import annotations

from datetime import date, time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TimeField
from wtforms.validators import DataRequired, ValidationError

from app.events.models import REASON_LENGTH
from app.events.occurrences import Occurrence
from app.form_fields import AtMost, VersionedForm, cleaned, no_identity_digits


class MoveDateForm(VersionedForm):
    """On which day and at what times a date is held instead, and why."""

    held_on = DateField(_l("New day"), [DataRequired(_l("Enter a day: day, month and year."))])
    starts_at = TimeField(_l("From what time"), [DataRequired(_l("Enter a time: hours and minutes."))])
    ends_at = TimeField(_l("Until what time"), [DataRequired(_l("Enter a time: hours and minutes."))])
    why_moved = StringField(_l("Why it is moved"), [AtMost(REASON_LENGTH), no_identity_digits], filters=[cleaned])

    @classmethod
    def of(cls, found: Occurrence, version: str, **sent: None) -> MoveDateForm:
        """Return the form of a date, or with what was sent unless ``formdata`` is ``None``."""
        return cls(held_on=found.held_on, starts_at=found.starts_at, ends_at=found.ends_at, version=version, **sent)

    def validate_ends_at(self, field: TimeField) -> None:
        """Require an end after the beginning, on the same day."""
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise ValidationError(_("It ends before it begins. Check both times."))

    @property
    def day(self) -> date:
        """The day on which it is to be held, once it was found right."""
        return self.held_on.data or date.min

    @property
    def times(self) -> tuple[time, time]:
        """The times at which it is to be held, once they were found right."""
        return self.starts_at.data or time.min, self.ends_at.data or time.max


class CallOffDateForm(VersionedForm):
    """Why a date is called off; whoever sees it reads that."""

    reason = StringField(
        _l("Why it is called off"),
        [DataRequired(_l("Say why, so that everybody reads it.")), AtMost(REASON_LENGTH), no_identity_digits],
        filters=[cleaned],
    )


class RestoreDateForm(VersionedForm):
    """Takes back that a date was moved or called off."""
