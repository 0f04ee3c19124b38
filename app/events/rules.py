"""The ways in which a ward's events recur, as rules of RFC 5545 and back. Pure.

Only these are made here; a rule that is none of them, from elsewhere, still gives its days and is shown as it is.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ORDINALS = (1, 2, 3, 4, -1)
"""Which one of a weekday in a month: -1 is the last, since a fifth one often is not there."""

_MONTH_WEEKDAY = re.compile(r"FREQ=MONTHLY;BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_MONTH_DAY = re.compile(r"FREQ=MONTHLY;BYMONTHDAY=([1-9]|[12][0-9]|3[01])", re.ASCII)
_WEEK = re.compile(r"FREQ=WEEKLY;BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)", re.ASCII)


class Every(StrEnum):
    """How often something recurs."""

    ONCE = "once"
    DAY = "day"
    WEEK = "week"
    MONTH_WEEKDAY = "month_weekday"
    MONTH_DAY = "month_day"


class Recurrence(NamedTuple):
    """How something recurs: on some weekdays (0 is Monday), on which one of a weekday of a month, or on which day."""

    every: Every
    weekdays: tuple[int, ...] = ()
    ordinal: int = 1
    month_day: int = 1

    @property
    def rule(self) -> str:
        """The rule of RFC 5545, empty for what is once."""
        match self.every:
            case Every.ONCE:
                return ""
            case Every.DAY:
                return "FREQ=DAILY"
            case Every.WEEK:
                return f"FREQ=WEEKLY;BYDAY={','.join(WEEKDAYS[each] for each in sorted(set(self.weekdays)))}"
            case Every.MONTH_WEEKDAY:
                return f"FREQ=MONTHLY;BYDAY={self.ordinal}{WEEKDAYS[self.weekdays[0]]}"
            case Every.MONTH_DAY:
                return f"FREQ=MONTHLY;BYMONTHDAY={self.month_day}"


def parse_rule(rule: str) -> Recurrence | None:
    """Return how something recurs by a rule, or ``None`` for a rule that is not one of those."""
    if rule in {"", "FREQ=DAILY"}:
        return Recurrence(Every.DAY if rule else Every.ONCE)
    if found := _WEEK.fullmatch(rule):
        return Recurrence(Every.WEEK, tuple(WEEKDAYS.index(each) for each in found[1].split(",")))
    if found := _MONTH_WEEKDAY.fullmatch(rule):
        return Recurrence(Every.MONTH_WEEKDAY, (WEEKDAYS.index(found[2]),), ordinal=int(found[1]))
    if found := _MONTH_DAY.fullmatch(rule):
        return Recurrence(Every.MONTH_DAY, month_day=int(found[1]))
    return None
