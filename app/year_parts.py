"""The parts of a year that longer reports are of: quarters, halves, and the whole year, each made of whole periods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from flask_babel import gettext as _

from app.month import Month
from app.periods import Periods, Span

_CODE = re.compile(r"(2\d{3})(?:-(Q[1-4]|H[12]))?", re.ASCII)
_QUARTERS = ("I", "II", "III", "IV")
_QUARTER, _HALF, _YEAR = 3, 6, 12


@dataclass(frozen=True, order=True, slots=True)
class YearPart:
    """A quarter, a half or the whole of a year: ``length`` periods, which end in the months from ``begin`` on.

    ``str()`` gives the form used in addresses: 2026-Q3, 2026-H1, 2026.
    """

    year: int
    begin: int
    length: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a part of a year; raise ``ValueError`` for anything else."""
        match = _CODE.fullmatch(text)
        if match is None:
            raise ValueError(f"not a part of a year: {text!r}")
        year, kind = int(match[1]), match[2] or ""
        if not kind:
            return cls(year, 1, _YEAR)
        length = _QUARTER if kind[0] == "Q" else _HALF
        return cls(year, 1 + length * (int(kind[1]) - 1), length)

    @classmethod
    def quarter_of(cls, month: Month) -> Self:
        """Return the quarter that the period ``month`` is in."""
        return cls(month.year, month.number - (month.number - 1) % _QUARTER, _QUARTER)

    def __str__(self) -> str:
        if self.length == _YEAR:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{'Q' if self.length == _QUARTER else 'H'}{self._position}"

    @property
    def _position(self) -> int:
        return 1 + (self.begin - 1) // self.length

    @property
    def months(self) -> Sequence[Month]:
        """The periods that it is made of, in their order."""
        return [Month(self.year, number) for number in range(self.begin, self.begin + self.length)]

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.length == _YEAR

    def span(self, periods: Periods) -> Span:
        """Return its days: from the first day of its first period to the last day of its last one."""
        months = self.months
        return Span(periods.first(months[0]), periods.last(months[-1]))

    @property
    def file_name(self) -> str:
        """Its name within the name of a file: quy-3-2026, 6-thang-dau-nam-2026, nam-2026."""
        if self.is_year:
            return f"nam-{self.year}"
        if self.length == _QUARTER:
            return f"quy-{self._position}-{self.year}"
        return f"6-thang-{'dau' if self._position == 1 else 'cuoi'}-nam-{self.year}"

    @property
    def name(self) -> str:
        """Its name within a sentence: quý III/2026, 6 tháng đầu năm 2026, năm 2026."""
        if self.is_year:
            return str(_("year %(year)s", year=self.year))
        if self.length == _QUARTER:
            return str(_("quarter %(number)s/%(year)s", number=_QUARTERS[self._position - 1], year=self.year))
        if self._position == 1:
            return str(_("first half of %(year)s", year=self.year))
        return str(_("second half of %(year)s", year=self.year))


def parts_of_year(year: int) -> Iterator[YearPart]:
    """Yield the parts of a year, those that end last first, and of these the longest first."""
    parts = [YearPart(year, begin, length) for length in (_QUARTER, _HALF, _YEAR) for begin in range(1, 13, length)]
    yield from sorted(parts, key=lambda part: (part.begin + part.length, part.length), reverse=True)
