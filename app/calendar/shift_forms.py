"""Forms of the shifts of an event, and of the days that a leader ticks."""

from __future__ import annotations

from datetime import time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TimeField
from wtforms.validators import InputRequired, ValidationError

from app.events.models import REASON_LENGTH, EventShift
from app.events.shift_actions import ShiftFacts, shift_version
from app.form_fields import AtMost, FigureField, VersionedForm, cleaned, no_identity_digits

MOST_NEEDED = 500
_NO_TIME = _l("Enter a time: hours and minutes.")


class ShiftForm(VersionedForm):
    """The times of a shift, and how many people it needs."""

    starts_at = TimeField(_l("From what time"), [InputRequired(_NO_TIME)])
    ends_at = TimeField(_l("Until what time"), [InputRequired(_NO_TIME)])
    needed = FigureField(_l("People needed"), 1, MOST_NEEDED, empty=1)

    @classmethod
    def of(cls, shift: EventShift | None, begins: time, ends: time) -> ShiftForm:
        """Return the form of a shift, or of a new one with the times of the event."""
        if shift is None:
            return cls(data={"starts_at": begins, "ends_at": ends, "needed": 2, "version": ""})
        facts = {"starts_at": shift.starts_at, "ends_at": shift.ends_at, "needed": shift.needed}
        return cls(data={**facts, "version": shift_version(shift)})

    def validate_ends_at(self, field: TimeField) -> None:
        """Refuse a shift that ends before it begins."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("A shift ends later than it begins, on the same day."))

    @property
    def facts(self) -> ShiftFacts:
        """What was entered."""
        begins, ends, needed = self.starts_at.data, self.ends_at.data, self.needed.data
        assert begins is not None
        assert ends is not None
        assert needed is not None
        return ShiftFacts(begins, ends, needed)


class TickForm(VersionedForm):
    """The note of the days that are ticked; the days themselves are check boxes of the page."""

    note = StringField(
        _l("What is planned on the days ticked now"),
        [AtMost(REASON_LENGTH), no_identity_digits],
        filters=[cleaned],
    )
