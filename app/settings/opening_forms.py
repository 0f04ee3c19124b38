"""The form of the opening figures: two fields for each thing that the ward reports, one day and one source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field
from wtforms.validators import DataRequired

from app.catalogue.openings import OpeningPart
from app.figures import MOST_FIGURE
from app.form_fields import FigureField, VersionedForm, VersionField, with_fields
from app.localisation import day
from app.settings.opening_actions import OpeningChange
from app.settings.opening_page import OpeningLine, OpeningPage
from app.settings.published_forms import EARLIEST, check_day
from app.settings.source_field import SourceField


@dataclass(frozen=True, slots=True)
class OpeningControls:
    """The fields of a line."""

    line: OpeningLine
    this_year: FigureField
    before: FigureField
    version: VersionField


class OpeningForm(VersionedForm):
    """What was done before the log was used. A line with an empty field for this year changes nothing."""

    as_of = DateField(_l("Up to which day"), [DataRequired(_l("Enter a day: day, month and year."))])
    source = SourceField()
    rows: Sequence[OpeningControls] = ()
    today: date

    def validate_as_of(self, field: DateField) -> None:
        """Refuse a day in the future, and one that is a slip."""
        check_day(field, EARLIEST, self.today)

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Check every field, that there is a figure, and that none holds days that the log counts."""
        is_valid: bool = super().validate(extra_validators)
        for row in self.rows:
            if row.this_year.data is None and row.before.data is not None:
                row.this_year.errors = [_("Enter what was done this year too: 0 if nothing was.")]
                is_valid = False
            logged = row.line.logged_from
            if self.as_of.data and row.this_year.data is not None and logged and logged <= self.as_of.data:
                row.this_year.errors = [logged_words(logged)]
                is_valid = False
        if is_valid and not self.changes:
            self.source.errors = [_("Enter at least one figure.")]
            return False
        return is_valid

    @property
    def changes(self) -> dict[str, OpeningChange]:
        """The figures that were entered, by subject, of a form that is valid."""
        if self.as_of.data is None:
            raise ValueError("the day is missing")
        return {
            row.line.subject.code: OpeningChange(
                OpeningPart(row.this_year.data, row.before.data, self.as_of.data, self.source.data or ""),
                row.version.data,
            )
            for row in self.rows
            if row.this_year.data is not None
        }

    def show_versions(self) -> None:
        """Take the versions that the page shows."""
        for row in self.rows:
            row.version.data = row.line.version


def logged_words(first: date) -> str:
    """Say that the log counts a day already that an opening figure would hold."""
    return str(_("The log book counts this from %(day)s on: enter what was done before that day.", day=day(first)))


def opening_form(page: OpeningPage, today: date) -> OpeningForm:
    """Return the form of a page, empty or with the values that were sent."""
    fields: dict[str, Field] = {}
    for place, line in enumerate(page.lines):
        fields[f"this_year-{place}"] = FigureField(_("This year"), 0, MOST_FIGURE, empty=None)
        fields[f"before-{place}"] = FigureField(_("In the years before"), 0, MOST_FIGURE, empty=None)
        fields[f"version-{place}"] = VersionField(line.subject.name)
    form = with_fields(fields)(OpeningForm)()
    form.rows = [
        OpeningControls(line, form[f"this_year-{place}"], form[f"before-{place}"], form[f"version-{place}"])
        for place, line in enumerate(page.lines)
    ]
    form.today = today
    return form
