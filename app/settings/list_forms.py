"""The forms of areas, teams and places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional, ValidationError

from app.figures import MOST_FIGURE
from app.form_fields import AtMost, FigureField, VersionedForm, cleaned, no_identity_digits
from app.places.models import NAME_LENGTH, Place, PlaceType
from app.places.type_names import TYPE_NAMES
from app.settings.pasted_names import MOST_LINES, MOST_PASTED
from app.settings.place_actions import PlaceFacts
from app.settings.ward_lists import Listed

_NO_DAY = _l("Enter a day: day, month and year.")
_NO_AREA = (0, _l("nowhere in particular"))

Choices = Iterable[tuple[int, str]]


def _name_field() -> StringField:
    checks = [
        DataRequired(_l("Enter a name.")),
        AtMost(NAME_LENGTH),
        no_identity_digits,
    ]
    return StringField(_l("What it is called"), checks, filters=[cleaned], render_kw={"autocomplete": "off"})


def _type_field() -> SelectField:
    return SelectField(
        _l("What it is"),
        choices=lambda: [(type.value, str(TYPE_NAMES[type])) for type in PlaceType],
        default=PlaceType.MARKET.value,
    )


class AddForm(FlaskForm):  # type: ignore[misc]
    """Names to be added, a line for each, and since when they have existed."""

    lines = TextAreaField(
        _l("Names, a line for each"),
        [DataRequired(_l("Enter a name.")), AtMost(MOST_PASTED)],
        render_kw={"autocomplete": "off"},
    )
    since = DateField(_l("First day, if newly founded"), [Optional()])
    type = _type_field()
    area = SelectField(_l("Where it is"), coerce=int, default=0)

    def validate_lines(self, field: TextAreaField) -> None:
        """Refuse more lines than a ward has."""
        if len((field.data or "").splitlines()) > MOST_LINES:
            raise ValidationError(_("At most %(max)d lines at a time.", max=MOST_LINES))

    def offer(self, areas: Choices) -> None:
        """Set the areas that a place may be in."""
        self.area.choices = [_NO_AREA, *areas]


class NameForm(VersionedForm):
    """The name of an area or a team."""

    name = _name_field()


class PlaceForm(VersionedForm):
    """What is known of a place."""

    name = _name_field()
    type = _type_field()
    area = SelectField(_l("Where it is"), coerce=int)
    unit_count = FigureField(_l("Number of stalls or shops"), 0, MOST_FIGURE, empty=None)

    @classmethod
    def of(cls, place: Place, area_id: int | None, areas: Choices, **sent: None) -> PlaceForm:
        """Return the form with what is stored, or with what was sent unless ``formdata`` is ``None``.

        ``area_id`` is the area in which the place lies today.
        """
        form = cls(
            name=place.name,
            type=place.type.value,
            area=area_id or 0,
            unit_count=place.unit_count,
            **sent,
        )
        form.area.choices = [_NO_AREA, *areas]
        return form

    @property
    def facts(self) -> PlaceFacts:
        """What was entered."""
        return PlaceFacts(self.name.data or "", PlaceType(self.type.data), self.area.data or None, self.unit_count.data)


class CoverForm(VersionedForm):
    """The areas that a team covers from a day on."""

    areas = SelectMultipleField(_l("Neighbourhoods"), coerce=int)
    since = DateField(_l("From this day on"), [DataRequired(_NO_DAY)])

    @classmethod
    def of(cls, areas: Choices, covered: Iterable[int], today: date, **sent: None) -> CoverForm:
        """Return the form with what is stored, or with what was sent unless ``formdata`` is ``None``."""
        form = cls(areas=list(covered), since=today, **sent)
        form.areas.choices = list(areas)
        return form


class EndForm(FlaskForm):  # type: ignore[misc]
    """The last day of an area, a team or a place."""

    last_day = DateField(_l("Last day"), [DataRequired(_NO_DAY)])


def line_form(row: Listed, area_id: int | None, areas: Choices, **sent: None) -> NameForm | PlaceForm:
    """Return the form of what can be changed of a line; ``formdata=None`` passes over what was sent."""
    return PlaceForm.of(row, area_id, areas, **sent) if isinstance(row, Place) else NameForm(name=row.name, **sent)
