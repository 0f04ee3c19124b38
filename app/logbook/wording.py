"""Words for an entry: the values of its fields, and its line in a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import Field

from app.catalogue.banks import bank_names
from app.catalogue.models import Service
from app.catalogue.queries import catalogue_names, services_of
from app.events.models import Event
from app.json_fields import ChoiceField, JSONField, NumberField
from app.json_types import JsonObject
from app.localisation import number
from app.logbook.entry_fields import BankField, NamedPartyField
from app.logbook.household_state import HouseholdStateField, state_in_words
from app.logbook.kinds import KINDS
from app.logbook.kinds.common import EntryForm
from app.logbook.status import Status
from app.places.models import Place

STATUS_NAMES = {
    Status.SUBMITTED: _l("received by the ward"),
    Status.APPROVED: _l("approved"),
    Status.RETURNED: _l("needs correcting"),
    Status.VOID: _l("not counted"),
}
"""The status of an entry, as its author reads it."""

REASON_NAMES = {
    "duplicate": _l("logged twice"),
    "not_done": _l("was not done"),
    "other": _l("see the remark"),
    "photo": _l("photo missing or unclear"),
    "trial": _l("only a trial"),
    "unclear": _l("not clear"),
}
"""Reasons for returning or voiding an entry, besides the fields of its kind: label by code."""

RETURN_REASONS = ("unclear", "photo", "duplicate", "other")
"""Codes of the reasons for returning an entry, besides the fields of its kind."""

VOID_REASONS = ("duplicate", "not_done", "trial", "other")
"""Codes of the reasons for voiding an entry."""


class Wording:
    """Writes the fields of entries in the reader's language.

    ``names`` gives, by the source that a field chooses from, the name of each code or id.
    """

    def __init__(self, names: Mapping[str, Mapping[str, str] | Mapping[int, str]]) -> None:
        self._names = {source: dict[object, str](of_source.items()) for source, of_source in names.items()}
        self._forms: dict[str, EntryForm] = {code: kind.form() for code, kind in KINDS.items()}

    def heading(self, kind: str, column: str) -> str:
        """Return the label of a column of a kind."""
        return str(self._forms[kind][column].label.text)

    def reason(self, kind: str, code: str) -> str:
        """Return the words of a reason: one of :data:`REASON_NAMES`, or a wrong field of any kind."""
        if code in REASON_NAMES:
            return str(REASON_NAMES[code])
        return next((self.heading(each, code) for each in (kind, *KINDS) if code in self._forms[each]), code)

    def value(self, kind: str, column: str, fields: JsonObject) -> str:
        """Return the text for a column of an entry, empty where it has no value."""
        value = KINDS[kind].completed(fields).get(column)
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        control = self._forms[kind][column]
        if isinstance(control, NamedPartyField):
            text: str = value[control.text_key]
            return text
        if isinstance(control, HouseholdStateField):
            return state_in_words(value, self._names.get("services", {}))
        if isinstance(control, NumberField):
            return number(value)
        if isinstance(control, BankField):
            return bank_names().get(value, value)
        codes = value if isinstance(value, list) else [value]
        return ", ".join(self._name(control, code) for code in codes)

    def line(self, kind: str, fields: JsonObject) -> tuple[str, str]:
        """Return the title of an entry and the rest of its line in a list."""
        first, *others = KINDS[kind].line
        title = self.value(kind, first, fields) or _("not named")
        parts = []
        for column in others:
            text = self.value(kind, column, fields)
            if text and isinstance(self._forms[kind][column], NumberField):
                text = f"{self.heading(kind, column)}: {text}"
            parts.append(text)
        return title, " · ".join(filter(None, parts))

    def _name(self, control: Field, code: object) -> str:
        """Return the name of a code of a field; an unknown code is shown as it is."""
        if isinstance(control, ChoiceField) and isinstance(control.choices, Mapping) and isinstance(code, str):
            return str(control.choices.get(code, code))
        source = control.source if isinstance(control, JSONField) else ""
        return str(self._names.get(source, {}).get(code, code))


def wording_of(session: Session, ward_id: int) -> Wording:
    """Return the wording of a ward's entries in the reader's language."""
    return wording_with(session, ward_id, session.scalars(services_of(ward_id)), **occasion_names(session, ward_id))


OccasionNames = dict[str, dict[int, str]]


def occasion_names(session: Session, ward_id: int) -> OccasionNames:
    """Return the names of a ward's ``places`` and the titles of its ``events``, by id: old entries name ended ones."""
    names: OccasionNames = {"places": {}, "events": {}}
    for source, id, name in session.execute(_OCCASION_NAMES, {"ward": ward_id}):
        names[source][id] = name
    return names


def wording_with(
    session: Session, ward_id: int, services: Iterable[Service], places: Mapping[int, str], events: Mapping[int, str]
) -> Wording:
    """Return the wording of a ward's entries in the reader's language, with the names that places had at some time."""
    return Wording(
        {
            "services": {service.code: service.name for service in services},
            **catalogue_names(session, ward_id),
            "places": places,
            "events": events,
        }
    )


# One statement: every list of entries asks for both.
_OCCASION_NAMES = sa.union_all(
    sa.select(sa.literal("places"), Place.id, Place.name).where(Place.ward_id == sa.bindparam("ward")),
    sa.select(sa.literal("events"), Event.id, Event.title).where(Event.ward_id == sa.bindparam("ward")),
)
