"""Closing a month while others write: its entries are frozen, then its figures are read, then they are stored.

Reading takes many queries and no write lock: what is read of the month itself does not change any more, and the
rest comes from the same snapshot. When the server stops in between, the month is
closed without an edition; closing it once more goes on from there.
"""

from __future__ import annotations

from datetime import datetime

from app.database import in_transaction, reader
from app.month import Month
from app.month import now as present
from app.months.actions import Closed, ClosingRefusal, Refused, freeze, read_frozen_month, store_edition

MAX_READINGS = 3
"""Limit of readings of the figures while other months of the ward are closed or opened."""


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
    """Freeze a month as :func:`app.months.actions.freeze` does, and store its figures; return why not."""
    refused = in_transaction(
        lambda session: freeze(session, ward_id, month, actor_id, now, confirmed=confirmed, newest=newest, early=early)
    )
    return refused or store_frozen_month(ward_id, month, actor_id)


def store_frozen_month(ward_id: int, month: Month, actor_id: int | None) -> Closed | Refused:
    """Read the figures of a frozen month without a write lock, and store them as its edition.

    They are read again when another month of the ward was closed or opened meanwhile, at most
    :data:`MAX_READINGS` times.
    """
    done = _read_and_store(ward_id, month, actor_id)
    for _ in range(MAX_READINGS - 1):
        if done != Refused(ClosingRefusal.OTHERS_MOVED):
            break
        done = _read_and_store(ward_id, month, actor_id)
    return done


def _read_and_store(ward_id: int, month: Month, actor_id: int | None) -> Closed | Refused:
    session = reader()
    # The snapshot of this request is older than the freezing of the month.
    session.rollback()
    frozen = read_frozen_month(session, ward_id, month)
    session.rollback()
    if isinstance(frozen, Refused):
        return frozen
    return in_transaction(lambda session: store_edition(session, frozen, actor_id, present()))
