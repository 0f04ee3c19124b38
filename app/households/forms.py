"""The form of what can be changed of a household or a merchant."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired

from app.form_fields import AtMost, VersionedForm, cleaned, no_identity_digits
from app.households.party_actions import PartyValues, values_of
from app.households.party_tables import PartyRecord
from app.registry.models import CALLED_LENGTH, LABEL_LENGTH, Household

Choices = Mapping[int, str]
"""What can be chosen: names by id, in their order."""


def _place_id(value: str | int | None) -> int | None:
    """Return the id of a chosen place, ``None`` for none; raises ``ValueError`` for what is no number."""
    return int(value) if value else None


class PartyForm(VersionedForm):
    """The label of a household or merchant, its area, what neighbours call a household, and where a merchant is."""

    label = StringField(
        _l("Address, or name of the stall"),
        [
            DataRequired(_l("Enter the address or the name.")),
            AtMost(LABEL_LENGTH),
            no_identity_digits,
        ],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )
    area = SelectField(_l("Neighbourhood"), coerce=int)
    place = SelectField(_l("Market or street"), coerce=_place_id)
    called = StringField(
        _l("What neighbours call it"),
        [AtMost(CALLED_LENGTH), no_identity_digits],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )

    @classmethod
    def of(cls, party: PartyRecord, areas: Choices, places: Choices, **sent: None) -> PartyForm:
        """Return the form with what is stored, or with what was sent unless ``formdata`` is ``None``."""
        stored = values_of(party)
        form = cls(label=stored.label, area=stored.area_id, called=stored.called, place=stored.place_id, **sent)
        form.area.choices = list(areas.items())
        if isinstance(party, Household):
            form.label.label.text = _l("Address")
            del form.place
        else:
            form.label.label.text = _l("Name of the stall or firm")
            form.place.choices = [("", _l("In none")), *places.items()]
            del form.called
        return form

    @property
    def values(self) -> PartyValues:
        """What was entered."""
        called = self.called.data if "called" in self else ""
        place_id = self.place.data if "place" in self else None
        return PartyValues(self.label.data or "", self.area.data, called or "", place_id)
