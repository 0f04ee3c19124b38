"""The settings of a ward, read once from the stored JSON, and written back into it. Pure rules.

Only this module knows the names under which the parts are stored. What is missing or cannot be used has its default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Literal, TypedDict, Unpack, get_args

import msgspec

from app.month import Month
from app.periods import FIRST_DAYS, PeriodRule, Periods
from app.places.event_types import USUAL_EVENT_TYPES, EventType
from app.places.household_criteria import USUAL_STATE_SERVICES, Criterion
from app.places.report_settings import ReportSettings
from app.stored_json import StoredRecord, as_json, written_over

Denominator = Literal[
    "residents",
    "residents_14_plus",
    "residents_15_plus",
    "adults",
    "households",
    "businesses",
    "household_businesses",
]
DENOMINATORS: Sequence[str] = get_args(Denominator)
"""The groups that a ward may take an indicator's ratio of, in place of the group that the catalogue names.

Provinces differ in it: payment accounts are counted of those of 15 and older, or of all adults.
"""


class StoredFlag(StoredRecord, frozen=True):
    """The stored setting of a flag: whether it is on, and its threshold; ``None`` where nothing is stored."""

    on: bool | None = None
    threshold: int | None = None


class CatalogueChoice(StoredRecord, frozen=True):
    """What a ward has chosen of the services, the topics, or the groups of procedures, for its phones.

    ``order`` are codes as they come one after another, and ``hidden`` those that are not offered. Without an order
    they come as in the catalogue.
    """

    order: Sequence[str] = ()
    hidden: Sequence[str] = ()


class StoredPeriodRule(StoredRecord, frozen=True):
    """The stored rule of a ward's periods: the period from which on it holds, YYYY-MM, and the day they begin on."""

    since: str = ""
    first_day: int = 1


class WardSettings(StoredRecord, frozen=True):
    """The settings of a ward.

    ``keeps_location`` says whether the place where an entry was made is stored. ``flags`` holds by code only what
    is stored; the logbook knows which flags there are and their defaults. ``denominators`` holds by indicator the
    groups that the ward has chosen; the other indicators keep that of the catalogue. ``services``, ``topics`` and
    ``procedures`` say which of them its phones offer, and in which order. ``is_being_set_up`` says whether its
    coordinators are shown what is left to set up. ``state_services`` are the codes of the services of which phones ask
    how many of a household have them already, and ``criteria`` says when a household is a digital one; there are none
    until the ward has some. ``period_rules`` are the stored rules of its reporting periods; :attr:`periods` reads them.
    ``event_types`` are the types of its events, ended ones too.
    """

    keeps_location: bool = msgspec.field(name="location", default=False)
    flags: Mapping[str, StoredFlag] = {}
    report: ReportSettings = ReportSettings()
    denominators: Mapping[str, Denominator] = msgspec.field(name="age_bases", default_factory=dict)
    services: CatalogueChoice = CatalogueChoice()
    topics: CatalogueChoice = CatalogueChoice()
    procedures: CatalogueChoice = CatalogueChoice()
    is_being_set_up: bool = msgspec.field(name="setting_up", default=False)
    state_services: Sequence[str] = USUAL_STATE_SERVICES
    criteria: Sequence[Criterion] = ()
    period_rules: Sequence[StoredPeriodRule] = msgspec.field(name="periods", default=())
    event_types: Sequence[EventType] = USUAL_EVENT_TYPES

    @property
    def periods(self) -> Periods:
        """The reporting periods; a stored rule that cannot be read counts for nothing."""
        return Periods(tuple(sorted(_readable(self.period_rules))))


def _readable(stored: Sequence[StoredPeriodRule]) -> Iterator[PeriodRule]:
    for rule in stored:
        with suppress(ValueError):
            if rule.first_day in FIRST_DAYS:
                yield PeriodRule(Month.parse(rule.since), rule.first_day)


def stored_rules(periods: Periods) -> list[StoredPeriodRule]:
    """Return the rules of ``periods`` as a ward's settings store them."""
    return [StoredPeriodRule(str(rule.since), rule.first_day) for rule in periods.rules]


_STORED_NAMES = {field.name: field.encode_name for field in msgspec.structs.fields(WardSettings)}


class SettingsChanges(TypedDict, total=False):
    """The parts of a ward's settings that change.

    ``denominators`` replaces all that were chosen; of ``flags`` those that are not named stay.
    """

    keeps_location: bool
    flags: Mapping[str, StoredFlag]
    report: ReportSettings
    denominators: Mapping[str, str]
    services: CatalogueChoice
    topics: CatalogueChoice
    procedures: CatalogueChoice
    is_being_set_up: bool
    state_services: Sequence[str]
    criteria: Sequence[Criterion]
    period_rules: Sequence[StoredPeriodRule]
    event_types: Sequence[EventType]


def changed_settings(stored: object, **changes: Unpack[SettingsChanges]) -> dict[str, object]:
    """Return what is to be stored when some parts change: all other parts, and keys that are not known, stay."""
    written = written_over(stored, as_json({_STORED_NAMES[part]: value for part, value in changes.items()}))
    # Of what else stands in a part, such as other flags, nothing is lost; of denominators all are replaced.
    return {**written, "age_bases": dict(changes["denominators"])} if "denominators" in changes else written
