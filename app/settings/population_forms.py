"""The form of how many there are of a group on a day: of the ward, and of each of its areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.form_fields import TOO_LONG, FigureField, cleaned, no_identity_digits
from app.localisation import day
from app.month import FIRST_DAY
from app.places.models import SOURCE_LENGTH
from app.settings.pasted import read_pasted
from app.settings.populations import Area, Census, GroupPage

MOST_FIGURE = 999_999_999
MOST_PASTED = 20_000


class PopulationForm(FlaskForm):  # type: ignore[misc]
    """How many there are, on which day, and who says so. Where a field is left empty, nothing changes."""

    as_of = DateField(_l("Counted on"), [DataRequired(_l("Enter a day: day, month and year."))])
    source = StringField(
        _l("Who says so"),
        [
            DataRequired(_l("Enter who says so, so that others can look it up.")),
            Length(max=SOURCE_LENGTH, message=TOO_LONG),
            no_identity_digits,
        ],
        filters=[cleaned],
    )
    ward = FigureField(_l("The whole ward"), 0, MOST_FIGURE, empty=None)
    pasted = TextAreaField(_l("Lines from a table"))
    stamp = HiddenField()

    controls: Mapping[Area, FigureField] = {}
    today: date

    def validate_as_of(self, field: DateField) -> None:
        """Take no day that is to come, nor one before there were wards of today."""
        if field.data is None or not FIRST_DAY <= field.data <= self.today:
            raise ValidationError(
                _("Enter a day from %(first)s to %(last)s.", first=day(FIRST_DAY), last=day(self.today))
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, that there is a figure, and that no area's is from before the area was as it is."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and not self.figures:
            self.ward.errors = [_("Enter at least one figure.")]
            return False
        for area, control in self.controls.items():
            if self.as_of.data and control.data is not None and self.as_of.data <= area.merged_on:
                merged_on = day(area.merged_on)
                words = _("Others were merged into it on %(day)s: only later figures are its own.", day=merged_on)
                control.errors = [*control.errors, words]
                is_valid = False
        return is_valid

    @property
    def census(self) -> Census:
        """What was entered, once it was found valid."""
        if self.as_of.data is None:
            raise ValueError("the day is missing")
        return Census(self.as_of.data, [self.source.data or ""], self.figures)

    @property
    def figures(self) -> dict[int | None, int]:
        """What was entered, by area, and under ``None`` of the ward."""
        entered = {None: self.ward.data} | {area.id: control.data for area, control in self.controls.items()}
        return {place: figure for place, figure in entered.items() if figure is not None}

    @property
    def has_pasted(self) -> bool:
        """Whether there are lines to be read: saving would lose them."""
        return bool((self.pasted.data or "").strip())

    def take_pasted(self) -> tuple[int, Sequence[str]]:
        """Put the pasted figures into the fields; return how many, and what is wrong with the other lines."""
        text = self.pasted.data or ""
        if len(text) > MOST_PASTED:
            return 0, [_("This is too long: at most %(max)d characters.", max=MOST_PASTED)]
        self.pasted.data = ""
        read = read_pasted(text, {area.id: area.name for area in self.controls})
        for area, control in self.controls.items():
            if area.id in read.figures:
                control.data, control.raw_data = read.figures[area.id], None
        return len(read.figures), read.problems


def population_form(page: GroupPage, today: date) -> PopulationForm:
    """Return the form of a group, empty or with what was sent."""
    names = {f"area-{area.id}": area for area in page.areas}
    fields = {name: FigureField(area.name, 0, MOST_FIGURE, empty=None) for name, area in names.items()}
    # Which areas there are only the database knows, so each page has a form of its own.
    form: PopulationForm = type("PopulationForm", (PopulationForm,), fields)()
    form.controls = {area: form[name] for name, area in names.items()}
    form.today = today
    return form
