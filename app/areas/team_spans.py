"""The days on which a team covers an area that comes in the place of others. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)


class CoverSpan(NamedTuple):
    """The first and the last day of a cover, both included; ``None`` where there is no first, or no last one."""

    first: date | None
    last: date | None

    def on_or_after(self, day: date) -> CoverSpan | None:
        """Return the days of it from ``day`` on, if there are any."""
        if self.last is not None and self.last < day:
            return None
        return CoverSpan(max(self.first or day, day), self.last)


def united(spans: Iterable[CoverSpan]) -> list[CoverSpan]:
    """Return the days of some spans as spans that neither overlap nor follow each other at once, in their order."""
    found: list[CoverSpan] = []
    for span in sorted(spans, key=lambda span: span.first or date.min):
        before = found[-1] if found else None
        if before is None or (before.last is not None and (span.first or date.min) > before.last + _DAY):
            found.append(span)
        elif before.last is not None:
            found[-1] = CoverSpan(before.first, max(before.last, span.last) if span.last is not None else None)
    return found
