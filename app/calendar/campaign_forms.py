"""The forms of a campaign: its name, days and areas, and one target for one team, each team, or all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.events.campaign_actions import CampaignFacts
from app.events.models import NOTE_LENGTH, TITLE_LENGTH
from app.figures import MOST_FIGURE
from app.form_fields import AtMost, FigureField, VersionedForm, cleaned, no_identity_digits
from app.month import FIRST_DAY
from app.places.ward_places import WardArea, WardTeam
from app.reports.quick_rows import QuickSubject

MOST_DAYS, LATEST = 366, date(2099, 12, 31)
ALL_TOGETHER, EACH_TEAM = "all", "each"


class CampaignForm(VersionedForm):
    """What a campaign is called, and when and where it is held."""

    name = StringField(
        _l("Name of the campaign"),
        [DataRequired(_l("Enter a name.")), AtMost(TITLE_LENGTH), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )
    first_day = DateField(_l("First day"), [DataRequired(_l("Enter a day: day, month and year."))])
    last_day = DateField(_l("Last day"), [DataRequired(_l("Enter a day: day, month and year."))])
    areas = SelectMultipleField(_l("Where"), coerce=int)
    note = TextAreaField(_l("Note"), [AtMost(NOTE_LENGTH), no_identity_digits], filters=[cleaned])

    def offer(self, areas: Iterable[WardArea]) -> None:
        """Set the areas that may be chosen."""
        self.areas.choices = [(area.id, area.name) for area in areas]

    def validate_first_day(self, field: DateField) -> None:
        """Refuse a year that is a slip."""
        if field.data is not None and not FIRST_DAY <= field.data <= LATEST:
            raise ValidationError(_l("This day is too long ago. Check the year."))

    def validate_last_day(self, field: DateField) -> None:
        """Refuse days in the wrong order, and more than a year of them."""
        if field.data is None or self.first_day.data is None:
            return
        if field.data < self.first_day.data:
            raise ValidationError(_l("The last day is before the first one."))
        if (field.data - self.first_day.data).days >= MOST_DAYS:
            raise ValidationError(_l("A campaign has at most 366 days."))

    @property
    def facts(self) -> CampaignFacts:
        """What was entered, after the form was found to be right."""
        return CampaignFacts(
            self.name.data or "",
            self.first_day.data or FIRST_DAY,
            self.last_day.data or FIRST_DAY,
            self.note.data or "",
            frozenset(self.areas.data or ()),
        )

    def show(self, facts: CampaignFacts, version: str) -> None:
        """Show a stored campaign."""
        self.name.data, self.note.data = facts.name, facts.note
        self.first_day.data, self.last_day.data = facts.first_day, facts.last_day
        self.areas.data, self.version.data = list(facts.areas), version


class CampaignTargetForm(FlaskForm):  # type: ignore[misc]
    """A figure of one measure: for all together, for each team alike, or for one team; none takes it away."""

    measure = SelectField(_l("What is to be reached"))
    whose = SelectField(_l("By whom"))
    figure = FigureField(_l("Target"), 1, MOST_FIGURE, empty=None)
    remove = StringField()

    def offer(self, subjects: Iterable[QuickSubject], teams: Iterable[WardTeam]) -> None:
        """Set the measures, which all exist, and the teams that take part."""
        teams = list(teams)
        self.measure.choices = [(each.code, each.name) for each in subjects if each.measures]
        self.team_ids = {str(team.id): team.id for team in teams}
        names = [(str(team.id), team.name) for team in teams]
        together = [(ALL_TOGETHER, _("all together")), (EACH_TEAM, _("each team, the same"))]
        self.whose.choices = [*together, *names]

    team_ids: Mapping[str, int]

    def validate_figure(self, field: FigureField) -> None:
        """Require a figure, except where targets are taken away."""
        if field.data is None and not field.errors and not self.remove.data:
            raise ValidationError(_("Enter the figure that is to be reached."))

    @property
    def figures(self) -> dict[tuple[int | None, str], int | None]:
        """The figure by team and measure, as :func:`app.events.campaign_actions.set_campaign_targets` takes it."""
        figure = None if self.remove.data else self.figure.data
        if self.whose.data == ALL_TOGETHER:
            return {(None, self.measure.data): figure}
        ids = self.team_ids.values() if self.whose.data == EACH_TEAM else [self.team_ids[self.whose.data]]
        return {(team_id, self.measure.data): figure for team_id in ids}
