"""An app or service that people were helped to install or use."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.catalogue.terms import APP_STEPS, COURSE_STEPS, OUTCOME_NAMES, USED
from app.json_fields import ChoiceField, NumberField, UuidField
from app.json_types import JsonObject
from app.localisation import number
from app.logbook.entry_rules import OfferedBy
from app.logbook.kinds.common import EntryForm, Kind, MeetingPlace, Reference
from app.logbook.shown_measures import Headline

SETTINGS = {
    "home": _l("At home"),
    "service_point": _l("At a service point"),
    "market": _l("At a market"),
    "event": _l("At a festival or campaign day"),
}
REACHED = frozenset({*APP_STEPS, *COURSE_STEPS})


def service_measure(service_code: str, outcome: str) -> str:
    """Return the measure that counts how many people came so far with a service."""
    return f"installation.{service_code}.{outcome}"


class InstallationForm(EntryForm):
    """The form of an installation: service, outcome, number of people, and setting."""

    service = ChoiceField(_l("Service"), choices=lambda: (), required=True, source="services")
    outcome = ChoiceField(
        _l("Outcome"),
        choices=OUTCOME_NAMES,
        offered_later=COURSE_STEPS,
        required=True,
        rules=(OfferedBy(_l("This service cannot have this outcome."), "service"),),
    )
    people = NumberField(_l("People"), least=1, most=500, required=True)
    setting = ChoiceField(_l("Where"), choices=SETTINGS)
    visit = UuidField(_l("Visit"))

    def use(self, reference: Reference) -> None:
        """Take the choices of the catalogue."""
        super().use(reference)
        self.service.choices = reference.services


class InstallationKind(Kind):
    """Help with an app or a service."""

    code = "installation"
    name = _l("Installation")
    icon = "phone-fill"
    met_at = MeetingPlace.POINT
    task = _l("Apps for many people")
    form = InstallationForm
    columns = ("service", "outcome", "people", "setting", "visit")
    line = ("service", "outcome", "people")
    served = "installation.people"
    headlines = (
        Headline(
            "installation.people",
            _l("People helped with apps (contacts)"),
            _l("contacts"),
            lambda figure: ngettext(
                "They helped people with apps and online services %(figure)s time",
                "They helped people with apps and online services %(figure)s times",
                figure,
                figure=number(figure),
            ),
        ),
    )

    @staticmethod
    def fields(form: InstallationForm) -> JsonObject:
        """Return service, outcome, people, setting, and the visit it belongs to, if any."""
        return {
            "service": form.service.data,
            "outcome": form.outcome.data,
            "people": form.people.data,
            "setting": form.setting.data,
            "visit": form.visit.data and str(form.visit.data),
        }

    @staticmethod
    def counts(fields: JsonObject) -> dict[str, int]:
        """Count the entry, and its people by service and outcome."""
        people = fields["people"]
        counts = {"installation": 1, service_measure(fields["service"], fields["outcome"]): people}
        if fields["outcome"] in REACHED:
            counts["installation.people"] = people
        return counts

    @staticmethod
    def form_needed(fields: JsonObject) -> int:
        """Return 2 for the outcomes of a course, which earlier phones do not know."""
        return 2 if fields["outcome"] in COURSE_STEPS else 1

    @staticmethod
    def people_in_a_home(fields: JsonObject) -> int | None:
        """Return the people who were helped, if that was at home."""
        return int(fields["people"]) if fields["setting"] == "home" else None

    @staticmethod
    def people_helped(fields: JsonObject) -> int | None:
        """Return the people whom the entry is about, whatever came of it."""
        return int(fields["people"])

    @staticmethod
    def service_in_use(fields: JsonObject) -> str | None:
        """Return the service, if it was activated: an app that was only installed serves nobody yet."""
        return str(fields["service"]) if fields["outcome"] in USED else None
