"""The form of the figures of a population group on a day: of the ward, and of each of its areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.figures import MOST_FIGURE
from app.form_fields import FigureField, VersionedForm, with_fields
from app.localisation import day
from app.month import FIRST_DAY
from app.settings.pasted_figures import read_pasted
from app.settings.populations import Area, Census, GroupPage
from app.settings.source_field import SourceField

MOST_PASTED = 20_000


class PopulationForm(VersionedForm):
    """The figures, their day and their source. An empty field changes nothing."""

    as_of = DateField(_l("Counted on"), [DataRequired(_l("Enter a day: day, month and year."))])
    source = SourceField()
    ward = FigureField(_l("The whole ward"), 0, MOST_FIGURE, empty=None)
    pasted = TextAreaField(_l("Lines from a table"))

    controls: Mapping[Area, FigureField] = {}
    today: date

    def validate_as_of(self, field: DateField) -> None:
        """Refuse a day in the future, and one before the wards of today existed."""
        if field.data is None or not FIRST_DAY <= field.data <= self.today:
            raise ValidationError(
                _("Enter a day from %(first)s to %(last)s.", first=day(FIRST_DAY), last=day(self.today))
            )

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Check every field, that there is a figure, and that no area's figure is older than its last merge."""
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
        """The figures that were entered, of a form that is valid."""
        if self.as_of.data is None:
            raise ValueError("the day is missing")
        return Census(self.as_of.data, [self.source.data or ""], self.figures)

    @property
    def figures(self) -> dict[int | None, int]:
        """The figures that were entered, by area, and under ``None`` that of the ward."""
        entered = {None: self.ward.data} | {area.id: control.data for area, control in self.controls.items()}
        return {place: figure for place, figure in entered.items() if figure is not None}

    @property
    def has_pasted(self) -> bool:
        """Whether pasted lines are still to be read: saving would lose them."""
        return bool((self.pasted.data or "").strip())

    def take_pasted(self) -> tuple[int, Sequence[str]]:
        """Put the pasted figures into the fields; return their number, and a sentence for each line that is wrong."""
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
    """Return the form of a group, empty or with the values that were sent."""
    names = {f"area-{area.id}": area for area in page.areas}
    fields = {name: FigureField(area.name, 0, MOST_FIGURE, empty=None) for name, area in names.items()}
    # The areas are known only from the database, so each page has a form class of its own.
    form = with_fields(fields)(PopulationForm)()
    form.controls = {area: form[name] for name, area in names.items()}
    form.today = today
    return form
