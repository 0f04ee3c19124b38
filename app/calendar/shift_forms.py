"""Forms of the shifts of an event, and of the days that a leader ticks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TimeField
from wtforms.validators import InputRequired, ValidationError

from app.events.duty_rules import ShiftSpan
from app.events.models import REASON_LENGTH, Event, EventShift
from app.events.shift_actions import ShiftFacts, shift_version
from app.form_fields import AtMost, FigureField, VersionedForm, cleaned, no_identity_digits

MOST_NEEDED = 500
_USUALLY_NEEDED = 2
_NO_TIME = _l("Enter a time: hours and minutes.")


class ShiftForm(VersionedForm):
    """The times of a shift, and how many people it needs."""

    starts_at = TimeField(_l("From what time"), [InputRequired(_NO_TIME)])
    ends_at = TimeField(_l("Until what time"), [InputRequired(_NO_TIME)])
    needed = FigureField(_l("People needed"), 1, MOST_NEEDED, empty=1)

    @classmethod
    def of(cls, shift: EventShift) -> ShiftForm:
        """Return the form of a shift."""
        return cls(data={**_facts_of(shift)._asdict(), "version": shift_version(shift)})

    @classmethod
    def after(cls, shifts: Sequence[EventShift], event: Event) -> ShiftForm:
        """Return the form of a new shift: it follows the last one of an event, or takes as long as the event."""
        whole = ShiftFacts(event.starts_at, event.ends_at, _USUALLY_NEEDED)
        last = max(map(_facts_of, shifts), key=lambda each: each.ends_at, default=None)
        span = ShiftSpan(last.starts_at, last.ends_at).followed(event.ends_at) if last else None
        facts = ShiftFacts(*span, last.needed) if last and span else whole
        return cls(data={**facts._asdict(), "version": ""})

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


def _facts_of(shift: EventShift) -> ShiftFacts:
    return ShiftFacts(shift.starts_at, shift.ends_at, shift.needed)


class TickForm(VersionedForm):
    """The note of the days that are ticked; the days themselves are check boxes of the page."""

    note = StringField(
        _l("What is planned on the days ticked now"),
        [AtMost(REASON_LENGTH), no_identity_digits],
        filters=[cleaned],
    )
