"""Approving a lot after a sample of it: some entries without a flag, drawn at random, are looked at one by one.

The sample is a signed token in the page's address, so that nobody chooses their own sample and
nothing has to be kept. It speaks for the lot that it was drawn from, and for nobody but who drew it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom
from typing import Annotated, Self
from uuid import UUID

import msgspec
import sqlalchemy as sa
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from app.database import in_transaction
from app.logbook.review_actions import DecisionNote
from app.logbook.status import Action, Status
from app.people.actor import Actor
from app.review.actions import decide, decide_more
from app.review.entry_filter import Number, QueueFilter
from app.review.queries import EntryState, entry_states, unflagged_waiting, up_to

SAMPLE = 10
"""The number of entries in a sample, or all of the lot when there are fewer."""

MOST_IN_A_LOT = 5000
"""The most entries of a lot; the rest is another lot."""

AT_ONCE = 500
"""The number of entries approved in one transaction."""

GOOD_FOR = timedelta(hours=12)
_SALT = "sample of a review"
_random = SystemRandom()


class OutdatedSampleError(Exception):
    """A sample that was drawn too long ago, or by another version of the app."""


class Sample(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A drawn sample: entries with their revisions, from a lot of ``lot`` entries.

    ``last_id`` is the last entry of the lot, which waits since ``last_since``.
    """

    ward_id: Number
    actor_id: Number
    revisions: dict[UUID, Number]
    lot: Number
    last_since: Annotated[datetime, msgspec.Meta(tz=True)]
    last_id: UUID
    queue_filter: QueueFilter

    def signed(self, secret: str) -> str:
        """Return the sample as a text that nobody else can make."""
        return str(_serializer(secret).dumps(msgspec.to_builtins(self, str_keys=True)))

    @classmethod
    def read(cls, text: str, secret: str, actor: Actor) -> Self | None:
        """Return the sample that ``actor`` drew, unless it is another's or changed.

        Raises :class:`OutdatedSampleError` for what was signed too long ago, or by a version that wrote it otherwise.
        """
        try:
            drawn = _serializer(secret).loads(text, max_age=int(GOOD_FOR.total_seconds()))
        except SignatureExpired as error:
            raise OutdatedSampleError from error
        except BadData:
            return None
        try:
            sample = msgspec.convert(drawn, cls, str_keys=True)
        except msgspec.ValidationError as error:
            raise OutdatedSampleError from error
        return sample if (sample.ward_id, sample.actor_id) == (actor.place.ward_id, actor.id) else None


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=_SALT)


def draw(session: Session, actor: Actor, queue_filter: QueueFilter, condition: sa.ColumnElement[bool]) -> Sample | None:
    """Draw a sample of the unflagged entries that the filter finds, or return ``None`` when none waits."""
    lot = unflagged_waiting(session, actor, condition, MOST_IN_A_LOT)
    if not lot:
        return None
    chosen = _random.sample(lot, min(SAMPLE, len(lot)))
    last = lot[-1]
    revisions = {row.id: row.revision for row in chosen}
    return Sample(actor.place.ward_id or 0, actor.id, revisions, len(lot), last.waiting_since, last.id, queue_filter)


@dataclass(frozen=True, slots=True)
class Findings:
    """The state of a sample: which entries are still open, which were approved, and which were found wrong."""

    open: Sequence[UUID]
    approved: Sequence[UUID]
    wrong: Sequence[UUID]

    @property
    def is_complete(self) -> bool:
        """Whether all entries of the sample were approved, so that the rest of the lot may be."""
        return not self.open and not self.wrong


def findings(session: Session, actor: Actor, sample: Sample) -> Findings:
    """Return the state of a sample. An entry that its author changed meanwhile counts as wrong."""
    states = entry_states(session, actor, sample.revisions)
    found: dict[str, list[UUID]] = {"open": [], "approved": [], "wrong": []}
    for id, revision in sample.revisions.items():
        found[_finding(states.get(id), revision)].append(id)
    return Findings(**found)


def _finding(state: EntryState | None, revision: int) -> str:
    if state is None or state.revision != revision:
        return "wrong"
    return {Status.SUBMITTED: "open", Status.APPROVED: "approved"}.get(state.status, "wrong")


@dataclass(frozen=True, slots=True)
class _Progress:
    """How far a lot is approved. It goes in the order of waiting, so that each entry is passed once."""

    approved: int = 0
    decision: tuple[int, UUID] | None = None
    passed: tuple[datetime, UUID] | None = None
    is_last: bool = False


def approve_rest(actor: Actor, sample: Sample, condition: sa.ColumnElement[bool], at: datetime) -> int | None:
    """Approve the rest of a sample's lot in parts; return how many, or ``None`` when the sample is not complete.

    All parts are one decision. Entries that came in after the sample was drawn are not part of the lot.
    """

    def begin(session: Session) -> _Progress | None:
        if not findings(session, actor, sample).is_complete:
            return None
        return _next_part(session, actor, sample, condition, at, _Progress())

    progress = in_transaction(begin)
    while progress is not None and not progress.is_last:
        go_on = partial(_next_part, actor=actor, sample=sample, condition=condition, at=at, so_far=progress)
        progress = in_transaction(go_on)
    return None if progress is None else progress.approved


def _next_part(
    session: Session, actor: Actor, sample: Sample, condition: sa.ColumnElement[bool], at: datetime, so_far: _Progress
) -> _Progress:
    part = sa.and_(condition, up_to(sample.last_since, sample.last_id))
    if so_far.passed is not None:
        part = sa.and_(part, sa.not_(up_to(*so_far.passed)))
    rows = unflagged_waiting(session, actor, part, AT_ONCE)
    if not rows:
        return replace(so_far, is_last=True)
    seen = {row.id: row.moves for row in rows}
    if so_far.decision is None:
        decision, _codes = decide(session, sample.ward_id, seen, DecisionNote(Action.APPROVE, actor.id, at))
        key = (decision.ward_id, decision.id) if decision else None
        number = len(decision.moves) if decision else 0
    else:
        key = so_far.decision
        more = decide_more(session, so_far.decision, seen, at)
        if more is None:
            # It was taken back while it was still being worked through.
            return replace(so_far, is_last=True)
        number = more
    return _Progress(
        so_far.approved + number,
        key,
        (rows[-1].waiting_since, rows[-1].id),
        len(rows) < AT_ONCE,
    )
