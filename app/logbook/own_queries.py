"""Queries of the entries of one person: what their phone and their own page show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.database import Columns
from app.json_types import JsonObject
from app.logbook.models import Companion, Entry
from app.logbook.queries import IS_RETURNED, counting, is_in_months
from app.logbook.status import Status
from app.month import ZONE, Month
from app.people.models import User
from app.permissions import Holder


def own_counted(
    holder: Holder, months: Sequence[str], closed_months: Iterable[str], since: date
) -> sa.Select[str, str, JsonObject]:
    """Select a person's own entries that count in some months.

    ``since`` is the first day that the index is read from; entries are rarely later than that.
    """
    return sa.select(Entry.kind, Entry.month, Entry.fields).where(
        Entry.ward_id == holder.place.ward_id,
        Entry.member_id == holder.id,
        Entry.happened_on >= since,
        is_in_months(months),
        counting(closed_months),
    )


def own_entries(holder: Holder, since: date) -> sa.Select[Entry]:
    """Select a person's own entries that happened or came in since a day, and all returned ones, the newest first.

    What came in late, or with a wrong year, is still its author's to correct.
    """
    own = aliased(Entry, _own(holder, since, sa.select(Entry)).subquery("own_entry"))
    return sa.select(own).order_by(own.happened_on.desc(), own.id.desc())


def moves_of_own_entries(holder: Holder, since: date) -> sa.Select[UUID, int, str, str]:
    """Select id, moves, digest and month of each of :func:`own_entries`: what changes in one changes these."""
    columns = sa.select(Entry.id, Entry.moves, Entry.digest, Entry.month, Entry.happened_on)
    own = _own(holder, since, columns).subquery("own_entry").c
    return sa.select(own.id, own.moves, own.digest, own.month).order_by(own.happened_on.desc(), own.id.desc())


def _own(holder: Holder, since: date, selected: sa.Select[*Columns]) -> sa.CompoundSelect[*Columns]:
    """Select what of a person's own entries :func:`own_entries` shows, in parts of which each has its index.

    So of all that somebody ever logged only the index is gone through, for what came late.
    """
    in_ward, is_own = Entry.ward_id == holder.place.ward_id, Entry.member_id == holder.id
    is_recent = Entry.happened_on >= since
    came_in = Entry.received_at >= datetime.combine(since, time(), ZONE)
    # Apart, as SQLite would rather have them in their order, from the index of all.
    returned = sa.select(Entry.id).where(in_ward, is_own, IS_RETURNED).correlate(None)
    return sa.union_all(
        selected.where(in_ward, is_own, is_recent),
        selected.where(in_ward, is_own, Entry.happened_on < since, came_in),
        selected.where(in_ward, Entry.id.in_(returned), sa.not_(sa.or_(is_recent, came_in))),
    )


def joined_entries(ward_id: int, member_id: int, since: date) -> sa.Select[Entry, str]:
    """Select the entries since a day that somebody joined as a companion and that count, with their authors' names,
    the newest first.
    """
    return (
        sa.select(Entry, User.name)
        .join(Companion, sa.and_(Companion.ward_id == Entry.ward_id, Companion.entry_id == Entry.id))
        .join(User, User.id == Entry.member_id)
        .where(
            Companion.ward_id == ward_id,
            Companion.member_id == member_id,
            # No entry counts in a month before its day.
            Companion.month >= str(Month.of(since)),
            Entry.member_id != member_id,
            Entry.happened_on >= since,
            Entry.status != Status.VOID,
        )
        .order_by(Entry.happened_on.desc(), Entry.id.desc())
    )


def own_counts(holder: Holder, month: str, since: date) -> sa.Select[str, Status, int]:
    """Select how many of a person's own entries count in a month, by kind and status.

    ``since`` is the first day that the index is read from; entries are rarely later than that.
    """
    return (
        sa.select(Entry.kind, Entry.status, sa.func.count().label("number"))
        .where(
            Entry.ward_id == holder.place.ward_id,
            Entry.member_id == holder.id,
            Entry.happened_on >= since,
            is_in_months([month]),
        )
        .group_by(Entry.kind, Entry.status)
    )
