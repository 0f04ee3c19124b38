"""What an edition keeps of an indicator: what was published of it, and what the log and that come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from app.catalogue.terms import Bound


class PublishedLine(Struct, frozen=True, kw_only=True):
    """What was published of an indicator."""

    as_of: date | None
    source: str
    numerator: int | None
    bound: Bound
    denominator: int | None
    published_percent: Decimal | None = field(name="percent")
    unit_then: str
    note: str


class LogLine(Struct, frozen=True, kw_only=True):
    """What the log and what was published before come to."""

    as_of: date | None
    numerator: int | None
    bound: Bound
    denominator: int | None
    denominator_as_of: date | None
    denominator_source: str


class EditionIndicator(Struct, frozen=True, kw_only=True):
    """An indicator; ``start`` is the position of the published line that was counted on from."""

    code: str
    pillar: str
    measures: Sequence[str]
    published: Sequence[PublishedLine]
    start: int | None
    log: LogLine | None
