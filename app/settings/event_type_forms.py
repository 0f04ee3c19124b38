"""The form of the types of a ward's events: their names, which of them are offered, and a new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from app.form_fields import AtMost, VersionedForm, cleaned, no_identity_digits
from app.identity_digits import holds_identity_digits
from app.json_values import IDENTITY_DIGITS, too_long
from app.places.event_types import MOST_TYPES, TYPE_NAME_LENGTH, EventType
from app.settings.choice_forms import CodesField
from app.settings.event_type_actions import changed_types
from app.settings.household_forms import LineTextsField
from app.text import identity_key


class EventTypesForm(VersionedForm):
    """The types in their order, each with its name and whether it is offered, and the name of a new one."""

    codes = CodesField()
    names = LineTextsField(_l("Types of events"))
    offered = CodesField()
    new = StringField(_l("Another type"), [AtMost(TYPE_NAME_LENGTH), no_identity_digits], filters=[cleaned])

    stored: Sequence[EventType] = ()

    @classmethod
    def of(cls, stored: Sequence[EventType], version: str) -> EventTypesForm:
        """Return the form with the ward's types, or with what was sent."""
        form = cls(data={"version": version})
        form.stored = stored
        return form

    @property
    def types(self) -> list[EventType]:
        """The types as they are stored, or as they were sent."""
        if not self.is_submitted():
            return list(self.stored)
        names = dict(zip_longest(self.codes.data, self.names.data, fillvalue=""))
        return changed_types(self.stored, names, self.offered.data, self.new.data or "")

    @property
    def lines(self) -> list[EventType]:
        """The types that the ward has already, as the form shows them."""
        return self.types[: len(self.stored)]

    def validate_names(self, field: LineTextsField) -> None:
        """Require names that fit, each once, few of them, and one that is offered."""
        problem = next(self._problems(), None)
        if problem:
            raise ValidationError(problem)

    def _problems(self) -> Iterator[str]:
        names = [each.name for each in self.types]
        for name in names:
            if len(name) > TYPE_NAME_LENGTH:
                yield f"{name[:20]}…: {too_long(len(name), TYPE_NAME_LENGTH)}"
            if holds_identity_digits(name):
                yield str(IDENTITY_DIGITS)
        keys = [identity_key(name) for name in names]
        for name, key in zip(names, keys, strict=True):
            if keys.count(key) > 1:
                yield str(_("“%(name)s” stands in the list twice. Give one of them another name.", name=name))
        if len(names) > MOST_TYPES:
            yield str(_("A ward has at most %(number)s types of events.", number=MOST_TYPES))
        if all(each.has_ended for each in self.types):
            yield str(_("At least one type must be offered."))
