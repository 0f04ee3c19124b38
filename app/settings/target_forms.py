"""Forms of targets: one figure for one or many places and months, or one figure for each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField
from wtforms.validators import ValidationError

from app.figures import MOST_FIGURE
from app.form_fields import FigureField, VersionField, with_fields
from app.localisation import number
from app.month import Month
from app.period_words import period
from app.places.ward_places import WardPlace
from app.settings.targets import TargetsPage
from app.targets.keys import TargetKey, TargetLevel
from app.versions import version_token

WHOLE_YEAR, EVERY_MONTH = "year", "months"


class TargetForm(FlaskForm):  # type: ignore[misc]
    """A figure for a measure, for one place or all of a kind, and for the year or its months."""

    measure = SelectField(_l("What is to be reached"))
    whose = SelectField(_l("By whom"))
    period = SelectField(_l("When"))
    figure = FigureField(_l("Target"), 1, MOST_FIGURE, empty=None)
    remove = StringField()

    @classmethod
    def of(cls, page: TargetsPage) -> TargetForm:
        """Return the form with the choices of a year."""
        form = cls()
        form.page, periods = page, page.ward.settings.periods
        form.measure.choices = {group: names for group, names in page.measures.items() if names}
        form.whose.choices = _level_choices(page)
        form.period.choices = {
            WHOLE_YEAR: _("the whole year %(year)d", year=page.year),
            EVERY_MONTH: _("each month of %(year)d", year=page.year),
            **{str(month): _("month %(month)s", month=period(month, periods)) for month in page.months},
        }
        return form

    page: TargetsPage

    def validate_figure(self, field: FigureField) -> None:
        """Require a figure, except where targets are removed."""
        if field.data is None and not field.errors and not self.remove.data:
            raise ValidationError(_("Enter the figure that is to be reached."))

    @property
    def keys(self) -> list[TargetKey]:
        """The keys of all targets that were chosen."""
        level, _colon, id = self.whose.data.partition(":")
        return [
            TargetKey.at(TargetLevel(level), place_id, self.measure.data, str(month) if month else None)
            for month in self._months()
            for place_id in self._place_ids(TargetLevel(level), id, month)
        ]

    def _months(self) -> Sequence[Month | None]:
        if self.period.data == WHOLE_YEAR:
            return [None]
        return self.page.months if self.period.data == EVERY_MONTH else [Month.parse(self.period.data)]

    def _place_ids(self, level: TargetLevel, id: str, month: Month | None) -> list[int | None]:
        if level is TargetLevel.WARD:
            return [None]
        return [place.id for place in self.page.places_in(level, month) if id in ("", str(place.id))]


def _level_choices(page: TargetsPage) -> dict[str, dict[str, str]]:
    teams, areas = (
        {f"{level}:{each.id}": each.name for each in page.places[level]}
        for level in (TargetLevel.TEAM, TargetLevel.AREA)
    )
    for_all = {str(TargetLevel.WARD): _("the whole ward")}
    if teams:
        for_all[str(TargetLevel.TEAM)] = _("each team, the same (%(number)d)", number=len(teams))
    if areas:
        for_all[str(TargetLevel.AREA)] = _("each neighbourhood, the same (%(number)d)", number=len(areas))
    groups = {_("Ward, or all at once"): for_all, _("One team"): teams, _("One neighbourhood"): areas}
    return {group: choices for group, choices in groups.items() if choices}


@dataclass(frozen=True, slots=True)
class FigureControl:
    """The control of a place's figure; hidden beside it is the version of the figure that it showed at first."""

    key: TargetKey
    figure: FigureField
    version: VersionField

    @property
    def is_changed(self) -> bool:
        """Whether another figure was entered. A place that was added later has no control in a form sent before.

        A form of an older release sends no versions: nobody knows whether a field that is empty was so from the first,
        and taking away a target that its user never saw would be worse than keeping one.
        """
        if not self.figure.raw_data:
            return False
        if self.figure.process_errors:
            return True
        if self.figure.data is None and not self.version.data:
            return False
        return version_token(self.figure.data) != self.version.data

    def show(self, stored: int | None) -> None:
        """Show the stored figure in place of the one that was sent."""
        self.figure.data, self.figure.raw_data = stored, None
        self.version.data = version_token(stored)


class FiguresForm(FlaskForm):  # type: ignore[misc]
    """A figure for the ward, for each team and for each area; an empty field is no target.

    Only figures that were changed are set: those that others set meanwhile stay.
    """

    controls: Sequence[FigureControl] = ()

    @property
    def figures(self) -> dict[TargetKey, int | None]:
        """The figures that were changed."""
        return {each.key: each.figure.data for each in self.controls if each.is_changed}

    @property
    def seen(self) -> dict[TargetKey, str]:
        """The versions of the figures that the form showed where one was changed."""
        return {each.key: each.version.data for each in self.controls if each.is_changed}

    def show(self, stored: Mapping[TargetKey, int]) -> None:
        """Show the stored figures wherever none was changed."""
        for each in self.controls:
            if not each.is_changed:
                each.show(stored.get(each.key))

    def mark_outdated(self, stored: Mapping[TargetKey, int]) -> None:
        """Say where another figure was set meanwhile; saving again replaces it."""
        self.show(stored)
        for each in self.controls:
            current = stored.get(each.key)
            if each.is_changed and version_token(current) != each.version.data:
                if current != each.figure.data:
                    each.figure.errors = [_conflict_message(current, was_seen=bool(each.version.data))]
                each.version.data = version_token(current)


def _conflict_message(current: int | None, *, was_seen: bool) -> str:
    """Return what stands in the way of a figure; an older form does not show whether its user has seen that."""
    if current is None:
        return str(
            _("Somebody took this target away meanwhile. Save again to set yours.")
            if was_seen
            else _("This form was opened before an update. Save again to set this target.")
        )
    return str(
        _("Somebody set %(figure)s here meanwhile. Save again to replace it.", figure=number(current))
        if was_seen
        else _("The target here is %(figure)s. Save again to replace it.", figure=number(current))
    )


def figures_form(page: TargetsPage, measure: str, month: Month | None) -> FiguresForm:
    """Return the form of a measure's targets for a month or a year, with the stored figures or those sent."""
    period = str(month) if month else None
    places: list[tuple[TargetLevel, WardPlace | None]] = [(TargetLevel.WARD, None)]
    places += [(level, each) for level in page.places for each in page.places_in(level, month)]
    named = {
        _control_name(level, place): (
            TargetKey.at(level, place.id if place else None, measure, period),
            place.name if place else page.ward.name,
        )
        for level, place in places
    }
    controls: dict[str, Field] = {
        control: FigureField(name, 1, MOST_FIGURE, empty=None) for control, (_key, name) in named.items()
    }
    controls |= {f"version-{control}": VersionField() for control in named}
    # The places are known only from the database, so each page has a form class of its own.
    form = with_fields(controls)(FiguresForm)()
    form.controls = [
        FigureControl(key, form[control], form[f"version-{control}"]) for control, (key, _name) in named.items()
    ]
    form.show(page.figures)
    return form


def _control_name(level: TargetLevel, place: WardPlace | None) -> str:
    return f"{level}-{place.id}" if place else str(level)
