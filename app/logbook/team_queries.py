"""Queries of what a team did lately and what of it waits, for its leader. They start from ``visible_to``."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.logbook.models import Companion, Entry
from app.logbook.queries import visible_among_few, visible_to
from app.logbook.status import WAITING, Status
from app.permissions import Holder


def work_of_members(holder: Holder, since: date, monday: date, sunday: date) -> sa.Select[int, int, date]:
    """Select of who took part in entries that ``holder`` may read the number in a week, and the last day since a day.

    Who came along has worked as much as who wrote it down. What is void is no work.
    """
    written = visible_to(holder), Entry.happened_on.between(since, sunday), Entry.status != Status.VOID
    authors = sa.select(Entry.member_id.label("member_id"), Entry.happened_on.label("day")).where(*written)
    companions = (
        sa.select(Companion.member_id.label("member_id"), Entry.happened_on.label("day"))
        .join(Entry, sa.and_(Entry.ward_id == Companion.ward_id, Entry.id == Companion.entry_id))
        .where(*written)
    )
    work = sa.union_all(authors, companions).subquery()
    in_week = sa.case((work.c.day >= monday, 1), else_=0)
    return sa.select(
        work.c.member_id, sa.func.sum(in_week).label("logged"), sa.func.max(work.c.day).label("last_on")
    ).group_by(work.c.member_id)


def numbers_waiting_for_leader(holder: Holder) -> sa.Select[Status, int]:
    """Select how many entries that ``holder`` may read wait in each status, for the ward or for their authors."""
    return (
        sa.select(Entry.status, sa.func.count().label("number"))
        .where(visible_among_few(holder), Entry.status.in_(WAITING), Entry.waiting_since.is_not(None))
        .group_by(Entry.status)
    )
