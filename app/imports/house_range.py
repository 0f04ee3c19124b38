"""The houses of a lane, by their numbers: a list of households where nobody has one. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from app.imports.sheets import CellType, ListCell, ListSheet

MOST_NUMBER = 2000
MOST_HOUSES = 1000
MOST_SUFFIXES = 10


class HouseSide(StrEnum):
    """Which numbers a lane has."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"


class HouseRange(NamedTuple):
    """The houses of a lane or street of an area: from one number to another, and letters behind each number."""

    area: str
    lane: str
    first: int
    last: int
    side: HouseSide = HouseSide.ALL
    suffixes: Sequence[str] = ()

    @property
    def numbers(self) -> list[str]:
        """The numbers of the houses, each followed by those with a letter: 1, 1A, 2, 2A."""
        remainder = {HouseSide.ALL: None, HouseSide.ODD: 1, HouseSide.EVEN: 0}[self.side]
        numbers = (each for each in range(self.first, self.last + 1) if remainder in (None, each % 2))
        return [f"{number}{suffix}" for number in numbers for suffix in ("", *self.suffixes)]

    @property
    def labels(self) -> list[str]:
        """The addresses of the houses."""
        return [f"Số {number}, {self.lane}" for number in self.numbers]

    @property
    def text(self) -> str:
        """What the range is, in a line."""
        return f"{self.lane}: {self.first}–{self.last}"

    def sheet(self, headings: tuple[str, str]) -> ListSheet:
        """Return it as a list of households with two columns, of areas and of addresses."""
        rows = [headings, *((self.area, label) for label in self.labels)]
        return ListSheet("", [[ListCell(CellType.TEXT, text) for text in row] for row in rows])
