"""Closing a month beside others who write: its entries are frozen first, its figures are read then, and kept at last.

Reading them takes many questions, during which nobody is kept from writing: what it reads of the month itself
does not move any more, and the rest comes from the same snapshot. When the server stops in between, the month is
closed without an edition; closing it once more goes on from there.
"""

from __future__ import annotations

from datetime import datetime

from app.database import in_transaction, reader
from app.month import Month
from app.month import now as present
from app.months.actions import Closed, ClosingRefusal, Refused, freeze, read_frozen_month, store_edition

MAX_READINGS = 3
"""So many times the figures are read when other months of the ward keep being closed or opened meanwhile."""


def close_whole_month(
    ward_id: int,
    month: Month,
    actor_id: int | None,
    now: datetime,
    *,
    confirmed: int | None = None,
    newest: datetime | None = None,
    early: bool = False,
) -> Closed | Refused:
    """Freeze a month as :func:`app.months.actions.freeze` does, and keep its figures; return why not."""
    refused = in_transaction(
        lambda session: freeze(session, ward_id, month, actor_id, now, confirmed=confirmed, newest=newest, early=early)
    )
    return refused or store_frozen_month(ward_id, month, actor_id)


def store_frozen_month(ward_id: int, month: Month, actor_id: int | None) -> Closed | Refused:
    """Read the figures of a frozen month without a write lock, and keep them as its edition.

    They are read anew when another month of the ward was closed or opened meanwhile, but not without end.
    """
    done = _read_and_store(ward_id, month, actor_id)
    for _ in range(MAX_READINGS - 1):
        if done != Refused(ClosingRefusal.OTHERS_MOVED):
            break
        done = _read_and_store(ward_id, month, actor_id)
    return done


def _read_and_store(ward_id: int, month: Month, actor_id: int | None) -> Closed | Refused:
    session = reader()
    # What was read before in this request is how it stood before the month was frozen.
    session.rollback()
    frozen = read_frozen_month(session, ward_id, month)
    session.rollback()
    if isinstance(frozen, Refused):
        return frozen
    return in_transaction(lambda session: store_edition(session, frozen, actor_id, present()))
