"""The decisions of the demonstration's coordinators, and the month that they closed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.demo.days import first_day, morning
from app.demo.work import WardWork
from app.logbook.models import Entry
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action, Status
from app.months.actions import close

_REASONS = {
    Action.APPROVE: ("", ""),
    Action.RETURN: ("unclear", "Nội dung chưa khớp với sổ của tổ, mời xem lại giúp."),
    Action.VOID: ("duplicate", "Trùng với bản ghi khác trong ngày."),
}


def review_work(session: Session, work: WardWork, last: date, rng: random.Random) -> None:
    """Review the entries of a ward as a coordinator would have by ``last``, and close the oldest period."""
    oldest, current = work.periods.of(first_day(last)), work.periods.of(last)
    query = sa.select(Entry.id, Entry.month, Entry.happened_on, Entry.member_id).where(
        Entry.ward_id == work.ward_id, Entry.status == Status.SUBMITTED
    )
    chosen: dict[Action, dict[UUID, int]] = {Action.APPROVE: {}, Action.RETURN: {}, Action.VOID: {}}
    latest: dict[int, UUID] = {}
    days: dict[UUID, date] = {}
    for row in session.execute(query.order_by(Entry.id)):
        days[row.id] = row.happened_on
        if row.month != str(oldest):
            latest[row.member_id] = row.id
        is_old = row.happened_on <= last - timedelta(days=10)
        draw = rng.random()
        if row.month == str(oldest) or (is_old and draw < 0.9):
            chosen[Action.VOID if draw < 0.01 else Action.APPROVE][row.id] = 1
        elif draw < 0.03:
            chosen[Action.RETURN][row.id] = 1
        elif row.month != str(current) or draw > 0.6:
            chosen[Action.APPROVE][row.id] = 1
    # The phones of the printed accounts show returned entries, too.
    for id in (latest[member] for member in work.shown_members if member in latest):
        chosen[Action.APPROVE].pop(id, None)
        chosen[Action.VOID].pop(id, None)
        chosen[Action.RETURN][id] = 1
    for action, seen in chosen.items():
        _decide(session, work, action, {id: days[id] for id in seen}, last)
    if oldest != current:
        close(session, work.ward_id, oldest, work.coordinator_id, morning(last))


def _decide(session: Session, work: WardWork, action: Action, days: Mapping[UUID, date], last: date) -> None:
    """Decide on entries two days after the day of their work, or on the last day; ``days`` gives that day by entry."""
    seen_on: dict[date, dict[UUID, int]] = defaultdict(dict)
    for id, day in days.items():
        seen_on[min(day + timedelta(days=2), last)][id] = 1
    reason, comment = _REASONS[action]
    for day, seen in sorted(seen_on.items()):
        at = morning(day)
        review(session, work.ward_id, seen, DecisionNote(action, work.coordinator_id, at, reason, comment))
