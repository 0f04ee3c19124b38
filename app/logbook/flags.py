"""Questions to the coordinator that an entry raises as it is received. Pure; a flag never refuses anything.

Each flag is told by its sentence, and may be turned off or given another threshold by the ward. Those that
compare an entry with others are answered from what stands :class:`FlagContext` it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.logbook.kinds import KINDS
from app.month import ZONE, local_day
from app.places.ward_settings import StoredFlag, WardSettings

HOUSEHOLD_AGAIN = "household_again"
IN_A_RUSH = "in_a_rush"
FAR_AWAY = "far_away"
CLOCK_OFF = "clock_off"
PHOTO_AGAIN = "photo_again"
BEYOND_POPULATION = "beyond_population"
HOUSEHOLD_ELSEWHERE = "household_elsewhere"

KEPT = frozenset({CLOCK_OFF, PHOTO_AGAIN})
"""What an edit does not answer: the clock of that moment, and a photo that came since."""

RUSH = timedelta(minutes=10)
"""How long a time counts as one rush."""

NIGHT_ENDS = 5
"""The hour at which the night is over."""

_EARTH = 6371.0  # kilometres

Row = Mapping[str, Any]
Point = tuple[float, float]


@dataclass(slots=True)
class FlagContext:
    """What else is known when an entry is received.

    ``visits`` are the days on which its household was logged otherwise, ``recorded`` when its author recorded
    others, in order. ``middle`` is that of its neighbourhood, ``share`` how many per cent of the people concerned
    would have the service with it. ``clock_ahead`` is by how much the phone's clock was ahead of ours.
    """

    received_at: datetime
    clock_ahead: timedelta | None = None
    visits: Collection[date] = ()
    recorded: Sequence[datetime] = ()
    middle: Point | None = None
    share: Decimal | None = None


Test = Callable[[Row, FlagContext, int], bool]


@dataclass(frozen=True, slots=True)
class Flag:
    """A question by its code: what it is called, says and compares with, and whether it is asked by default.

    Where a threshold of one has words of its own, the sentence is a function of the threshold. A question without a
    threshold asks yes or no. One without a ``test`` is answered elsewhere: by what becomes of the entry's household or
    photo.
    """

    code: str
    name: Any
    sentence: Any
    test: Test | None = None
    threshold: int = 0
    unit: Any = ""
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


def household_again(row: Row, around: FlagContext, days: int) -> bool:
    """Tell whether somebody logged the same household at most so many days before or after."""
    day: date = row["happened_on"]
    return bool(around.visits) and any(abs((other - day).days) <= days for other in around.visits)


def many_people(row: Row, _around: FlagContext, people: int) -> bool:
    """Tell whether more people are said to have been helped in a home than live in one."""
    number = KINDS[row["kind"]].people_in_a_home(row["fields"])
    return number is not None and number > people


def in_a_rush(row: Row, around: FlagContext, entries: int) -> bool:
    """Tell whether this is at least the so-manieth entry that its author recorded within :data:`RUSH`."""
    at = row["recorded_at"]
    if at is None:
        return False
    before = bisect_right(around.recorded, at) - bisect_left(around.recorded, at - RUSH)
    return before + 1 >= entries


def at_night(row: Row, _around: FlagContext, hour: int) -> bool:
    """Tell whether it happened late in the evening or before the morning.

    Where the entry itself says when it began, that counts; else the moment of recording, unless another day's
    work was written down then.
    """
    began = KINDS[row["kind"]].began_at(row["fields"])
    if began is not None:
        return _is_night(int(began[:2]), hour)
    if row["recorded_at"] is None:
        return False
    at = row["recorded_at"].astimezone(ZONE)
    return _is_night(at.hour, hour) and at.date() == row["happened_on"]


def _is_night(hour: int, begins: int) -> bool:
    return hour >= begins or hour < NIGHT_ENDS


def clock_off(row: Row, around: FlagContext, minutes: int) -> bool:
    """Tell whether the phone's clock was wrong by more than so many minutes.

    Without the phone's own word only a moment of recording that has not come yet shows it.
    """
    most = timedelta(minutes=minutes)
    at = row["recorded_at"]
    if at is not None and at - around.received_at > most:
        return True
    return around.clock_ahead is not None and abs(around.clock_ahead) > most


def far_away(row: Row, around: FlagContext, kilometres: int) -> bool:
    """Tell whether it was logged further from the middle of its neighbourhood, however rough the phone's place is."""
    if around.middle is None or row["latitude"] is None:
        return False
    away = distance((row["latitude"], row["longitude"]), around.middle)
    return away - (row["accuracy"] or 0) / 1000 > kilometres


def beyond_population(_row: Row, around: FlagContext, per_cent: int) -> bool:
    """Tell whether more people would have a service than there are."""
    return around.share is not None and around.share > per_cent


def late(row: Row, around: FlagContext, days: int) -> bool:
    """Tell whether it came in more than so many days after it happened."""
    day: date = row["happened_on"]
    # Asking the hour in Viet Nam takes time, and few entries are that old.
    return around.received_at.date() - day >= timedelta(days=days) and (local_day(around.received_at) - day).days > days


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
"""A flag's code, its test, and what a ward compares with."""


def questions_of(settings: Mapping[str, Setting]) -> list[Question]:
    """Return what a ward asks of an entry that comes in, in the order of the table."""
    asked = [(flag, settings[flag.code]) for flag in FLAGS]
    return [(flag.code, flag.test, setting.threshold) for flag, setting in asked if flag.test and setting.on]


def flags_raised(row: Row, around: FlagContext, questions: Iterable[Question]) -> list[str]:
    """Return the flags that an entry raises."""
    return [code for code, test, threshold in questions if test(row, around, threshold)]


def in_order(codes: Collection[str]) -> list[str]:
    """Return flags in the order of the table, each once."""
    return [flag.code for flag in FLAGS if flag.code in codes]


def flags_at_receipt(
    row: Row, columns: Row, known_areas: Mapping[tuple[int, UUID], int], before: Collection[str] = ()
) -> list[str]:
    """Return the flags of an entry that is being written: those raised, and what its household's door says.

    ``known_areas`` gives, by (ward, household), the neighbourhood in which it was first met. ``before`` are the
    flags of the revision that is written over.
    """
    flags = set(row["flags"]).union(KEPT.intersection(before))
    if elsewhere(columns, known_areas, row["same_areas"]):
        flags.add(HOUSEHOLD_ELSEWHERE)
    return in_order(flags) if flags else []


def elsewhere(columns: Row, known_areas: Mapping[tuple[int, UUID], int], same_areas: Collection[int] | None) -> bool:
    """Tell whether an entry's household was first met in another neighbourhood than the entry names.

    ``same_areas`` are those that are one with the entry's today; without them the question is not asked.
    """
    household_id = columns["household_id"]
    if household_id is None or same_areas is None:
        return False
    area = known_areas.get((columns["ward_id"], household_id))
    return area is not None and area not in same_areas


def distance(one: Point, other: Point) -> float:
    """Return how many kilometres two places are apart, over the ground."""
    latitude, other_latitude = radians(one[0]), radians(other[0])
    half = sin((other_latitude - latitude) / 2) ** 2
    half += cos(latitude) * cos(other_latitude) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))
