"""A visit to a household."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.field_rules import EmptyWhere
from app.json_fields import ChoiceField, ChoicesField, NumberField
from app.json_types import JsonObject
from app.localisation import number
from app.logbook.entry_fields import NamedPartyField
from app.logbook.household_state import HouseholdStateField, services_in
from app.logbook.kinds.common import EntryForm, HomeVisit, Kind, MeetingPlace, Reference
from app.logbook.shown_measures import Breakdown, Headline
from app.registry.models import CALLED_LENGTH, LABEL_LENGTH

MET = {"met": _l("Met"), "absent": _l("Nobody at home"), "declined": _l("Declined")}
NO_BARRIER = "none"
BARRIERS = {
    NO_BARRIER: _l("Nothing"),
    "no_smartphone": _l("No smartphone"),
    "no_sim": _l("No SIM card in their name"),
    "no_id_card": _l("No citizen ID card"),
    "elderly_alone": _l("Elderly, lives alone"),
    "away": _l("Away from home"),
    "other": _l("Another reason"),
}
NEEDS_HELP = frozenset({"no_smartphone", "no_sim", "no_id_card", "elderly_alone", "other"})
"""The difficulties for which somebody has to come again and help at home.

These are all that keep people from what they were shown. They are one answer, so that nobody learns from it who is old
and lives alone. Who was merely away is not at home to be helped: that is a matter of calling again.
"""


class VisitForm(EntryForm):
    """Whom one met, and what it was about. Without a household the visit is counted, not named."""

    household = NamedPartyField(
        _l("Household"), text_key="label", longest=LABEL_LENGTH, longest_called=CALLED_LENGTH, source="households"
    )
    met = ChoiceField(_l("Outcome"), choices=MET, required=True)
    people = NumberField(
        _l("People helped"),
        least=0,
        most=50,
        required=True,
        rules=(EmptyWhere(_l("Nobody was at home: enter 0 people."), "met", ("absent",)),),
    )
    topics = ChoicesField(_l("What it was about"), choices=lambda: (), source="topics")
    barrier = ChoiceField(_l("Difficulties"), choices=BARRIERS, default=NO_BARRIER)
    state = HouseholdStateField(
        _l("State of the household"),
        since=2,
        rules=(
            EmptyWhere(
                _l("The state of a household is noted only where somebody was met: clear it."),
                "met",
                ("absent", "declined"),
            ),
        ),
    )

    def use(self, reference: Reference) -> None:
        """Take the choices of the catalogue."""
        super().use(reference)
        self.topics.choices = reference.topics
        self.state.services = reference.services

    @property
    def service_fields(self) -> dict[str, str]:
        """The field of each service that the entry names, by the service's code."""
        return dict.fromkeys(services_in(self.state.data), "state")


class VisitKind(Kind):
    """A visit to a household."""

    code = "visit"
    name = _l("Household visit")
    icon = "house-door-fill"
    met_at = MeetingPlace.HOME
    task = _l("Visit, guide, set up apps at home")
    form = VisitForm
    columns = ("met", "people", "topics", "barrier")
    line = ("household", "met", "people")
    served = "visit.people"
    headlines = (
        Headline(
            "visit",
            _l("Visits"),
            _l("visits"),
            lambda figure: ngettext(
                "They made %(figure)s household visit",
                "They made %(figure)s household visits",
                figure,
                figure=number(figure),
            ),
        ),
        Headline(
            "visit.people",
            _l("People helped on visits (contacts)"),
            _l("contacts"),
            lambda figure: ngettext(
                "On visits they helped people %(figure)s time",
                "On visits they helped people %(figure)s times",
                figure,
                figure=number(figure),
            ),
        ),
    )
    breakdowns = (
        Breakdown(_l("How it went"), _l("visits"), {f"visit.{code}": name for code, name in MET.items()}),
        Breakdown(
            _l("Difficulties"),
            _l("visits"),
            {f"visit.barrier.{code}": name for code, name in BARRIERS.items() if code != NO_BARRIER},
        ),
    )

    @staticmethod
    def fields(form: VisitForm) -> JsonObject:
        """Return household, met, people, topics and barrier, and the state where anything is known of it."""
        household, state = form.household.data, form.state.data
        return {
            "household": household and {"id": str(household.id), "label": household.text},
            "met": form.met.data,
            "people": form.people.data,
            "topics": form.topics.data,
            "barrier": form.barrier.data,
            **({"state": state} if state else {}),
        }

    @staticmethod
    def counts(fields: JsonObject) -> dict[str, int]:
        """Count the visit, the people, how it went, and unnamed visits on a line of their own."""
        counts = {"visit": 1, f"visit.{fields['met']}": 1}
        if fields["people"]:
            counts["visit.people"] = fields["people"]
        if fields["household"] is None:
            counts["visit.unnamed"] = 1
        if fields["barrier"] != NO_BARRIER:
            counts[f"visit.barrier.{fields['barrier']}"] = 1
        for topic in fields["topics"]:
            counts[f"visit.topic.{topic}"] = 1
        return counts

    @staticmethod
    def carries_over(before: JsonObject, after: JsonObject) -> bool:
        """Return whether the state stays: it is of the same household, and somebody was met there."""
        ids = [household and household["id"] for household in (before["household"], after["household"])]
        return bool(ids[0] == ids[1] and after["met"] == "met")

    @staticmethod
    def people_in_a_home(fields: JsonObject) -> int | None:
        """Return the people who were helped: a visit is to one home."""
        return int(fields["people"])

    @staticmethod
    def people_met(fields: JsonObject) -> int | None:
        """Return the people who were met and helped."""
        return int(fields["people"])

    @staticmethod
    def home_visit(fields: JsonObject) -> HomeVisit:
        """Return the outcome, whether help at home is needed, and the state of the household, if the entry has it."""
        met = str(fields["met"])
        return HomeVisit(met, met == "met", fields.get("barrier") in NEEDS_HELP, fields.get("state"))
