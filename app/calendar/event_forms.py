"""The form of an event: what it is, where, on which days and at what times, and who takes part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from app.calendar.rule_words import EVERY_NAMES, ORDINAL_NAMES
from app.events.changes import EventFacts
from app.events.models import NOTE_LENGTH, TITLE_LENGTH, VENUE_LENGTH
from app.events.recurrence import LAST_DAY, days_of_rule
from app.events.rules import Every, Recurrence, parse_rule
from app.form_fields import AtMost, FigureField, VersionedForm, cleaned, no_identity_digits
from app.localisation import WEEKDAYS
from app.month import FIRST_DAY
from app.places.event_types import EventType, type_name

FARTHEST_START = timedelta(days=731)
"""How long before its first day an event may be planned."""

MOST_EXPECTED = 100_000
_STARTS, _ENDS = time(7, 30), time(11)
_NO_DAY = _l("Enter a day: day, month and year.")
_NO_TIME = _l("Enter a time: hours and minutes.")


class LastDayField(DateField):
    """A last day, which may be open."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a day, or say that it is none."""
        try:
            super().process_formdata([each for each in valuelist if each])
        except ValueError:
            raise ValueError(_NO_DAY) from None


class EventForm(VersionedForm):
    """An event. Without a title it is called as its type; without teams it is everybody's."""

    type = SelectField(_l("Type"), validate_choice=True)
    title = StringField(_l("Title"), [AtMost(TITLE_LENGTH), no_identity_digits], filters=[cleaned])
    place = SelectField(_l("Place"), coerce=int)
    venue = StringField(_l("Venue in words"), [AtMost(VENUE_LENGTH), no_identity_digits], filters=[cleaned])
    every = RadioField(
        _l("How often?"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: [(str(each), str(name)) for each, name in EVERY_NAMES.items()],
    )
    weekdays = SelectMultipleField(_l("On which weekdays?"), coerce=int)
    ordinal = SelectField(_l("Which one?"), coerce=int)
    weekday = SelectField(_l("Weekday"), coerce=int)
    month_day = FigureField(_l("Day of the month"), 1, 31, empty=1)
    first_day = DateField(_l("First day"), [DataRequired(_NO_DAY)])
    last_day = LastDayField(_l("Last day"))
    starts_at = TimeField(_l("From what time"), [DataRequired(_NO_TIME)])
    ends_at = TimeField(_l("Until what time"), [DataRequired(_NO_TIME)])
    teams = SelectMultipleField(_l("Teams that take part"), coerce=int)
    expected = FigureField(_l("People expected a day"), 1, MOST_EXPECTED, empty=None)
    note = StringField(_l("Note"), [AtMost(NOTE_LENGTH), no_identity_digits], filters=[cleaned])
    preview = BooleanField()
    is_confirmed = BooleanField()

    types: Sequence[EventType] = ()
    today: date
    own_team: int | None = None
    """The team of a leader, whose events are of this team alone."""

    @classmethod
    def of(
        cls,
        stored: EventFacts | None,
        version: str,
        *,
        types: Sequence[EventType],
        places: Mapping[int, str],
        teams: Mapping[int, str],
        own_team: int | None,
        today: date,
    ) -> EventForm:
        """Return the form of an event, or of a new one, or with what was sent."""
        form = cls(data={**(_stored_data(stored) if stored else _new_data(today)), "version": version})
        form.types, form.today, form.own_team = types, today, own_team
        form.type.choices = [("", _("Choose")), *((each.code, each.name) for each in types)]
        form.place.choices = [(0, _("Elsewhere")), *places.items()]
        form.teams.choices = list(teams.items())
        form.weekdays.choices = [(number, str(name)) for number, name in enumerate(WEEKDAYS)]
        form.weekday.choices = form.weekdays.choices
        form.ordinal.choices = [(number, str(name)) for number, name in ORDINAL_NAMES.items()]
        return form

    @property
    def recurrence(self) -> Recurrence:
        """How the event recurs."""
        every = Every(self.every.data)
        weekdays = (self.weekday.data,) if every is Every.MONTH_WEEKDAY else tuple(self.weekdays.data or ())
        return Recurrence(every, weekdays, self.ordinal.data, self.month_day.data or 1)

    @property
    def facts(self) -> EventFacts:
        """What was entered, once it was found right."""
        rule = self.recurrence.rule
        place_id = self.place.data or None
        return EventFacts(
            type_code=self.type.data,
            title=self.title.data or type_name(self.types, self.type.data),
            place_id=place_id,
            venue="" if place_id else self.venue.data or "",
            first_day=self.first_day.data or self.today,
            last_day=self.last_day.data if rule else None,
            rule=rule,
            starts_at=self.starts_at.data or _STARTS,
            ends_at=self.ends_at.data or _ENDS,
            expected=self.expected.data,
            note=self.note.data or "",
            team_ids=frozenset(self.teams.data or ()) if self.own_team is None else frozenset({self.own_team}),
        )

    def validate_type(self, field: SelectField) -> None:
        """Require a type."""
        if not field.data:
            raise ValidationError(_("Choose what it is."))

    def validate_weekdays(self, field: SelectMultipleField) -> None:
        """Require a weekday where the event is held every week."""
        if self.every.data == Every.WEEK and not field.data:
            raise ValidationError(_("Choose at least one weekday."))

    def validate_first_day(self, field: DateField) -> None:
        """Require a day that the app knows."""
        if field.data is None or not FIRST_DAY <= field.data <= self.today + FARTHEST_START:
            raise ValidationError(_("Choose a day within the next two years, or an earlier one since 2020."))

    def validate_last_day(self, field: DateField) -> None:
        """Require a last day that does not come before the first one, with at least one date between them."""
        first = self.first_day.data
        if first is None or field.data is None or not self._recurs:
            return
        if field.data < first:
            raise ValidationError(_("The last day comes before the first one."))
        if field.data > LAST_DAY:
            raise ValidationError(_("This day is too far off. Check the year, or leave it empty."))
        if not days_of_rule(self.recurrence.rule, first, field.data, first, field.data):
            raise ValidationError(_("There is no such day from the first day to the last one. Check both days."))

    def validate_ends_at(self, field: TimeField) -> None:
        """Require an end after the beginning, on the same day."""
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise ValidationError(_("It ends before it begins. Check both times."))

    @property
    def _recurs(self) -> bool:
        """Whether it was entered in full how the event recurs, and it does."""
        recurring = set(Every) - {Every.ONCE}
        asked = self.every, self.weekdays, self.ordinal, self.weekday, self.month_day
        if self.every.data not in recurring or any(field.errors for field in asked):
            return False
        return bool(self.every.data != Every.WEEK or self.weekdays.data)


def _new_data(today: date) -> dict[str, object]:
    return {
        "every": str(Every.ONCE),
        "weekdays": [],
        "weekday": 6,
        "ordinal": 1,
        "month_day": 1,
        "first_day": today,
        "starts_at": _STARTS,
        "ends_at": _ENDS,
        "place": 0,
    }


def _stored_data(stored: EventFacts) -> dict[str, object]:
    recurrence = parse_rule(stored.rule) or Recurrence(Every.ONCE)
    return {
        **stored._asdict(),
        "type": stored.type_code,
        "place": stored.place_id or 0,
        "teams": sorted(stored.team_ids),
        "every": str(recurrence.every),
        "weekdays": list(recurrence.weekdays),
        "weekday": recurrence.weekdays[0] if recurrence.every is Every.MONTH_WEEKDAY else 6,
        "ordinal": recurrence.ordinal,
        "month_day": recurrence.month_day,
    }
