"""Actions of a reviewer: deciding on entries, and undoing the last decision for some minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook import review_actions as logbook
from app.logbook.review_actions import DecisionNote, DecisionOutcome, Outcomes
from app.review.models import Decision
from app.review.queries import latest_decision

UNDO_FOR = timedelta(minutes=10)
"""How long a decision can be undone."""


def decide(
    session: Session,
    ward_id: int,
    seen: Mapping[UUID, int],
    note: DecisionNote,
    team_id: int | None = None,
) -> tuple[Decision | None, Outcomes]:
    """Decide on the entries whose version is still the one ``seen``; return the decision and the outcome for each.

    Where no entry was changed there is no decision.
    """
    outcomes = logbook.review(session, ward_id, seen, note, team_id=team_id)
    moves = _moves(seen, outcomes)
    if not moves:
        return None, outcomes
    decision = Decision(
        ward_id=ward_id, id=uuid4(), actor_id=note.actor_id, at=note.at, action=note.action, moves=moves
    )
    session.add(decision)
    session.flush()
    return decision, outcomes


def decide_more(session: Session, key: tuple[int, UUID], seen: Mapping[UUID, int], at: datetime) -> int | None:
    """Do on more entries what was decided, as a part of the decision with ``key``; return on how many it was done.

    Nothing is done, nor returned, when it was taken back since. Who takes it back waits until this part is written.
    """
    decision = session.get_one(Decision, key, with_for_update={"key_share": True})
    if decision.undone_at is not None:
        return None
    note = DecisionNote(decision.action, decision.actor_id, at)
    moves = _moves(seen, logbook.review(session, decision.ward_id, seen, note))
    decision.moves = decision.moves | moves
    return len(moves)


def _moves(seen: Mapping[UUID, int], outcomes: Outcomes) -> dict[str, int]:
    """Return the numbers of the lines that a decision added to the history of entries, by id in hex."""
    return {id.hex: seen[id] + 1 for id, outcome in outcomes.items() if outcome is DecisionOutcome.DONE}


def undoable(session: Session, ward_id: int, actor_id: int, now: datetime) -> Decision | None:
    """Return the last decision of a user, if it can still be undone."""
    decision: Decision | None = session.scalar(latest_decision(ward_id, actor_id, now - UNDO_FOR))
    return decision


def undo(session: Session, decision: Decision, now: datetime) -> Outcomes | None:
    """Undo a decision on entries that did not change since; return the outcome for each, ``None`` if it was undone."""
    mine = Decision.ward_id == decision.ward_id, Decision.id == decision.id, Decision.undone_at.is_(None)
    marked = session.connection().execute(sa.update(Decision).where(*mine).values(undone_at=now))
    if marked.rowcount != 1:
        return None
    # Another part of the decision may have been written since it was read.
    session.refresh(decision)
    moves = {UUID(hex=id): number for id, number in decision.moves.items()}
    return logbook.undo(session, decision.ward_id, moves, decision.actor_id, now)
