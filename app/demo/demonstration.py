"""The demonstration: the six units of published articles, with their figures, and made-up people and work.

Units have the names they had when the articles were written, with today's ward and code beside them. Entries take
the way of those that phones send, so that everything that is shown was validated, counted and reviewed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.demo.duty_work import batches_of
from app.demo.published_figures import add_published_figures
from app.demo.reviewing import review_work
from app.demo.wards import add_wards
from app.demo.work import DayOfWork, WardWork
from app.logbook.entry_rows import Envelope
from app.logbook.first_entries import FirstEntries
from app.logbook.intake import Intake
from app.logbook.models import Entry
from app.month import ZONE
from app.people.actor import Actor
from app.people.models import User
from app.people.queries import actor_of
from app.places.models import Ward
from app.sync.envelope import digest_of

_BATCHES_AT_ONCE = 500
"""The number of members' batches that are written by the same statements."""


class NotEmptyError(Exception):
    """The database holds something already."""


def load_demonstration(session: Session, day: date, rng: random.Random) -> int:
    """Load the demonstration up to ``day``; return the number of entries. Raises :class:`NotEmptyError`."""
    if session.scalar(sa.select(sa.or_(sa.exists(sa.select(User.id)), sa.exists(sa.select(Ward.id))))):
        raise NotEmptyError
    loaded = add_wards(session, day, rng)
    add_published_figures(session)
    session.flush()
    for work in loaded:
        _record_work(session, work, day, rng)
        review_work(session, work, day, rng)
    return session.scalar(sa.select(sa.func.count()).select_from(Entry)) or 0


def _record_work(session: Session, work: WardWork, last: date, rng: random.Random) -> None:
    batches = batches_of(work, last, rng)
    senders = _Senders(session)
    entries = FirstEntries(session.connection(), work.ward_id)
    while some := list(islice(batches, _BATCHES_AT_ONCE)):
        _record_batches(session, senders, entries, some)


def _record_batches(session: Session, senders: _Senders, first: FirstEntries, batches: Sequence[DayOfWork]) -> None:
    """Record the entries of some members; each batch is read and flagged for itself."""
    given = [fields for batch in batches for *_, fields in batch.entries]
    beginning = batches[0]
    shared = Intake(session.connection(), senders.sender_of(beginning), beginning.sent_at, given, nearby=first.nearby)
    for batch in batches:
        intake = shared.of_sender(senders.sender_of(batch), batch.sent_at)
        arrivals = [
            intake.read(Envelope(id, kind, 1, digest_of(fields), 2, recorded_at + batch.clock_ahead, fields, {}))
            for id, kind, recorded_at, fields in batch.entries
        ]
        first.note(intake.flagged(arrivals, batch.clock_ahead))
    first.store()


class _Senders:
    """The members who send batches, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[int, Actor] = {}

    def sender_of(self, batch: DayOfWork) -> Actor:
        """Return who sends a batch, on the day on which it is sent."""
        today = batch.sent_at.astimezone(ZONE).date()
        actor = self._read.get(batch.member_id) or actor_of(self._session, batch.member_id, today)
        assert actor is not None
        self._read[batch.member_id] = actor
        return replace(actor, today=today)
