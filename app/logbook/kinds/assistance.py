"""Help with procedures at a desk: people who were helped to hand in papers, by group of procedures."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.field_rules import AtMostField
from app.json_fields import ChoiceField, NumberField, YesNoField
from app.json_types import JsonObject
from app.localisation import number
from app.logbook.kinds.common import EntryForm, Kind, MeetingPlace, Reference, without_zeros
from app.logbook.shown_measures import Breakdown, Headline

OUTCOMES = {
    "guided": _l("Handed it in themselves, with guidance"),
    "submitted": _l("Handed in for them at the desk"),
    "referred": _l("Sent on to another place"),
}
MOST_PEOPLE = 2000
"""The most people of one entry: those of a busy day at a desk."""

MOST_MINUTES = 24 * 60


class AssistanceForm(EntryForm):
    """Who was helped with which procedures, and how it went. One entry may be of a person or of a whole shift."""

    procedure = ChoiceField(_l("Procedures"), choices=lambda: (), required=True, source="procedures")
    people = NumberField(_l("People helped"), least=1, most=MOST_PEOPLE, required=True)
    outcome = ChoiceField(_l("How it was handed in"), choices=OUTCOMES)
    fee_online = YesNoField(_l("Fee paid online"))
    needed_attendant = NumberField(
        _l("Needed somebody beside them (old, poor sight)"),
        least=0,
        most=MOST_PEOPLE,
        rules=(AtMostField(_l("These cannot be more than all who were helped."), "people"),),
    )
    minutes = NumberField(_l("Minutes"), least=1, most=MOST_MINUTES)

    def use(self, reference: Reference) -> None:
        """Take the choices of the catalogue."""
        super().use(reference)
        self.procedure.choices = reference.procedures


class AssistanceKind(Kind):
    """Help with procedures."""

    code = "assistance"
    name = _l("Help with procedures")
    icon = "file-earmark-check-fill"
    met_at = MeetingPlace.POINT
    since = 2
    form = AssistanceForm
    columns = ("procedure", "people", "outcome", "fee_online", "needed_attendant", "minutes")
    line = ("procedure", "people", "outcome")
    served = "assistance.people"
    headlines = (
        Headline(
            "assistance.people",
            _l("People helped with procedures (contacts)"),
            _l("contacts"),
            lambda figure: ngettext(
                "They helped people with procedures %(figure)s time",
                "They helped people with procedures %(figure)s times",
                figure,
                figure=number(figure),
            ),
        ),
    )
    breakdowns = (
        Breakdown(_l("Procedures"), _l("contacts"), {}, source="procedures", stem="assistance.procedure."),
        Breakdown(
            _l("How papers were handed in"),
            _l("contacts"),
            {f"assistance.outcome.{code}": name for code, name in OUTCOMES.items()},
        ),
        Breakdown(
            _l("Of those helped with procedures"),
            _l("contacts"),
            {
                "assistance.fee_online": _l("Fee paid online"),
                "assistance.needed_attendant": _l("Needed somebody beside them (old, poor sight)"),
            },
        ),
    )

    @staticmethod
    def fields(form: AssistanceForm) -> JsonObject:
        """Return everything that was asked."""
        return {column: form[column].data for column in AssistanceKind.columns}

    @staticmethod
    def counts(fields: JsonObject) -> dict[str, int]:
        """Count the entry once, and its people: by procedures, by outcome, and those whose fee was paid online."""
        people = fields["people"]
        counts = {
            "assistance": 1,
            "assistance.people": people,
            f"assistance.procedure.{fields['procedure']}": people,
            "assistance.fee_online": people if fields["fee_online"] else 0,
            "assistance.needed_attendant": fields["needed_attendant"] or 0,
        }
        if fields["outcome"] is not None:
            counts[f"assistance.outcome.{fields['outcome']}"] = people
        return without_zeros(counts)
