"""Choosing the month of a page: the one before, the one after, or any that has figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.month import Month
from app.tally.queries import months_counted, months_counted_in_wards


@dataclass(frozen=True, slots=True)
class Chooser:
    """The months that a page offers, the newest first, and the neighbours of the one it shows."""

    month: Month
    months: Sequence[Month]
    previous: Month | None
    next: Month | None


def month_chooser(session: Session, ward_ids: Iterable[int], month: Month, this_month: Month) -> Chooser:
    """Offer the months in which any of some wards has figures, this month and the one that is shown.

    There is no way to before the first figures, nor to after this month.
    """
    ids = list(ward_ids)
    query = months_counted(ids[0]) if len(ids) == 1 else months_counted_in_wards(ids)
    counted = [Month.parse(text) for text in session.scalars(query)]
    first, last = min(counted, default=month), max([*counted, this_month])
    return Chooser(
        month,
        sorted({*counted, this_month, month}, reverse=True),
        min(month.previous(), last) if month > first else None,
        max(month.next(), first) if month < last else None,
    )
