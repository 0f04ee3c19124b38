"""Forms of targets: one figure for one or many places and months, or a figure for each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from app.catalogue.targets import TargetKey, Whose
from app.localisation import month as month_words
from app.month import Month
from app.setup.report_forms import FigureField
from app.setup.targets import Named, TargetsPage

MOST_FIGURE = 999_999_999
WHOLE_YEAR, EVERY_MONTH = "year", "months"


class TargetForm(FlaskForm):  # type: ignore[misc]
    """A figure, and what it is to hold for: a measure, a place or all of a kind, the year or its months."""

    measure = SelectField(_l("What is to be reached"))
    whose = SelectField(_l("By whom"))
    period = SelectField(_l("When"))
    figure = FigureField(_l("Target"), 1, MOST_FIGURE, empty=None)
    remove = StringField()

    @classmethod
    def of(cls, page: TargetsPage) -> TargetForm:
        """Return the form with what there is to choose in a year."""
        form = cls()
        form.page = page
        form.measure.choices = {group: names for group, names in page.measures.items() if names}
        form.whose.choices = _whose_choices(page)
        form.period.choices = {
            WHOLE_YEAR: _("the whole year %(year)d", year=page.year),
            EVERY_MONTH: _("each month of %(year)d", year=page.year),
            **{str(month): _("month %(month)s", month=month_words(month)) for month in page.months},
        }
        return form

    page: TargetsPage

    def validate_figure(self, field: FigureField) -> None:
        """Ask for a figure, but where targets are taken away."""
        if field.data is None and not self.remove.data:
            raise ValidationError(_("Enter the figure that is to be reached."))

    @property
    def keys(self) -> list[TargetKey]:
        """All targets that were meant."""
        places = list(self._places())
        return [
            TargetKey.of(self.measure.data, str(month) if month else None, whose, place.id if place else None)
            for month in self._months()
            for whose, place in places
            if place is None or month is None or place.is_there(month)
        ]

    def _months(self) -> Sequence[Month | None]:
        if self.period.data == WHOLE_YEAR:
            return [None]
        return self.page.months if self.period.data == EVERY_MONTH else [Month.parse(self.period.data)]

    def _places(self) -> Iterable[tuple[Whose, Named | None]]:
        whose, _colon, id = self.whose.data.partition(":")
        if whose == Whose.WARD:
            return [(Whose.WARD, None)]
        places = self.page.places[Whose(whose)]
        return [(Whose(whose), place) for place in places if id in ("", str(place.id))]


def _whose_choices(page: TargetsPage) -> dict[str, dict[str, str]]:
    teams, areas = (
        {f"{whose}:{each.id}": each.name for each in page.places[whose]} for whose in (Whose.TEAM, Whose.AREA)
    )
    for_all = {str(Whose.WARD): _("the whole ward")}
    if teams:
        for_all[str(Whose.TEAM)] = _("each team, the same (%(number)d)", number=len(teams))
    if areas:
        for_all[str(Whose.AREA)] = _("each neighbourhood, the same (%(number)d)", number=len(areas))
    groups = {_("Ward, or all at once"): for_all, _("One team"): teams, _("One neighbourhood"): areas}
    return {group: choices for group, choices in groups.items() if choices}


class FiguresForm(FlaskForm):  # type: ignore[misc]
    """A figure for the ward, for each team and for each area; where one is left empty there is no target."""

    controls: Sequence[tuple[TargetKey, str, FigureField]] = ()

    @property
    def figures(self) -> dict[TargetKey, int | None]:
        """What was entered."""
        return {key: control.data for key, _name, control in self.controls}


def figures_form(page: TargetsPage, measure: str, month: Month | None) -> FiguresForm:
    """Return the form of a measure's targets for a month or a year, with what is set or what was sent."""
    period = str(month) if month else None
    places: list[tuple[Whose, Named | None]] = [(Whose.WARD, None)]
    for whose, them in page.places.items():
        places += [(whose, each) for each in them if month is None or each.is_there(month)]
    named = {
        _control_name(whose, place): (
            TargetKey.of(measure, period, whose, place.id if place else None),
            place.name if place else page.ward.name,
        )
        for whose, place in places
    }
    controls: dict[str, Any] = {
        control: FigureField(name, 1, MOST_FIGURE, empty=None) for control, (_key, name) in named.items()
    }
    # Which places there are only the database knows, so each page has a form of its own.
    form: FiguresForm = type("FiguresForm", (FiguresForm,), controls)(
        data={control: page.figures.get(key) for control, (key, _name) in named.items()}
    )
    form.controls = [(key, name, form[control]) for control, (key, name) in named.items()]
    return form


def _control_name(whose: Whose, place: Named | None) -> str:
    return f"{whose}-{place.id}" if place else str(whose)
