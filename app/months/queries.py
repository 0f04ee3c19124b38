"""Queries of closing a month: waiting entries, editions, and the figures that an edition stores."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

import sqlalchemy as sa

from app.json_types import JsonObject
from app.logbook.approval_rules import unflagged_in
from app.logbook.models import Entry, MonthLock, ReviewEvent
from app.logbook.queries import counting, visible_to
from app.logbook.status import WAITING, Action, Status
from app.month import Month
from app.months.models import AttendanceDay, MonthEdition, MonthWords
from app.periods import Span
from app.permissions import Holder
from app.places.models import Team
from app.tally.models import TeamMonth


def editions_of(ward_id: int, month: str) -> sa.Select[MonthEdition]:
    """Select the editions of a ward's month, the first one first."""
    return (
        sa.select(MonthEdition)
        .where(MonthEdition.ward_id == ward_id, MonthEdition.month == month)
        .order_by(MonthEdition.number)
    )


def last_edition(ward_id: int, month: str) -> sa.Select[MonthEdition]:
    """Select the newest edition of a ward's month."""
    return editions_of(ward_id, month).order_by(None).order_by(MonthEdition.number.desc()).limit(1)


def valid_editions(ward_id: int) -> sa.Select[str, int]:
    """Select month and number of a ward's valid editions: the last one of each month that was not reopened since."""
    return sa.select(MonthEdition.month, MonthEdition.number).where(
        MonthEdition.ward_id == ward_id, MonthEdition.reopened_at.is_(None)
    )


def newest_editions(ward_id: int) -> sa.Select[str, int, int]:
    """Select the months of a ward that have editions: the newest number, and how many are valid, one or none."""
    valid = sa.func.count(sa.case((MonthEdition.reopened_at.is_(None), 1)))
    return (
        sa.select(MonthEdition.month, sa.func.max(MonthEdition.number).label("number"), valid.label("valid"))
        .where(MonthEdition.ward_id == ward_id)
        .group_by(MonthEdition.month)
    )


def closings_of(ward_id: int) -> sa.Select[str, datetime | None, int | None]:
    """Select the closed months of a ward with when and by whom each was closed."""
    return sa.select(MonthLock.month, MonthLock.closed_at, MonthLock.closed_by_id).where(
        MonthLock.ward_id == ward_id, MonthLock.closed_at.is_not(None)
    )


def closing_with_edition(ward_id: int, month: str) -> sa.Select[datetime | None, int | None, int | None]:
    """Select when and by whom a month was closed, if it is, and the number of the edition of that closing."""
    of_closing = sa.and_(
        MonthEdition.ward_id == MonthLock.ward_id,
        MonthEdition.month == MonthLock.month,
        MonthEdition.reopened_at.is_(None),
    )
    return (
        sa.select(MonthLock.closed_at, MonthLock.closed_by_id, MonthEdition.number)
        .outerjoin_from(MonthLock, MonthEdition, of_closing)
        .where(MonthLock.ward_id == ward_id, MonthLock.month == month, MonthLock.closed_at.is_not(None))
    )


def closings_in(ward_id: int, months: Iterable[str]) -> sa.Select[str, datetime | None, int | None, str | None]:
    """Select some months of a ward that are closed: when, and number and digest of the valid edition, if it has one."""
    of_closing = sa.and_(
        MonthEdition.ward_id == MonthLock.ward_id,
        MonthEdition.month == MonthLock.month,
        MonthEdition.reopened_at.is_(None),
    )
    return (
        sa.select(MonthLock.month, MonthLock.closed_at, MonthEdition.number, MonthEdition.digest)
        .outerjoin_from(MonthLock, MonthEdition, of_closing)
        .where(MonthLock.ward_id == ward_id, MonthLock.month.in_(list(months)), MonthLock.closed_at.is_not(None))
        .order_by(MonthLock.month)
    )


def valid_edition_texts(ward_id: int, months: Iterable[str]) -> sa.Select[str, str]:
    """Select some months of a ward that have a valid edition, with the text of its figures."""
    return (
        sa.select(MonthEdition.month, MonthEdition.figures)
        .where(
            MonthEdition.ward_id == ward_id, MonthEdition.month.in_(list(months)), MonthEdition.reopened_at.is_(None)
        )
        .order_by(MonthEdition.month)
    )


def approved_by_closing(ward_id: int, month: str, closed_at: datetime, closed_by_id: int | None) -> sa.Select[int]:
    """Select how many entries of a month were approved by closing it at an instant."""
    of_entry = sa.and_(ReviewEvent.ward_id == Entry.ward_id, ReviewEvent.entry_id == Entry.id)
    return (
        sa.select(sa.func.count())
        .select_from(Entry)
        .join(ReviewEvent, of_entry)
        .where(
            Entry.ward_id == ward_id,
            Entry.month == month,
            Entry.status == Status.APPROVED,
            ReviewEvent.action == Action.APPROVE,
            ReviewEvent.at == closed_at,
            ReviewEvent.actor_id.is_not_distinct_from(closed_by_id),
        )
    )


def waiting_by_month(ward_id: int) -> sa.Select[str, int | None, Status, bool, int]:
    """Select the numbers of a ward's waiting entries by month, team, status, and with a flag or without."""
    keys = Entry.month, Entry.team_id, Entry.status, Entry.is_clear
    return (
        sa.select(*keys, sa.func.count().label("number"))
        .where(Entry.ward_id == ward_id, Entry.status.in_(list(WAITING)), Entry.waiting_since.is_not(None))
        .group_by(*keys)
    )


def unflagged_in_month(ward_id: int, month: str, excluded_author: int | None) -> sa.Select[int, datetime | None]:
    """Select the number of entries of a month that closing approves, and since when the last of them waits.

    These are the submitted entries without a flag, except those of the member ``excluded_author``.
    """
    return sa.select(sa.func.count().label("number"), sa.func.max(Entry.waiting_since).label("newest")).where(
        unflagged_in(ward_id, month, excluded_author)
    )


def unflagged_of_member(ward_id: int, month: str, member_id: int) -> sa.Select[date, str]:
    """Select day and kind of a member's submitted entries of a month that carry no flag, in the order of the days."""
    return (
        sa.select(Entry.happened_on, Entry.kind)
        .where(unflagged_in(ward_id, month), Entry.member_id == member_id)
        .order_by(Entry.happened_on, Entry.id)
    )


def entries_by_status(ward_id: int, month: str) -> sa.Select[Status, int]:
    """Select the number of a month's entries by status."""
    return (
        sa.select(Entry.status, sa.func.count().label("number"))
        .where(Entry.ward_id == ward_id, Entry.month == month)
        .group_by(Entry.status)
    )


def silent_teams(ward_id: int, month: Month, span: Span) -> sa.Select[int]:
    """Select the ids of the teams that existed in the days of a month and logged nothing that counts."""
    logged = sa.exists().where(
        TeamMonth.ward_id == ward_id,
        TeamMonth.month == str(month),
        TeamMonth.team_id == Team.id,
        TeamMonth.total != 0,
    )
    return sa.select(Team.id).where(
        Team.ward_id == ward_id,
        sa.or_(Team.valid_from.is_(None), Team.valid_from <= span.last),
        sa.or_(Team.valid_to.is_(None), Team.valid_to >= span.first),
        sa.not_(logged),
    )


def counted_of_ward(
    ward_id: int, kinds: Iterable[str], month: str, closed_months: Iterable[str], holder: Holder | None = None
) -> sa.Select[str, date, int, int | None, JsonObject]:
    """Select kind, day, area, team and fields of the entries of some kinds that count in a ward's month.

    They are those that ``holder`` may read, or those of the whole ward: then callers show no more than a reader's reach
    allows. They come in the order of the ward's report.
    """
    is_readable = sa.true() if holder is None else visible_to(holder)
    return (
        sa.select(Entry.kind, Entry.happened_on, Entry.neighbourhood_id, Entry.team_id, Entry.fields)
        .where(
            Entry.ward_id == ward_id,
            Entry.month == month,
            Entry.kind.in_(list(kinds)),
            counting(closed_months),
            is_readable,
        )
        .order_by(Entry.happened_on, Entry.neighbourhood_id, Entry.id)
    )


def first_day(ward_id: int, month: str) -> sa.Select[date | None]:
    """Select the earliest day of a month's entries, which may lie in a month before."""
    return sa.select(sa.func.min(Entry.happened_on)).where(Entry.ward_id == ward_id, Entry.month == month)


def days_of_other_months(ward_id: int, month: str, days: Collection[date]) -> sa.Select[int, date]:
    """Select the members and days that editions of other months than ``month`` count, from the first of ``days`` on."""
    return sa.select(AttendanceDay.member_id, AttendanceDay.day).where(
        AttendanceDay.ward_id == ward_id,
        AttendanceDay.month >= str(Month.of(min(days))),
        AttendanceDay.month != month,
        AttendanceDay.day.between(min(days), max(days)),
    )


def months_with_days(ward_id: int) -> sa.Select[str]:
    """Select the months of a ward whose valid edition says which days it counts."""
    return sa.select(MonthEdition.month).where(
        MonthEdition.ward_id == ward_id, MonthEdition.reopened_at.is_(None), MonthEdition.has_days.is_(True)
    )


def other_month_without_days(ward_id: int, month: str, since: str) -> sa.Select[str]:
    """Select the first other month from ``since`` on of whose valid edition nobody knows which days it counts."""
    return (
        sa.select(MonthEdition.month)
        .where(
            MonthEdition.ward_id == ward_id,
            MonthEdition.month >= since,
            MonthEdition.month != month,
            MonthEdition.reopened_at.is_(None),
            MonthEdition.has_days.is_(None),
        )
        .order_by(MonthEdition.month)
        .limit(1)
    )


def editions_in(ward_id: int, month: str) -> sa.Select[int, datetime, datetime | None]:
    """Select the editions of a ward's month, the newest first: when each was closed, and reopened."""
    return (
        sa.select(MonthEdition.number, MonthEdition.closed_at, MonthEdition.reopened_at)
        .where(MonthEdition.ward_id == ward_id, MonthEdition.month == month)
        .order_by(MonthEdition.number.desc())
    )


def edition_text(ward_id: int, month: str, number: int) -> sa.Select[str]:
    """Select the text of an edition's figures as it is stored."""
    return sa.select(MonthEdition.figures).where(
        MonthEdition.ward_id == ward_id, MonthEdition.month == month, MonthEdition.number == number
    )


def narrative_rows(ward_id: int, month: str) -> sa.Select[MonthWords]:
    """Select the narratives of a month, of the ward and of its teams."""
    return (
        sa.select(MonthWords)
        .where(MonthWords.ward_id == ward_id, MonthWords.month == month)
        .order_by(MonthWords.team_id)
    )


def narrative_row(ward_id: int, month: str, team_id: int) -> sa.Select[MonthWords]:
    """Select the narrative of a month: of a team, or of the whole ward."""
    return sa.select(MonthWords).where(
        MonthWords.ward_id == ward_id, MonthWords.month == month, MonthWords.team_id == team_id
    )
