"""Common parts of all kinds of entry: the common fields, and the class that describes a kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar, cast
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import Form

from app.json_fields import DayField, IdField, IdListField, JSONField, MonthField, TextField, YesNoField
from app.json_types import JsonObject, Message
from app.logbook.entry_fields import GivenParty, LocationField
from app.logbook.entry_rules import NotAfterNextMonth, NotBeforeDay, NotBeforeMonthOf, NotInFuture
from app.logbook.models import NOTE_LENGTH
from app.logbook.shown_measures import Breakdown, Headline
from app.month import FIRST_DAY
from app.periods import CALENDAR, Periods

CLOCK_TOLERANCE = timedelta(hours=1)
"""A phone this much ahead may log its own next day just before midnight."""

MOST_COMPANIONS = 20
UNKNOWN_FIELD = _l("This version of the app does not know this field.")
NOT_COME_YET = _l("This month has not come yet.")


class MeetingPlace(StrEnum):
    """Where people are met: what the phone's home asks first, in this order."""

    HOME = "home"
    POINT = "point"
    MARKET = "market"


@dataclass(frozen=True, slots=True)
class Reference:
    """The values that a form checks against, read from the database once per batch.

    ``latest_day`` is the last day that something may have happened on, ``today`` the day it is. ``periods`` are those
    of the ward of each neighbourhood.
    """

    latest_day: date
    today: date
    periods: Mapping[int, Periods] = field(default_factory=dict)
    services: Mapping[str, Collection[str]] = field(default_factory=dict)
    topics: Collection[str] = frozenset()
    procedures: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IndexedFields:
    """The fields of an entry that have columns of their own, so that they can be searched and summed.

    All kinds have ``place`` and ``event``; others a kind has by giving its form a field ``household``, ``merchant``,
    ``service`` or ``visit``.
    """

    household: GivenParty | None = None
    merchant: GivenParty | None = None
    service_code: str | None = None
    place_id: int | None = None
    event_id: int | None = None
    visit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HomeVisit:
    """What an entry says of the household that it names.

    ``met`` is the outcome, of which ``is_met`` says whether somebody was met. ``needs_help`` says that somebody has to
    come again to help. ``state`` is what is there (hiện trạng), if anybody asked.
    """

    met: str
    is_met: bool
    needs_help: bool
    state: JsonObject | None


@dataclass(frozen=True, slots=True)
class MerchantState:
    """What an entry says of the merchant that it names: whether the QR code works, and cashless payment is in use."""

    qr_valid: bool | None
    in_use: bool | None


_INDEXED = ("household", "merchant", "service", "place", "event", "visit")

OCCASION = ("event", "place")
"""The fields by which an entry of any kind names an event and a place: stored where it names them."""


class EntryForm(Form):
    """The fields of every kind. One form validates many entries in turn, by ``read``.

    What is asked of a field is its type and its rules, which the phone knows, too: a form has no checks besides.
    """

    happened_on = DayField(
        _l("Day"),
        required=True,
        rules=(
            NotInFuture(_l("This day is in the future. Check the date on the phone.")),
            NotBeforeDay(_l("This day is too long ago. Check the year."), FIRST_DAY),
        ),
    )
    neighbourhood = IdField(_l("Neighbourhood"), required=True, source="neighbourhoods")
    event = IdField(_l("Event"), source="events", since=2)
    place = IdField(_l("Place"), source="places", since=2)
    count_in = MonthField(
        _l("Count in month"),
        rules=(
            NotBeforeMonthOf(_l("An entry cannot count in a month before it happened."), "happened_on"),
            # It may count in the next one while the present month is closed: its receipt decides.
            NotAfterNextMonth(NOT_COME_YET, "happened_on"),
        ),
    )
    note = TextField(_l("Note"), longest=NOTE_LENGTH, lines=True)
    companions = IdListField(_l("Who came along"), most=MOST_COMPANIONS, source="teammates")
    location = LocationField(_l("Location"))
    withdrawn = YesNoField(_l("Withdrawn"))

    reference: Reference

    def __init__(self, prefix: str = "") -> None:
        super().__init__(prefix=prefix)
        self._controls = {control.short_name: cast(JSONField, control) for control in self}

    def use(self, reference: Reference) -> None:
        """Check the next entries against ``reference``; kinds that take choices from it override this."""
        self.reference = reference

    def read(self, values: JsonObject, reference: Reference) -> dict[str, Sequence[Message]]:
        """Validate ``values`` and set the data of the fields; return the errors by field."""
        self.use(reference)
        controls = self._controls
        for name, control in controls.items():
            control.take(values.get(name))
        errors: dict[str, Sequence[Message]] = {
            name: list(control.errors) for name, control in controls.items() if not control.validate(self)
        }
        for name in values.keys() - controls.keys():
            errors[name] = [UNKNOWN_FIELD]
        return errors

    @property
    def periods(self) -> Periods:
        """The reporting periods of the ward that the entry names."""
        return self.reference.periods.get(self.neighbourhood.data, CALENDAR)

    @property
    def indexed(self) -> IndexedFields:
        """The fields that get a column of their own, ``None`` where the kind does not have them."""
        controls = self._controls
        return IndexedFields(*[controls[name].data if name in controls else None for name in _INDEXED])

    @property
    def occasion(self) -> JsonObject:
        """The event and the place that the entry names, as they are stored."""
        return {name: self._controls[name].data for name in OCCASION if self._controls[name].data is not None}

    @property
    def service_fields(self) -> dict[str, str]:
        """The field of each service that the entry names, by the service's code."""
        code = self["service"].data if "service" in self else None
        return {code: "service"} if code else {}

    @property
    def procedure_fields(self) -> dict[str, str]:
        """The field of each group of procedures that the entry names, by the group's code."""
        code = self["procedure"].data if "procedure" in self else None
        return {code: "procedure"} if code else {}


class Kind:
    """A kind of entry: its form, what it counts, how it is listed and exported.

    ``icon`` names a drawing of the build, ``since`` is the form of the wire that came with the kind. ``columns`` are
    the names of its own fields, in the order of the export; ``line`` those that stand for an entry in a list, the first
    as its title; ``listing`` those that the month's report lists one entry a row, without personal data (empty: the
    kind is only counted). The form of a kind that ``scans_codes`` may use the camera. ``renamed`` names for fields of
    an earlier form those of a later one that say the same and more: people see the later ones. ``headlines`` are the
    measures that an overview shows first, ``served`` the one of people served, in contacts, ``breakdowns`` those that
    it divides them into. ``met_at`` is where people are met for it, and ``task`` what the phone's home calls it there,
    its name where it has no other.
    """

    code: ClassVar[str]
    name: ClassVar[Message]
    icon: ClassVar[str]
    met_at: ClassVar[MeetingPlace]
    task: ClassVar[Message | None] = None
    since: ClassVar[int] = 1
    form: ClassVar[type[EntryForm]]
    columns: ClassVar[tuple[str, ...]]
    line: ClassVar[tuple[str, ...]]
    listing: ClassVar[tuple[str, ...]] = ()
    scans_codes: ClassVar[bool] = False
    renamed: ClassVar[Mapping[str, str]] = {}
    headlines: ClassVar[tuple[Headline, ...]]
    served: ClassVar[str] = ""
    breakdowns: ClassVar[tuple[Breakdown, ...]] = ()

    @staticmethod
    def fields(form: Any) -> JsonObject:
        """Return the fields of a validated form that are stored, as JSON values under their names on the wire."""
        raise NotImplementedError

    @staticmethod
    def counts(fields: JsonObject) -> dict[str, int]:
        """Return the counts of an entry with ``fields``, by measure."""
        raise NotImplementedError

    @staticmethod
    def form_needed(_fields: JsonObject) -> int:
        """Return the first form of the wire that can show an entry with ``fields``: that of its values."""
        return 1

    @staticmethod
    def carries_over(_before: JsonObject, _after: JsonObject) -> bool:
        """Return whether an edit keeps the stored fields of later forms, of which it does not speak."""
        return True

    @staticmethod
    def completed(fields: JsonObject) -> JsonObject:
        """Return stored fields with those of later forms that the revision, which is older, has in another way."""
        return fields

    @staticmethod
    def settled(fields: JsonObject) -> JsonObject:
        """Return the fields of an edit after those that it does not speak of were carried over into it."""
        return fields

    @staticmethod
    def people_in_a_home(_fields: JsonObject) -> int | None:
        """Return the number of people in one home, as the entry says, or ``None`` where it is not about a home."""
        return None

    @staticmethod
    def people_met(_fields: JsonObject) -> int | None:
        """Return the number of people met at a visit, or ``None`` where the entry is not one."""
        return None

    @staticmethod
    def people_helped(_fields: JsonObject) -> int | None:
        """Return the number of people whom an entry says were helped with one service, or ``None`` without one."""
        return None

    @staticmethod
    def home_visit(_fields: JsonObject) -> HomeVisit | None:
        """Return what an entry says of its household, or ``None`` where the kind says nothing of one."""
        return None

    @staticmethod
    def service_in_use(_fields: JsonObject) -> str | None:
        """Return the code of a service that people use since then, or ``None`` where they do not."""
        return None

    @staticmethod
    def merchant_state(_fields: JsonObject) -> MerchantState | None:
        """Return what an entry says of its merchant, or ``None`` where the kind says nothing of one."""
        return None

    @staticmethod
    def began_at(_fields: JsonObject) -> str | None:
        """Return the time of day, HH:MM, at which it began, or ``None`` where the entry does not say."""
        return None


def without_zeros(counts: Mapping[str, int]) -> dict[str, int]:
    """Return ``counts`` without the zeros."""
    return {measure: amount for measure, amount in counts.items() if amount}
