"""The form by which a ward chooses on which day its reporting periods begin, and from which of them on."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import InputRequired, ValidationError

from app.form_fields import VersionedForm
from app.month import Month
from app.period_words import period
from app.periods import CALENDAR_DAY, FIRST_DAYS, MIDDLE_DAY, Periods

FIRST_DAY_WORDS = {
    CALENDAR_DAY: _l("On day 1: a period is a calendar month"),
    MIDDLE_DAY: _l("On day 15: from day 15 of a month to day 14 of the next one"),
}
"""What each of the days is called on which periods may begin."""


class PeriodsForm(VersionedForm):
    """From which period on a ward's periods begin on which day.

    What was chosen stands in the address of the page that shows what it would move, so that reloading loses nothing.
    """

    first_day = RadioField(
        _l("On which day does a reporting period begin?"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(value=str(each), label=FIRST_DAY_WORDS[each]) for each in FIRST_DAYS],
    )
    # Why another one than those that are offered cannot be chosen, the action says.
    since = SelectField(_l("From which period on?"), validate_choice=False)
    offered: Sequence[Month] = ()

    @classmethod
    def of(cls, periods: Periods, offered: Sequence[Month], present: Month, version: str) -> PeriodsForm:
        """Return the form with the periods that may change, and with what was sent or stands in the address."""
        data = {"first_day": str(periods.first_day(present)), "since": str(present), "version": version}
        if request.method == "POST":
            form = cls(data=data)
        else:
            form = cls(request.args if "since" in request.args else None, data=data, meta={"csrf": False})
            form.version.data = version
        form.offered = offered
        form.since.choices = [(str(month), period(month, periods)) for month in offered]
        return form

    def validate_since(self, field: SelectField) -> None:
        """Refuse what is no period."""
        try:
            Month.parse(field.data or "")
        except ValueError:
            raise ValidationError(_("Choose one.")) from None

    @property
    def month(self) -> Month:
        """The period that was chosen."""
        return Month.parse(self.since.data)

    @property
    def day(self) -> int:
        """The day that was chosen."""
        return int(self.first_day.data)
