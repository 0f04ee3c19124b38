"""The communes of before 1 July 2025, and what each became, as shipped in ``data/``.

Source: package vietnamadminunits 1.0.4 (MIT). A line holds the units of one district, each with the codes of today's
units that it went into, the one with most of it first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "admin_units_before_2025.csv"
_UNIT = re.compile(r"(.*?) ?((?:\d{5} ?)+)")


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A unit that is no more or was drawn anew, with the codes of today's units that have a part of it.

    The name is empty for five island districts, which had no communes.
    """

    name: str
    district: str
    province: str
    codes: Sequence[str]

    @property
    def full_name(self) -> str:
        """The name with those of its district and province."""
        return ", ".join(part for part in (self.name, self.district, self.province) if part)


def former_units() -> Iterator[FormerUnit]:
    """Yield all units of the list, district by district."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for text in row["units"].split(";"):
                if found := _UNIT.fullmatch(text):
                    yield FormerUnit(found[1], row["district"], row["province"], tuple(found[2].split()))
