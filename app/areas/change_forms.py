"""The forms of changes of areas: merging some, and the new map of a whole ward."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.areas.changes import AreaMerge, AreaRefusal, AreaRefusedError
from app.areas.wording import change_refusal_words
from app.form_fields import AtMost, cleaned, no_identity_digits
from app.identity_digits import holds_identity_digits
from app.json_values import IDENTITY_DIGITS, too_long
from app.month import FIRST_DAY
from app.places.models import NAME_LENGTH
from app.settings.pasted_names import MOST_PASTED

A_NEW_ONE = 0
"""The choice of who goes on: none of the old areas, but a new one."""

Choices = Iterable[tuple[int, str]]


class FirstDayField(DateField):
    """The first day of a new map."""

    @property
    def day(self) -> date:
        """The day that was entered; only of a valid form."""
        assert self.data is not None
        return self.data


def first_day_field() -> FirstDayField:
    """Return the field of the first day of a new map."""
    checks = [DataRequired(_l("Enter a day: day, month and year.")), _not_too_early]
    return FirstDayField(_l("First day of the new map"), checks)


def _not_too_early(_form: FlaskForm, field: FirstDayField) -> None:
    """Refuse a day of which not even the day before is known; those too late are refused where the change is made."""
    if field.day <= FIRST_DAY:
        raise ValidationError(change_refusal_words(AreaRefusedError(AreaRefusal.DAY_TOO_EARLY)))


def name_error(name: str) -> str:
    """Return what is wrong with the name of a new area as a text, or ``""``."""
    if not name:
        return str(_("Enter a name."))
    if len(name) > NAME_LENGTH:
        return too_long(len(name), NAME_LENGTH)
    return str(IDENTITY_DIGITS) if holds_identity_digits(name) else ""


class MergeForm(FlaskForm):  # type: ignore[misc]
    """The areas that become one, which of them goes on or the name of the new one, and the first day."""

    areas = SelectMultipleField(_l("Which ones become one"), coerce=int)
    goes_on = SelectField(_l("Which one has all from then on"), coerce=int, default=A_NEW_ONE)
    name = StringField(
        _l("Name of the new one"),
        [AtMost(NAME_LENGTH), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )
    first_day = first_day_field()

    def offer(self, areas: Choices) -> None:
        """Set the areas that can be merged."""
        self.areas.choices = list(areas)
        self.goes_on.choices = [(A_NEW_ONE, _l("a new one")), *self.areas.choices]

    def validate_areas(self, field: SelectMultipleField) -> None:
        """Refuse fewer than two areas."""
        if len(field.data or ()) < 2:
            raise ValidationError(_l("Choose at least two."))

    def validate_goes_on(self, field: SelectField) -> None:
        """Refuse one that is not among those that become one."""
        if field.data != A_NEW_ONE and field.data not in (self.areas.data or ()):
            raise ValidationError(_l("Choose one of those that become one, or a new one."))

    def validate_name(self, field: StringField) -> None:
        """Ask for the name of a new one."""
        if self.goes_on.data == A_NEW_ONE and not field.data:
            raise ValidationError(_l("Enter a name for the new one, or choose which one goes on."))

    @property
    def merge(self) -> AreaMerge:
        """What was entered."""
        chosen = self.areas.data or ()
        if self.goes_on.data == A_NEW_ONE:
            return AreaMerge(chosen, self.name.data or "")
        return AreaMerge(chosen, goes_on=self.goes_on.data)


class MapForm(FlaskForm):  # type: ignore[misc]
    """The lines of a ward's new map, and its first day."""

    lines = TextAreaField(
        _l("Old and new, a line for each new one"),
        [DataRequired(_l("Paste or write what becomes of which.")), AtMost(MOST_PASTED)],
        render_kw={"autocomplete": "off"},
    )
    first_day = first_day_field()
