"""The forms of the services and topics that a ward's phones offer, and of a service of the ward's own."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, ValidationError

from app.catalogue.models import Service
from app.catalogue.own_service_actions import OwnServiceValues, own_service_version
from app.catalogue.pillars import PILLARS
from app.catalogue.terms import APP_STEPS, COURSE_STEPS, OUTCOME_NAMES, Outcome
from app.form_fields import AtMost, VersionedForm, cleaned, no_identity_digits
from app.settings.choice_forms import ChoiceForm, CodesField

MOST_NAME = 60
"""The greatest length of the name of a ward's own service, in characters: it stands on a button of a phone."""


class ServiceChoiceForm(ChoiceForm):
    """The services and the topics that phones offer."""

    services = CodesField(_l("Services"))
    shown_services = CodesField()
    topics = CodesField(_l("Topics"))
    shown_topics = CodesField()

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
