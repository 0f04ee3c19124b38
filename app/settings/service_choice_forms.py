"""The forms of the services and topics that a ward's phones offer, and of a service of the ward's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, ValidationError

from app.catalogue.models import Service
from app.catalogue.own_service_actions import OwnServiceValues, own_service_version
from app.catalogue.pillars import PILLARS
from app.catalogue.terms import APP_STEPS, COURSE_STEPS, OUTCOME_NAMES, Outcome
from app.form_fields import AtMost, VersionedForm, cleaned, no_identity_digits
from app.settings.service_choice import ChoiceList

MOST_NAME = 60
"""The greatest length of the name of a ward's own service, in characters: it stands on a button of a phone."""

_MOVES = {"up": -1, "down": 1}


class CodesField(Field):
    """Some codes in the order in which a form sent them, each once."""

    data: list[str]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the codes; those that nobody knows are passed over by whoever reads them."""
        self.data = list(dict.fromkeys(valuelist))


class ChoiceForm(VersionedForm):
    """The services and the topics in their order, and a box for each that says whether phones offer it.

    Its buttons save it, or show it again with something moved, or as the catalogue has it, without saving.
    """

    services = CodesField(_l("Services"))
    shown_services = CodesField()
    topics = CodesField(_l("Topics"))
    shown_topics = CodesField()
    move = StringField()
    reset = BooleanField()
    preview = BooleanField()

    lists: Mapping[str, ChoiceList[Any]]

    @classmethod
    def of(cls, lists: Mapping[str, ChoiceList[Any]], version: str) -> ChoiceForm:
        """Return the form with the ward's lists, or with what was sent, moved or taken back as it was asked for."""
        form = cls(data={"version": version})
        form.lists = lists
        if form.is_submitted():
            form.lists = {name: form._sent(name, of_name) for name, of_name in lists.items()}
        return form

    def _sent(self, name: str, stored: ChoiceList[Any]) -> ChoiceList[Any]:
        if self.reset.data:
            return stored.as_usual()
        sent = stored.as_sent(self[name].data, self[f"shown_{name}"].data)
        moved_name, _space, rest = (self.move.data or "").partition(" ")
        direction, _space, code = rest.partition(" ")
        return sent.moved(code, _MOVES.get(direction, 0)) if moved_name == name else sent

    @property
    def is_to_be_saved(self) -> bool:
        """Whether the form was sent to be saved, and not only to be shown again."""
        return bool(self.is_submitted() and not (self.move.data or self.reset.data or self.preview.data))

    def validate_services(self, field: CodesField) -> None:
        """Require one service that phones offer."""
        if not self.lists["services"].offered:
            raise ValidationError(_l("At least one service must stay on the phones."))

    def validate_topics(self, field: CodesField) -> None:
        """Require one topic that phones offer."""
        if not self.lists["topics"].offered:
            raise ValidationError(_l("At least one topic must stay on the phones."))


class OwnServiceForm(VersionedForm):
    """The names of a ward's own service, its pillar, and the outcomes that phones offer for it."""

    name_vi = StringField(
        _l("Name in Vietnamese"),
        [DataRequired(_l("Enter a name.")), AtMost(MOST_NAME), no_identity_digits],
        filters=[cleaned],
    )
    name_en = StringField(_l("Name in English"), [AtMost(MOST_NAME), no_identity_digits], filters=[cleaned])
    pillar = RadioField(
        _l("Pillar"),
        [DataRequired(_l("Choose one of the three pillars."))],
        choices=lambda: {code: str(name) for code, name in PILLARS.items()},
    )
    outcomes = SelectMultipleField(
        _l("Outcomes to choose from"),
        choices=lambda: {str(code): str(name) for code, name in OUTCOME_NAMES.items() if code not in COURSE_STEPS},
    )

    kept: Collection[str] = ()
    """The outcomes that it has already: they stay, because entries that wait on phones may have them."""

    @classmethod
    def of(cls, service: Service | None) -> OwnServiceForm:
        """Return the form of a service, or of a new one, or with what was sent."""
        if service is None:
            usual = [Outcome.INSTALLED, Outcome.ACTIVATED, Outcome.SELF_SUFFICIENT, Outcome.DECLINED]
            return cls(data={"outcomes": [str(outcome) for outcome in usual]})
        stored = OwnServiceValues.of(service)
        form = cls(
            data={
                "name_vi": stored.name_vi,
                "name_en": stored.name_en,
                "pillar": stored.pillar,
                "outcomes": list(stored.outcomes),
                "version": own_service_version(service),
            }
        )
        form.kept = stored.outcomes
        return form

    @property
    def ticked(self) -> set[str]:
        """The outcomes that are ticked; a browser does not send those that cannot be taken away."""
        return {*(self.outcomes.data or ()), *self.kept}

    @property
    def values(self) -> OwnServiceValues:
        """What was entered."""
        names = self.name_vi.data or "", self.name_en.data or ""
        return OwnServiceValues(*names, self.pillar.data, frozenset(self.ticked))

    def validate_outcomes(self, field: SelectMultipleField) -> None:
        """Require an outcome by which people are counted as helped."""
        if self.ticked.isdisjoint(APP_STEPS):
            raise ValidationError(_l("Tick at least one of: installed, activated, uses it alone."))
