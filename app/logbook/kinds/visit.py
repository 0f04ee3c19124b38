"""A visit to a household."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.logbook.fields import ChoiceField, ChoicesField, DoorField, NumberField
from app.logbook.kinds.common import EntryForm, Headline, Kind, Promoted, Reference
from app.registry.models import LABEL_LENGTH

MET = ("met", "absent", "declined")
BARRIERS = ("none", "no_smartphone", "no_sim", "no_id_card", "elderly_alone", "away", "other")


class VisitForm(EntryForm):
    """Whom one met, and what it was about. Without a household the visit is counted, not named."""

    household = DoorField(_l("Household"), text_key="label", longest=LABEL_LENGTH)
    met = ChoiceField(_l("Whom you met"), choices=MET, required=True)
    people = NumberField(_l("People helped"), least=0, most=50, required=True)
    topics = ChoicesField(_l("What it was about"), choices=lambda: ())
    barrier = ChoiceField(_l("What stood in the way"), choices=BARRIERS, default="none")

    def use(self, reference: Reference) -> None:
        """Take the choices of the catalogue."""
        super().use(reference)
        self.topics.choices = reference.topics

    def validate_people(self, field: NumberField) -> None:
        """Refuse people who were helped where nobody was."""
        if field.data and self.met.data == "absent":
            field.refuse(_l("Nobody was at home: enter 0 people."))


class Visit(Kind):
    """Going to a door."""

    code = "visit"
    name = _l("Household visit")
    form = VisitForm
    columns = ("met", "people", "topics", "barrier")
    headlines = (
        Headline("visit", _l("Visits")),
        Headline("visit.people", _l("People helped on visits (contacts)")),
    )

    @staticmethod
    def fields(form: VisitForm) -> dict[str, Any]:
        """Return household, met, people, topics and barrier."""
        household = form.household.data
        return {
            "household": household and {"id": str(household[0]), "label": household[1]},
            "met": form.met.data,
            "people": form.people.data,
            "topics": form.topics.data,
            "barrier": form.barrier.data,
        }

    @staticmethod
    def promoted(form: VisitForm) -> Promoted:
        """Promote the household."""
        return Promoted(household=form.household.data)

    @staticmethod
    def counts(fields: Mapping[str, Any]) -> dict[str, int]:
        """Count the visit, the people, how it went, and unnamed visits on a line of their own."""
        counts = {"visit": 1, f"visit.{fields['met']}": 1}
        if fields["people"]:
            counts["visit.people"] = fields["people"]
        if fields["household"] is None:
            counts["visit.unnamed"] = 1
        if fields["barrier"] != "none":
            counts[f"visit.barrier.{fields['barrier']}"] = 1
        for topic in fields["topics"]:
            counts[f"visit.topic.{topic}"] = 1
        return counts
