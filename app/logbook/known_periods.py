"""The period in which an arriving entry counts: by the ward's periods, and by what its phone can know. Pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.month import Month
from app.periods import CALENDAR, Periods, calendar_months_within


@dataclass(frozen=True)
class KnownPeriods:
    """The reporting periods of a ward, and those that are closed; these only where not all are calendar months."""

    periods: Periods = CALENDAR
    closed: frozenset[Month] = frozenset()

    @cached_property
    def closed_calendar_months(self) -> frozenset[Month]:
        """The calendar months of which every phone is told that they are closed."""
        return frozenset(calendar_months_within(map(self.periods.span, self.closed)))

    def later_period(self, day: date, chosen: Month | None) -> Month | None:
        """Return the period after that of ``day`` in which an entry counts, if it is to: the one that was ``chosen``.

        A phone may know only calendar months. Where a period is closed, and the month that the phone goes by is not,
        the entry counts in the first open period. A choice that is not after the period of the day means that one.
        """
        of_day = self.periods.of(day)
        counted = max(of_day, chosen or of_day)
        if counted in self.closed and (chosen or Month.of(day)) not in self.closed_calendar_months:
            while counted in self.closed:
                counted = counted.next()
        return counted if counted > of_day else None


NO_RULES = KnownPeriods()
"""The periods of a ward that goes by calendar months."""
