"""One batch of a phone: envelopes in, receipts out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from app.bare_writing import in_bare_transaction
from app.logbook.entry_rows import Arrival, Envelope
from app.logbook.intake import Intake
from app.logbook.receipt_rules import Verdict, invalid
from app.logbook.record_actions import record
from app.people.actor import Actor
from app.sync.envelope import Receipt, open_envelope, receipt


def receive(
    reading: Connection,
    actor: Actor,
    items: Sequence[object],
    now: datetime,
    *,
    submitted_by_id: int | None = None,
    sent_at: datetime | None = None,
) -> list[Receipt]:
    """Store what may be stored of ``items`` in one transaction; return one receipt each, in order.

    ``submitted_by_id`` is the user who submits them where that is not ``actor``, their author. ``sent_at`` is the time
    of the phone's clock when it sent them. All that costs time without needing the write lock, reading, validating and
    asking what is odd, happens before it is taken, and anew where the transaction is tried once more.
    """
    opened = [open_envelope(item) for item in items]
    envelopes = [envelope for envelope in opened if isinstance(envelope, Envelope)]

    def store(writing: Connection) -> list[Verdict]:
        # The write lock is taken by the first statement of ``writing``, so not before all has been read.
        arrivals = _read(reading, actor, envelopes, now, sent_at - now if sent_at else None)
        return record(writing, actor.id, actor.wards, arrivals, now, submitted_by_id=submitted_by_id)

    verdicts = iter(in_bare_transaction(store) if envelopes else ())
    return [
        receipt(item, each.digest, next(verdicts) if isinstance(each, Envelope) else invalid(each.errors))
        for item, each in zip(items, opened, strict=True)
    ]


def _read(
    reading: Connection, actor: Actor, envelopes: Sequence[Envelope], now: datetime, clock_ahead: timedelta | None
) -> list[Arrival]:
    """Return the entries with their flags, from a snapshot of this moment."""
    fields, ids = [each.fields for each in envelopes], [each.id for each in envelopes]
    intake = Intake(reading, actor, now, fields, ids)
    arrivals = intake.flagged(map(intake.read, envelopes), clock_ahead)
    # The snapshot is given back, so that the log can be checkpointed past it.
    reading.rollback()
    return arrivals
