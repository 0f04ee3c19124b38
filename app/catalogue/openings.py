"""What was done before a ward used this log, and from which day on a sum since January counts. Pure rules.

An opening figure is of a subject: whatever a target may name. It is added to sums since January of the year of its day,
and later to nothing but what was reached since the beginning. It is never added to figures of a month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.month import Month


@dataclass(frozen=True, slots=True)
class OpeningPart:
    """What was done of a subject before the log was used: in the year of ``as_of`` up to that day, and earlier.

    ``before`` is ``None`` where nobody knows.
    """

    this_year: int
    before: int | None
    as_of: date
    source: str

    @property
    def in_all(self) -> int:
        """All that is known to have been done up to ``as_of``."""
        return self.this_year + (self.before or 0)


@dataclass(frozen=True, slots=True)
class CountedSince:
    """From when on a sum since January counts.

    ``day`` is the first day of the log where that is later than 1 January and nothing from before it is known.
    ``opening`` is what was done before, which the sum holds if it ``is_added``.
    """

    day: date | None = None
    opening: OpeningPart | None = None
    is_added: bool = True


ALL_YEAR = CountedSince()


@dataclass(frozen=True, slots=True)
class YearOpenings:
    """The opening figures of a ward by subject at the end of a month, and the first day of its log."""

    month: Month
    log_began: date | None = None
    parts: Mapping[str, OpeningPart] = field(default_factory=dict)

    @classmethod
    def at(cls, month: Month, log_began: date | None, parts: Mapping[str, OpeningPart]) -> YearOpenings:
        """Return those of some opening figures that lie before the end of a month."""
        return cls(month, log_began, {code: part for code, part in parts.items() if Month.of(part.as_of) <= month})

    @property
    def of_log_alone(self) -> YearOpenings:
        """The first day of the log without opening figures: what a team or a person did before, nobody knows."""
        return YearOpenings(self.month, self.log_began)

    def ever(self, code: str, measures: Sequence[str] = ()) -> OpeningPart | None:
        """Return the opening figure of a subject, or that of the only measure that it is made of."""
        if code in self.parts:
            return self.parts[code]
        return self.parts.get(measures[0]) if len(measures) == 1 else None

    def of_year(self, code: str, measures: Sequence[str] = ()) -> OpeningPart | None:
        """Return the opening figure of a subject if it is one of the year."""
        part = self.ever(code, measures)
        return part if part is not None and part.as_of.year == self.month.year else None

    def counted_since(self, code: str, measures: Sequence[str] = (), *, is_added: bool = True) -> CountedSince:
        """Return from when on the sum of a subject since January counts. Without ``is_added`` it stands apart."""
        part, began = self.of_year(code, measures), self.log_began
        is_late = began is not None and Month(self.month.year, 1).first < began <= self.month.last
        return CountedSince(began if is_late and not (part and is_added) else None, part, is_added)
