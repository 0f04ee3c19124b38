"""Whether the day or the month stands first in days that are written with numbers alone. Pure rules."""

from __future__ import annotations

from enum import StrEnum


class DayOrder(StrEnum):
    """How the days of a column are written. The values are stored."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNCLEAR = "unclear"
    """No cell has a number above 12 that decides it: a person is asked, once for the column."""

    MIXED = "mixed"
    """Some texts have the day first and some the month: those that may be either are wrong rows."""

    TURNED = "turned"
    """Texts have the day first, and a spreadsheet may have turned the other days round: those are wrong rows."""
