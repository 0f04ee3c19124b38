"""The form of a published figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, ValidationError

from app.catalogue.terms import Bound
from app.figures import MOST_FIGURE
from app.form_fields import FigureField, VersionedForm, cleaned
from app.localisation import day
from app.month import FIRST_DAY
from app.settings.published_figures import PublishedValues
from app.settings.source_field import SourceField

_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)
EARLIEST = date(2015, 1, 1)
"""The earliest day that a published figure may be of: before it no ward published any."""

_BOUNDS = {Bound.EXACT: _l("Exactly"), Bound.MORE_THAN: _l("More than"), Bound.LESS_THAN: _l("Nearly")}


def read_percent(text: str) -> str | None:
    """Return a percentage from 0 to 100 with a decimal point, or ``None`` where ``text`` is none; empty stays empty."""
    text = text.strip().removesuffix("%").strip()
    if not text:
        return ""
    if not _PERCENT.fullmatch(text):
        return None
    value = text.replace(",", ".")
    return value if Decimal(value) <= 100 else None


class PublishedForm(VersionedForm):
    """A figure or a bound, of how many, the printed percentage, its day and its source."""

    bound = SelectField(_l("How exact"), default=Bound.EXACT.value)
    numerator = FigureField(_l("Figure"), 0, MOST_FIGURE, empty=None)
    denominator = FigureField(_l("Of how many"), 1, MOST_FIGURE, empty=None)
    percent = StringField(_l("Printed percentage"), filters=[cleaned])
    as_of = DateField(_l("Figure as of"), [DataRequired(_l("Enter a day: day, month and year."))])
    source = SourceField(_l("Source"))
    today: date = FIRST_DAY

    def validate_percent(self, field: StringField) -> None:
        """Refuse what is no percentage."""
        if read_percent(field.data or "") is None:
            raise ValidationError(_("Enter a percentage from 0 to 100, such as 98,8."))

    def validate_as_of(self, field: DateField) -> None:
        """Refuse a day in the future, and one that is a slip."""
        check_day(field, EARLIEST, self.today)

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Check every field, and that there is a figure or a percentage."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and self.numerator.data is None and not self.percent.data:
            self.numerator.errors = [_("Enter the figure, or at least the printed percentage.")]
            return False
        return is_valid

    @property
    def values(self) -> PublishedValues:
        """The figure that was entered, of a form that is valid."""
        if self.as_of.data is None:
            raise ValueError("the day is missing")
        return PublishedValues(
            self.as_of.data,
            self.source.data or "",
            self.numerator.data,
            Bound(self.bound.data),
            self.denominator.data,
            read_percent(self.percent.data or "") or "",
        )

    def show(self, values: PublishedValues) -> None:
        """Fill the form in with a stored figure."""
        self.as_of.data = values.as_of if values.as_of >= EARLIEST else None
        self.source.data, self.bound.data = values.source, values.bound.value
        self.numerator.data, self.denominator.data = values.numerator, values.denominator
        self.percent.data = values.percent


def published_form(today: date) -> PublishedForm:
    """Return the form, empty or with the values that were sent."""
    form = PublishedForm()
    form.bound.choices = [(bound.value, str(name)) for bound, name in _BOUNDS.items()]
    form.today = today
    return form


def check_day(field: DateField, first: date, last: date) -> None:
    """Refuse a day that is not between two days."""
    if field.data is None or not first <= field.data <= last:
        raise ValidationError(_("Enter a day from %(first)s to %(last)s.", first=day(first), last=day(last)))
