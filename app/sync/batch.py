"""One batch of a phone: envelopes in, receipts out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.database import in_transaction
from app.logbook.entry_rows import Envelope
from app.logbook.intake import Intake
from app.logbook.receipt_rules import Verdict, invalid
from app.logbook.record_actions import record
from app.people.actor import Actor
from app.sync.envelope import Receipt, open_envelope, receipt


def receive(
    reader: Session,
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
    asking what is odd, happens before it is taken.
    """
    opened = [open_envelope(item) for item in items]
    envelopes = [envelope for envelope in opened if isinstance(envelope, Envelope)]
    verdicts: Iterator[Verdict] = iter(())
    if envelopes:
        intake = Intake(reader, actor, now, [envelope.fields for envelope in envelopes])
        arrivals = intake.flagged(map(intake.read, envelopes), sent_at - now if sent_at else None)
        # The snapshot is given back, so that the log can be checkpointed past it.
        reader.rollback()
        verdicts = iter(
            in_transaction(
                lambda session: record(session, actor.id, actor.wards, arrivals, now, submitted_by_id=submitted_by_id)
            )
        )
    return [
        receipt(item, each.digest, next(verdicts) if isinstance(each, Envelope) else invalid(each.errors))
        for item, each in zip(items, opened, strict=True)
    ]
