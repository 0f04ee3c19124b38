"""The form of what a ward asks of a household's state, and of its criteria of a digital household."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.validators import ValidationError

from app.catalogue.models import Service
from app.form_fields import FigureField, VersionedForm, cleaned
from app.identity_digits import holds_identity_digits
from app.json_values import IDENTITY_DIGITS, too_long
from app.places.household_criteria import (
    AGES,
    MOST_CRITERIA,
    MOST_PHONES,
    USUAL_CRITERIA,
    Criterion,
    Rule,
    usable_criteria,
)
from app.places.ward_settings import WardSettings
from app.registry.criteria_wording import criterion_name
from app.settings.choice_forms import CodesField
from app.settings.household_choice import criterion_of, households_version

MOST_CRITERION_NAME = 80
"""The greatest length of a ward's own name of a criterion, in characters: it stands on a line of a phone."""

_MOVES = {"up": -1, "down": 1}

_RULES = {
    **{f"{Rule.EVERYBODY}_{age}": _l("Everybody aged %(age)s and over has a service", age=age) for age in AGES},
    str(Rule.SOMEBODY): _l("At least one person has a service"),
    str(Rule.SMARTPHONES): _l("So many smartphones, or more"),
    str(Rule.INTERNET): _l("Internet at home"),
    str(Rule.OWN_PHONE): _l("Nobody shares a phone"),
}
"""What a new criterion may ask, by the part of its code before the dot."""


class LineTextsField(Field):
    """Texts in the order in which a form sent them, one for each line of a list."""

    data: list[str]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the texts, each as one cleaned line."""
        self.data = [cleaned(text) for text in valuelist]


class HouseholdsForm(VersionedForm):
    """The services that phones ask for, and the criteria in their order, each with the ward's name for it, if any.

    Its buttons save it, or show it again without saving: with a criterion added, moved or taken away, or with the
    usual ones.
    """

    services = CodesField()
    criteria = CodesField(_l("Criteria of a digital household"))
    names = LineTextsField()
    rule = SelectField(
        _l("What is asked"),
        choices=lambda: [("", _("Choose")), *((code, str(name)) for code, name in _RULES.items())],
        validate_choice=False,
    )
    service = SelectField(_l("Service"), validate_choice=False)
    least = FigureField(_l("How many smartphones"), 1, MOST_PHONES, empty=1)
    add = BooleanField()
    usual = BooleanField()
    move = StringField()
    remove = StringField()

    lines: Sequence[Criterion]
    known: Mapping[str, Service]

    @classmethod
    def of(cls, settings: WardSettings, offered: Sequence[Service], known: Mapping[str, Service]) -> HouseholdsForm:
        """Return the form with the ward's settings, or with what was sent and then changed by the button.

        ``offered`` are the services that can be asked for, ``known`` all by code, ended ones too.
        """
        form = cls(
            data={"version": households_version(settings), "services": list(settings.state_services), "least": 1}
        )
        form.known, form.lines = known, usable_criteria(settings.criteria)
        form.service.choices = [("", _("Choose a service")), *((each.code, each.name) for each in offered)]
        if form.is_submitted():
            form.lines = form._changed(form._sent())
        return form

    @property
    def is_to_be_saved(self) -> bool:
        """Whether the form was sent to be saved, and not only to be shown again."""
        changes = self.add.data, self.usual.data, self.move.data, self.remove.data
        return bool(self.is_submitted() and not any(changes))

    def is_accepted(self) -> bool:
        """Return whether what was sent can be saved or shown again, with the criterion that is to be added, if any.

        One that was chosen is added by saving, too.
        """
        if not (self.is_to_be_saved or self.add.data):
            return True
        if not self.validate():
            return False
        if new := self._new():
            self.lines, self.rule.data, self.service.data = [*self.lines, new], "", ""
        return True

    @property
    def moved(self) -> tuple[str, str]:
        """In which direction the criterion with which code was moved just now."""
        direction, _space, code = (self.move.data or "").partition(" ")
        return direction, code

    @property
    def chosen(self) -> list[str]:
        """The codes of the services that are ticked, as far as they are known."""
        return [code for code in self.services.data or () if code in self.known]

    def name_of(self, criterion: Criterion) -> str:
        """Return a criterion's name as its rule makes it."""
        unnamed = Criterion(criterion.rule, criterion.service, criterion.age, criterion.least)
        return criterion_name(unnamed, {code: service.name for code, service in self.known.items()})

    def has_ended(self, criterion: Criterion) -> bool:
        """Whether a criterion asks for a service that has ended or is not there, so that phones ask for it no more."""
        service = self.known.get(criterion.service)
        return bool(criterion.service) and (service is None or service.ended_on is not None)

    def _sent(self) -> list[Criterion]:
        codes = self.criteria.data
        names = [*self.names.data, *[""] * len(codes)][: len(codes)]
        found = (criterion_of(*each) for each in zip(codes, names, strict=True))
        return [each for each in found if each is not None]

    def _changed(self, lines: list[Criterion]) -> list[Criterion]:
        if self.usual.data:
            codes = {each.code for each in lines}
            return [*lines, *(each for each in USUAL_CRITERIA if each.code not in codes)]
        direction, code = self.moved
        place = next((place for place, each in enumerate(lines) if each.code == code), None)
        if place is not None:
            lines.insert(max(place + _MOVES.get(direction, 0), 0), lines.pop(place))
        return [each for each in lines if each.code != self.remove.data]

    @property
    def _needs_service(self) -> bool:
        return self.rule.data in _RULES and self.rule.data not in {Rule.SMARTPHONES, Rule.INTERNET, Rule.OWN_PHONE}

    def _new(self) -> Criterion | None:
        """Return the criterion that is to be added, if one was chosen in full."""
        rest = self.least.data if self.rule.data == Rule.SMARTPHONES else self.service.data
        has_rest = self._needs_service or self.rule.data == Rule.SMARTPHONES
        return criterion_of(f"{self.rule.data}.{rest}" if has_rest else self.rule.data or "")

    def validate_rule(self, field: SelectField) -> None:
        """Require something to be added, which is not in the list."""
        if self.add.data and field.data not in _RULES:
            raise ValidationError(_("Choose what the criterion asks."))
        new = self._new()
        if new is not None and new.code in {each.code for each in self.lines}:
            raise ValidationError(_("This criterion is in the list already."))

    def validate_service(self, field: SelectField) -> None:
        """Require a service that has not ended, where the criterion to be added asks for one."""
        service = self.known.get(field.data or "")
        if self._needs_service and (service is None or service.ended_on is not None):
            raise ValidationError(_("Choose the service that this criterion asks for."))

    def validate_criteria(self, field: CodesField) -> None:
        """Require few criteria, with names that fit on a phone and hold nobody's number."""
        if len(self.lines) + (self._new() is not None) > MOST_CRITERIA:
            raise ValidationError(_("A ward has at most %(number)s criteria. Take some away.", number=MOST_CRITERIA))
        for criterion in self.lines:
            if len(criterion.name) > MOST_CRITERION_NAME:
                raise ValidationError(f"{criterion.name[:20]}…: {too_long(len(criterion.name), MOST_CRITERION_NAME)}")
            if holds_identity_digits(criterion.name):
                raise ValidationError(IDENTITY_DIGITS)
