"""The form of a month's sheet: for each office a day, a source and its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field
from wtforms.validators import Optional as MayBeEmpty

from app.catalogue.models import Indicator
from app.catalogue.offices import OFFICE_NAMES, Office
from app.figures import MOST_FIGURE
from app.form_fields import FigureField, VersionedForm, VersionField, with_fields
from app.localisation import day
from app.settings.office_sheet import OfficeKey, OfficeSheet, OfficeValues
from app.settings.published_forms import EARLIEST
from app.settings.source_field import NO_SOURCE, SourceField


@dataclass(frozen=True, slots=True)
class OfficeLineControls:
    """The fields of an indicator."""

    indicator: Indicator
    figure: FigureField
    of_all: FigureField


@dataclass(frozen=True, slots=True)
class OfficeControls:
    """The fields of an office."""

    office: Office
    name: str
    version: VersionField
    as_of: DateField
    source: SourceField
    lines: Sequence[OfficeLineControls]

    @property
    def has_figures(self) -> bool:
        """Whether a figure was entered."""
        return any(line.figure.data is not None for line in self.lines)


class OfficeSheetForm(VersionedForm):
    """The figures of all offices for a month. A figure that is emptied is taken away."""

    offices: Sequence[OfficeControls] = ()
    sheet: OfficeSheet
    today: date

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Check every field, and that an office with a figure has a day and a source."""
        is_valid: bool = super().validate(extra_validators)
        for each in self.offices:
            for line in each.lines:
                if line.of_all.data is not None and line.figure.data is None:
                    line.figure.errors = [_("Enter the figure too, or leave both empty.")]
                    is_valid = False
            if not each.has_figures:
                continue
            if each.as_of.data is None or not EARLIEST <= each.as_of.data <= self.today:
                words = {"first": day(EARLIEST), "last": day(self.today)}
                each.as_of.errors = [_("Enter a day from %(first)s to %(last)s.", **words)]
                is_valid = False
            if not each.source.data:
                each.source.errors = [NO_SOURCE]
                is_valid = False
        return is_valid

    @property
    def changes(self) -> dict[OfficeKey, OfficeValues | None]:
        """The figures as they were entered, by office and indicator, of a form that is valid; ``None`` where empty."""
        return {
            (each.office, line.indicator.code): OfficeValues(
                line.figure.data, line.of_all.data, each.as_of.data, each.source.data or ""
            )
            if line.figure.data is not None and each.as_of.data is not None
            else None
            for each in self.offices
            for line in each.lines
        }

    @property
    def seen(self) -> dict[Office, str]:
        """The versions that were shown."""
        return {each.office: each.version.data for each in self.offices}

    def show_versions(self) -> None:
        """Take the versions that the page shows."""
        for each in self.offices:
            each.version.data = self.sheet.version(each.office)

    def show_stored(self) -> None:
        """Fill the form in with what is stored."""
        self.show_versions()
        for each in self.offices:
            for line in each.lines:
                row = self.sheet.stored.get((each.office, line.indicator.code))
                if row is not None:
                    line.figure.data, line.of_all.data = row.figure, row.of_all
                    each.as_of.data, each.source.data = row.as_of, row.source


def office_form(sheet: OfficeSheet, today: date) -> OfficeSheetForm:
    """Return the form of a sheet, empty or with the values that were sent."""
    fields: dict[str, Field] = {}
    for office, lines in sheet.lines.items():
        fields[f"{office}-version"] = VersionField(str(OFFICE_NAMES[office]))
        fields[f"{office}-as_of"] = DateField(_l("Figure as of"), [MayBeEmpty()])
        fields[f"{office}-source"] = SourceField(_l("Source"), missing="")
        for each in lines:
            fields[f"{office}-{each.code}-figure"] = FigureField(_("Figure"), 0, MOST_FIGURE, empty=None)
            fields[f"{office}-{each.code}-of_all"] = FigureField(_("Of how many"), 1, MOST_FIGURE, empty=None)
    form = with_fields(fields)(OfficeSheetForm)()
    form.sheet, form.today = sheet, today
    form.offices = [_controls(form, office, lines) for office, lines in sheet.lines.items()]
    return form


def _controls(form: OfficeSheetForm, office: Office, lines: Sequence[Indicator]) -> OfficeControls:
    return OfficeControls(
        office,
        str(OFFICE_NAMES[office]),
        form[f"{office}-version"],
        form[f"{office}-as_of"],
        form[f"{office}-source"],
        [
            OfficeLineControls(each, form[f"{office}-{each.code}-figure"], form[f"{office}-{each.code}-of_all"])
            for each in lines
        ],
    )
