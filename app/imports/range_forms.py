"""The form of the houses of a lane."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, ValidationError

from app.form_fields import AtMost, FigureField, cleaned, no_identity_digits
from app.imports.house_range import MOST_HOUSES, MOST_NUMBER, MOST_SUFFIXES, HouseRange, HouseSide

_SIDES = {HouseSide.ALL: _l("All"), HouseSide.ODD: _l("Odd ones"), HouseSide.EVEN: _l("Even ones")}


class RangeForm(FlaskForm):  # type: ignore[misc]
    """An area, a lane or street, and from which number to which; all of its houses, or those of one side."""

    area = SelectField(_l("Neighbourhood"), coerce=int)
    lane = StringField(
        _l("Lane or street"),
        [
            DataRequired(_l("Write the lane or the street, such as ngõ 3 or đường Lê Lợi.")),
            AtMost(100),
            no_identity_digits,
        ],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )
    first = FigureField(_l("From number"), 1, MOST_NUMBER, empty=None)
    last = FigureField(_l("To number"), 1, MOST_NUMBER, empty=None)
    side = SelectField(_l("Which numbers"), default=HouseSide.ALL.value)
    suffixes = StringField(_l("Letters behind each number"), [AtMost(40)], filters=[cleaned], default="")

    names: Mapping[int, str]
    """The names of the areas."""

    @classmethod
    def of(cls, areas: Mapping[int, str]) -> RangeForm:
        """Return the form for the areas of a ward."""
        form = cls()
        form.area.choices, form.names = list(areas.items()), areas
        form.side.choices = [(side.value, name) for side, name in _SIDES.items()]
        return form

    @property
    def letters(self) -> list[str]:
        """The letters that were entered, without those that stand there twice."""
        return list(dict.fromkeys((self.suffixes.data or "").replace(",", " ").replace(";", " ").upper().split()))

    @property
    def range(self) -> HouseRange:
        """What was entered, of a form that is valid."""
        area, first, last = self.names[self.area.data], self.first.data or 1, self.last.data or 1
        return HouseRange(area, self.lane.data or "", first, last, HouseSide(self.side.data), self.letters)

    def validate_first(self, field: FigureField) -> None:
        """Refuse a range without a beginning."""
        if field.data is None:
            raise ValidationError(field.refusal)

    def validate_last(self, field: FigureField) -> None:
        """Refuse a range that ends before it begins or not at all, and one of too many houses."""
        if field.data is None:
            raise ValidationError(field.refusal)
        if self.first.data is None:
            return
        if field.data < self.first.data:
            raise ValidationError(_("The last number comes before the first one."))
        if len(self.letters) <= MOST_SUFFIXES and len(self.range_numbers) > MOST_HOUSES:
            raise ValidationError(_("Too many houses at once: the most is %(max)d.", max=MOST_HOUSES))

    @property
    def range_numbers(self) -> list[str]:
        """The numbers of the houses, whatever else was entered."""
        side = HouseSide(self.side.data) if self.side.data in set(HouseSide) else HouseSide.ALL
        return HouseRange("", "", self.first.data or 1, self.last.data or 1, side, self.letters).numbers

    def validate_suffixes(self, _field: StringField) -> None:
        """Refuse what is no letter, such as a number."""
        if len(self.letters) > MOST_SUFFIXES or any(len(each) > 1 or not each.isalpha() for each in self.letters):
            raise ValidationError(_("Write single letters with spaces between them, such as A B C."))
