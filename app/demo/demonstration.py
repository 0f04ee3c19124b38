"""The demonstration: the six units of published articles, with their figures, and made-up people and work.

Units have the names they had when the articles were written, with today's ward and code beside them. Entries take
the way of those that phones send, so that everything that is shown was validated, counted and reviewed.
"""

from __future__ import annotations

import random
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.demo.days import working_days
from app.demo.published_figures import add_published_figures
from app.demo.reviewing import review_work
from app.demo.wards import add_wards
from app.demo.work import DayOfWork, WardWork
from app.logbook.entry_rows import Envelope
from app.logbook.intake import Intake
from app.logbook.models import Entry
from app.logbook.record_actions import record
from app.month import ZONE
from app.people.models import User
from app.people.queries import actor_of
from app.places.models import Ward
from app.sync.envelope import digest_of


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
    for day in working_days(last):
        for batch in work.day(day, rng, is_last=day == last):
            _record_batch(session, batch)


def _record_batch(session: Session, batch: DayOfWork) -> None:
    actor = actor_of(session, batch.member_id, batch.sent_at.astimezone(ZONE).date())
    assert actor is not None
    intake = Intake(session.connection(), actor, batch.sent_at, [fields for *_, fields in batch.entries])
    arrivals = [
        intake.read(Envelope(id, kind, 1, digest_of(fields), 2, recorded_at + batch.clock_ahead, fields, {}))
        for id, kind, recorded_at, fields in batch.entries
    ]
    assert all(arrival.entry for arrival in arrivals), [arrival.errors for arrival in arrivals]
    record(session.connection(), actor.id, actor.wards, intake.flagged(arrivals, batch.clock_ahead), batch.sent_at)
