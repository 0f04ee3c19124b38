"""Coverage arithmetic: figures of indicators, and the ratios that they give. Pure rules.

A bound gives no ratio, and neither does an unknown denominator; ratios of totals are recomputed from
the totals, never averaged; more than 100% is shown, with a warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.catalogue.terms import Bound


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One figure of an indicator at one time: numerator, denominator and source.

    ``published_percent`` is the percentage that the source prints, kept beside the recomputed ``ratio``.
    """

    as_of: date | None
    source: str
    numerator: int | None
    bound: Bound = Bound.EXACT
    denominator: int | None = None
    denominator_as_of: date | None = None
    denominator_source: str = ""
    published_percent: Decimal | None = None
    unit_then: str = ""
    note: str = ""

    @property
    def ratio(self) -> Decimal | None:
        """Numerator in per cent of the denominator, or ``None`` where no ratio may be given."""
        return ratio(self.numerator, self.denominator, self.bound)

    @property
    def is_above_all(self) -> bool:
        """Whether the numerator is more than the denominator."""
        return self.ratio is not None and self.ratio > 100


def ratio(numerator: int | None, denominator: int | None, bound: Bound = Bound.EXACT) -> Decimal | None:
    """Return ``numerator`` in per cent of ``denominator``, unrounded, or ``None`` where none may be given."""
    if numerator is None or not denominator or bound is not Bound.EXACT:
        return None
    return Decimal(numerator * 100) / Decimal(denominator)


def today_line(
    baseline: CoverageLine | None,
    counted: int,
    as_of: date,
    denominator: int | None,
    denominator_as_of: date | None,
    denominator_source: str,
    source: str,
) -> CoverageLine:
    """Return today's line: the published figure and what was counted since, of the group's population.

    Nothing can be added to a published percentage without a count: then the line has only what was counted.
    """
    start = baseline.numerator if baseline and baseline.numerator is not None else 0
    bound = baseline.bound if baseline and baseline.numerator is not None else Bound.EXACT
    return CoverageLine(
        as_of=as_of,
        source=source,
        numerator=start + counted,
        bound=bound,
        denominator=denominator if baseline is None or baseline.numerator is not None else None,
        denominator_as_of=denominator_as_of,
        denominator_source=denominator_source,
    )
