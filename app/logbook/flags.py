"""Questions to the coordinator that an entry raises as it is received. Pure; a flag never refuses anything.

Each flag has a sentence, and may be turned off or given another threshold by the ward. Its check compares the entry
with a threshold and a :class:`FlagContext`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.json_types import Message
from app.logbook.entry_rows import EntryRow
from app.logbook.flag_checks import (
    FlagContext,
    Test,
    area_ended,
    at_night,
    beyond_population,
    clock_off,
    far_away,
    household_again,
    household_elsewhere,
    in_a_rush,
    late,
    many_people,
    more_than_met,
    not_its_day,
)
from app.places.ward_settings import StoredFlag, WardSettings

HOUSEHOLD_AGAIN = "household_again"
IN_A_RUSH = "in_a_rush"
MORE_THAN_MET = "more_than_met"
FAR_AWAY = "far_away"
CLOCK_OFF = "clock_off"
PHOTO_AGAIN = "photo_again"
BEYOND_POPULATION = "beyond_population"
HOUSEHOLD_ELSEWHERE = "household_elsewhere"
AREA_ENDED = "area_ended"
NOT_ITS_DAY = "not_its_day"

KEPT = frozenset({CLOCK_OFF, PHOTO_AGAIN})
"""The flags that stay when an entry is edited: the clock of that moment, and a photo that came since."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A question: its code, name and sentence, the threshold, and whether it is asked by default.

    The sentence is a function of the threshold where a threshold of one has another text. A question without a
    threshold asks yes or no. The one without a ``test`` is answered when a photo of the entry is stored.
    """

    code: str
    name: Message
    sentence: Message | Callable[[int], str]
    test: Test | None = None
    threshold: int = 0
    unit: Message = ""
    least: int = 0
    most: int = 0
    on: bool = True

    @property
    def has_threshold(self) -> bool:
        """Whether there is a number to set."""
        return bool(self.most)

    def explained(self, threshold: int) -> str:
        """Return the sentence with a threshold in it."""
        if callable(self.sentence):
            return str(self.sentence(threshold))
        return str(self.sentence) % {"threshold": threshold}


@dataclass(frozen=True, slots=True)
class Setting:
    """Whether a ward asks a question, and what it compares with."""

    on: bool
    threshold: int


FLAGS: tuple[Flag, ...] = (
    Flag(
        HOUSEHOLD_AGAIN,
        _l("Same household again"),
        lambda days: ngettext(
            "This household was logged already within %(threshold)s day, by this member or another.",
            "This household was logged already within %(threshold)s days, by this member or another.",
            days,
            threshold=days,
        ),
        household_again,
        threshold=7,
        unit=_l("days"),
        least=1,
        most=90,
    ),
    Flag(
        "many_people",
        _l("Many people in one home"),
        _l("More than %(threshold)s people are said to have been helped in one home."),
        many_people,
        threshold=12,
        unit=_l("people"),
        least=2,
        most=50,
    ),
    Flag(
        MORE_THAN_MET,
        _l("More helped than met"),
        lambda people: ngettext(
            "At this visit, at least %(threshold)s person more was helped with one service than was met.",
            "At this visit, at least %(threshold)s people more were helped with one service than were met.",
            people,
            threshold=people,
        ),
        more_than_met,
        threshold=1,
        unit=_l("people"),
        least=1,
        most=50,
    ),
    Flag(
        IN_A_RUSH,
        _l("Many entries at once"),
        _l("The member recorded %(threshold)s or more entries within 10 minutes."),
        in_a_rush,
        threshold=10,
        unit=_l("entries"),
        least=2,
        most=100,
    ),
    Flag(
        "at_night",
        _l("At night"),
        _l("It happened at %(threshold)s o'clock in the evening or later, or before 5 in the morning."),
        at_night,
        threshold=22,
        unit=_l("o'clock"),
        least=18,
        most=23,
    ),
    Flag(
        CLOCK_OFF,
        _l("Clock of the phone"),
        _l("The clock of the phone is wrong by more than %(threshold)s minutes; day and time may not be true."),
        clock_off,
        threshold=15,
        unit=_l("minutes"),
        least=5,
        most=720,
    ),
    Flag(
        FAR_AWAY,
        _l("Far away"),
        _l("It was logged more than %(threshold)s km from the middle of the neighbourhood."),
        far_away,
        threshold=3,
        unit=_l("km"),
        least=1,
        most=100,
    ),
    Flag(
        PHOTO_AGAIN,
        _l("Same photo"),
        _l("A photo of this entry is the same as one of another entry."),
    ),
    Flag(
        BEYOND_POPULATION,
        _l("More than there are"),
        _l("With this entry the ward would have more than %(threshold)s%% of those who can have it at all."),
        beyond_population,
        threshold=100,
        unit=_l("per cent"),
        least=50,
        most=200,
    ),
    Flag(
        "late",
        _l("Came in late"),
        lambda days: ngettext(
            "It came in more than %(threshold)s day after it happened.",
            "It came in more than %(threshold)s days after it happened.",
            days,
            threshold=days,
        ),
        late,
        threshold=7,
        unit=_l("days"),
        least=1,
        most=60,
    ),
    Flag(
        HOUSEHOLD_ELSEWHERE,
        _l("Household of another neighbourhood"),
        _l("This household was first met in another neighbourhood than the one named here."),
        household_elsewhere,
    ),
    Flag(
        AREA_ENDED,
        _l("Neighbourhood that has ended"),
        _l("On this day the neighbourhood was no more: it was split, or ended. Name the one of today in its place."),
        area_ended,
    ),
    Flag(
        NOT_ITS_DAY,
        _l("Not a day of its event"),
        _l(
            "On this day the event that it names was not held, or was called off. Check the day, or take the event out."
        ),
        not_its_day,
    ),
)
"""All flags, in the order in which an entry carries them and a coordinator reads them."""

FLAG_OF: Mapping[str, Flag] = {flag.code: flag for flag in FLAGS}


def settings_of(settings: WardSettings) -> dict[str, Setting]:
    """Return a ward's setting of every flag by its code. What is not stored, or out of bounds, has its default."""
    return {flag.code: _setting(flag, settings.flags.get(flag.code, _NOTHING_STORED)) for flag in FLAGS}


_NOTHING_STORED = StoredFlag()


def _setting(flag: Flag, stored: StoredFlag) -> Setting:
    is_usable = stored.threshold is not None and flag.least <= stored.threshold <= flag.most
    return Setting(
        flag.on if stored.on is None else stored.on,
        stored.threshold if is_usable and stored.threshold is not None else flag.threshold,
    )


Question = tuple[str, Test, int]
"""A flag's code, its test, and the ward's threshold."""


def questions_of(settings: Mapping[str, Setting]) -> list[Question]:
    """Return the questions that a ward asks of an entry that comes in, in the order of the table."""
    with_settings = [(flag, settings[flag.code]) for flag in FLAGS]
    return [(flag.code, flag.test, setting.threshold) for flag, setting in with_settings if flag.test and setting.on]


def flags_raised(entry: EntryRow, context: FlagContext, questions: Iterable[Question]) -> list[str]:
    """Return the flags that an entry raises."""
    return [code for code, test, threshold in questions if test(entry, context, threshold)]


def in_order(codes: Collection[str]) -> list[str]:
    """Return flags in the order of the table, each once."""
    return [flag.code for flag in FLAGS if flag.code in codes]
