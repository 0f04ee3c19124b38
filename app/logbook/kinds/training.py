"""A training or communication session."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.field_rules import AtMostField, NeededWithout
from app.json_fields import REQUIRED, ChoiceField, ChoicesField, ClockField, NumberField, TextField
from app.json_types import JsonObject
from app.localisation import number
from app.logbook.kinds.common import EntryForm, Kind, MeetingPlace, Reference, without_zeros
from app.logbook.shown_measures import Headline

TEXT_LENGTH = 200
MOST_ATTENDEES = 5000

_AT_MOST_ALL = AtMostField(_l("These cannot be more than all attendees."), "attendees")


class TrainingForm(EntryForm):
    """The form of a training session: topics, venue, time, and attendees.

    ``topic`` is the first of the topics, and the only one that phones knew before form 2.
    """

    topics = ChoicesField(_l("Topics"), choices=lambda: (), required=True, source="topics", since=2)
    topic = ChoiceField(_l("Topic"), choices=lambda: (), source="topics", rules=(NeededWithout(REQUIRED, "topics"),))
    title = TextField(_l("Title"), longest=TEXT_LENGTH)
    venue = TextField(_l("Venue"), longest=TEXT_LENGTH)
    started_at = ClockField(_l("Started at"))
    minutes = NumberField(_l("Minutes"), least=5, most=600)
    attendees = NumberField(_l("Attendees"), least=1, most=MOST_ATTENDEES, required=True)
    women = NumberField(_l("Women among them"), least=0, most=MOST_ATTENDEES, rules=(_AT_MOST_ALL,))
    elderly = NumberField(_l("60 and older among them"), least=0, most=MOST_ATTENDEES, rules=(_AT_MOST_ALL,))

    def use(self, reference: Reference) -> None:
        """Take the choices of the catalogue."""
        super().use(reference)
        self.topic.choices = self.topics.choices = reference.topics


class TrainingKind(Kind):
    """A training session."""

    code = "training"
    name = _l("Training session")
    icon = "easel-fill"
    met_at = MeetingPlace.POINT
    task = _l("Training session or class")
    form = TrainingForm
    columns = ("topic", "title", "venue", "started_at", "minutes", "attendees", "women", "elderly", "topics")
    line = ("topics", "attendees", "title")
    listing = ("topics", "title", "venue", "attendees", "women", "elderly")
    renamed = {"topic": "topics"}
    served = "training.attendees"
    headlines = (
        Headline(
            "training",
            _l("Training sessions"),
            _l("sessions"),
            lambda figure: ngettext(
                "They held %(figure)s training session",
                "They held %(figure)s training sessions",
                figure,
                figure=number(figure),
            ),
        ),
        Headline(
            "training.attendees",
            _l("Attendees (contacts)"),
            _l("contacts"),
            lambda figure: ngettext(
                "The sessions were attended %(figure)s time",
                "The sessions were attended %(figure)s times",
                figure,
                figure=number(figure),
            ),
        ),
    )

    @staticmethod
    def fields(form: TrainingForm) -> JsonObject:
        """Return topics, title, venue, start, length and attendance."""
        given = {name: form[name].data for name in TrainingKind.columns}
        return _with_topics(given, form.topics.data or [form.topic.data])

    @staticmethod
    def completed(fields: JsonObject) -> JsonObject:
        """Return the topics of a session as a list, also of one that was stored when it had one topic."""
        return fields if "topics" in fields or "topic" not in fields else {**fields, "topics": [fields["topic"]]}

    @staticmethod
    def settled(fields: JsonObject) -> JsonObject:
        """Return the edit of a phone that knows one topic: another one takes the place of the first."""
        return _with_topics(fields, TrainingKind.completed(fields)["topics"])

    @staticmethod
    def counts(fields: JsonObject) -> dict[str, int]:
        """Count the session and its attendance once, and each of its topics."""
        return without_zeros(
            {
                "training": 1,
                **{f"training.topic.{topic}": 1 for topic in TrainingKind.completed(fields)["topics"]},
                "training.attendees": fields["attendees"],
                "training.women": fields["women"] or 0,
                "training.elderly": fields["elderly"] or 0,
            }
        )

    @staticmethod
    def began_at(fields: JsonObject) -> str | None:
        """Return when the session began."""
        started_at: str | None = fields["started_at"]
        return started_at


def _with_topics(fields: JsonObject, topics: Sequence[str]) -> JsonObject:
    """Return ``fields`` with their topics. Where they name another first one, it was changed by who knows only that."""
    first = fields["topic"] or topics[0]
    others = [topic for topic in topics[1:] if topic != first]
    return {**fields, "topic": first, "topics": [first, *others]}
