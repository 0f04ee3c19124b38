"""Closing a month and opening it again. Each action works in the caller's transaction; none commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import insert_rows
from app.logbook.approval_rules import excluded_author_id
from app.logbook.month_actions import close_month, reopen_month
from app.logbook.month_locks import lock_exclusive
from app.logbook.queries import closing_of
from app.logbook.review_actions import approve_unflagged
from app.month import Month, local_day
from app.months.edition_building import edition_of
from app.months.edition_text import canonical_text, digest_of
from app.months.models import WHOLE_WARD, AttendanceDay, MonthEdition, MonthWords
from app.months.narrative import Narrative, narrative_from_row, narrative_version
from app.months.paid_days import MemberDay, unreadable_other_month
from app.months.queries import (
    approved_by_closing,
    closing_with_edition,
    last_edition,
    narrative_row,
    unflagged_in_month,
    valid_editions,
)
from app.overview.ward_month import WardMonth
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.models import Ward
from app.places.queries import lock_ward, ward_periods
from app.tally.queries import months_counted
from app.versions import SaveOutcome


class ClosingRefusal(StrEnum):
    """Reasons against closing or reopening a month."""

    ALREADY_CLOSED = "already_closed"
    ALREADY_OPEN = "already_open"
    NOTHING_LOGGED = "nothing_logged"
    NOT_OVER = "not_over"
    NOT_COME = "not_come"
    MORE_CAME = "more_came"
    REOPENED = "reopened"
    UNREADABLE = "unreadable"
    OTHERS_MOVED = "others_moved"


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal: nothing more was changed. ``more`` is the number of entries that came in after the coordinator looked.

    ``month`` is the other month whose edition has to be read for closing this one, and cannot be.
    """

    reason: ClosingRefusal
    more: int = 0
    month: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed month: the number of its edition, how many entries closing approved, and the digest of the figures."""

    edition: int
    approved: int
    digest: str


@dataclass(frozen=True, slots=True)
class FrozenMonth:
    """A closed month that has no edition of this closing yet, with the text that it is to have, and the paid days.

    ``other_editions`` are the numbers of the valid editions of other months when it was read, by month: a day that
    they pay for is not paid for again.
    """

    ward_id: int
    month: Month
    closed_at: datetime
    closed_by_id: int | None
    approved: int
    figures: str
    paid_days: Sequence[MemberDay]
    other_editions: Mapping[str, int]


def freeze(
    session: Session,
    ward_id: int,
    month: Month,
    actor_id: int | None,
    now: datetime,
    *,
    confirmed: int | None = None,
    newest: datetime | None = None,
    early: bool = False,
) -> Refused | None:
    """Approve the unflagged entries of a month and lock all of its entries; return why not.

    ``confirmed`` is the number of unflagged entries that the coordinator saw waiting, and ``newest`` since when the
    last of them waited: when more wait by now, or a later one, nothing is done. Flagged and returned entries
    stay as they are, and do not count; neither do the closer's own where another coordinator approves these.
    A month that is not over is closed only ``early``; one is not closed at all while the days that another month has
    paid for cannot be read. Waits for all who write entries of the month. A month that is frozen already, and has no
    edition of that closing, stays as it is.
    """
    lock_exclusive(session.connection(), ward_id, str(month))
    if closing := session.execute(closing_with_edition(ward_id, str(month))).one_or_none():
        _at, _by, edition = closing
        return None if edition is None else Refused(ClosingRefusal.ALREADY_CLOSED)
    excluded_author = excluded_author_id(session, ward_id, actor_id, now)
    refused = (
        _refusal_of_month(session, ward_id, month, now, early=early)
        or _refusal_of_later_entries(session, ward_id, month, excluded_author, confirmed, newest)
        or _refusal_of_unreadable_edition(session, ward_id, month)
    )
    if refused:
        return refused
    approved = approve_unflagged(session, ward_id, str(month), actor_id, now)
    close_month(session, ward_id, str(month), actor_id, now)
    record_event(session, AuditEvent.MONTH_FROZEN, now, actor_id, ward_id, month=str(month), approved=approved)
    return None


def read_frozen_month(session: Session, ward_id: int, month: Month) -> FrozenMonth | Refused:
    """Read the figures of a frozen month, from one snapshot of the database."""
    closing = session.execute(closing_with_edition(ward_id, str(month))).one_or_none() or (None, None, None)
    closed_at, closed_by_id, stored = closing
    if closed_at is None:
        return Refused(ClosingRefusal.REOPENED)
    if stored is not None:
        return Refused(ClosingRefusal.ALREADY_CLOSED)
    # It may have been locked before that edition was damaged. It can still be opened again.
    if unreadable := _refusal_of_unreadable_edition(session, ward_id, month):
        return unreadable
    approved = session.scalar(approved_by_closing(ward_id, str(month), closed_at, closed_by_id)) or 0
    reading = WardMonth(session, session.get_one(Ward, ward_id), month, local_day(closed_at))
    edition = edition_of(reading, closed_at)
    paid_days = [(each.member_id, day) for each in edition.attendance or () for day in each.days]
    other_editions = dict(session.execute(valid_editions(ward_id)).all())
    return FrozenMonth(
        ward_id, month, closed_at, closed_by_id, approved, canonical_text(edition), paid_days, other_editions
    )


def store_edition(session: Session, frozen: FrozenMonth, actor_id: int | None, now: datetime) -> Closed | Refused:
    """Store the figures of a frozen month as its next edition, unless it was opened or stored meanwhile.

    Nothing is stored either when another month was closed or opened since they were read: both might pay for one day.
    """
    ward_id, month = frozen.ward_id, str(frozen.month)
    lock_exclusive(session.connection(), ward_id, month)
    # A transaction that stores another month of the ward waits here, and then sees this one.
    lock_ward(session, ward_id)
    if session.scalar(closing_of(ward_id, month)) != frozen.closed_at:
        return Refused(ClosingRefusal.REOPENED)
    editions = dict(session.execute(valid_editions(ward_id)).all())
    if month in editions:
        return Refused(ClosingRefusal.ALREADY_CLOSED)
    if editions != frozen.other_editions:
        return Refused(ClosingRefusal.OTHERS_MOVED)
    last = session.scalar(last_edition(ward_id, month))
    closed = Closed(last.number + 1 if last else 1, frozen.approved, digest_of(frozen.figures))
    session.add(
        MonthEdition(
            ward_id=ward_id,
            month=month,
            number=closed.edition,
            closed_at=frozen.closed_at,
            closed_by_id=frozen.closed_by_id,
            approved_at_closing=frozen.approved,
            figures=frozen.figures,
            digest=closed.digest,
            has_days=True,
        )
    )
    keys = {"ward_id": ward_id, "month": month}
    rows = [{**keys, "member_id": member_id, "day": day} for member_id, day in frozen.paid_days]
    insert_rows(session.connection(), AttendanceDay, rows)
    detail = {"month": month, "edition": closed.edition, "approved": closed.approved, "digest": closed.digest}
    record_event(session, AuditEvent.MONTH_CLOSED, now, actor_id, ward_id, **detail)
    return closed


def close(
    session: Session, ward_id: int, month: Month, actor_id: int | None, now: datetime, *, early: bool = False
) -> Closed | Refused:
    """Freeze a month and store its figures in one transaction, for callers that are alone: see `close_month.py`."""
    refused = freeze(session, ward_id, month, actor_id, now, early=early)
    if refused:
        return refused
    frozen = read_frozen_month(session, ward_id, month)
    return frozen if isinstance(frozen, Refused) else store_edition(session, frozen, actor_id, now)


def reopen(
    session: Session, ward_id: int, month: Month, actor_id: int | None, now: datetime, reason: str
) -> Refused | None:
    """Unlock the entries of a month, and note in its edition when, by whom and why. The edition itself stays.

    It pays for no day any more. Returns why not when it was not done.
    """
    if not reopen_month(session, ward_id, str(month)):
        return Refused(ClosingRefusal.ALREADY_OPEN)
    session.execute(sa.delete(AttendanceDay).where(AttendanceDay.ward_id == ward_id, AttendanceDay.month == str(month)))
    detail: dict[str, object] = {"month": str(month), "reason": reason}
    edition = session.scalar(last_edition(ward_id, str(month)))
    # A month that was closed before there were editions has none of that closing.
    if edition is not None and edition.reopened_at is None:
        edition.reopened_at, edition.reopened_by_id, edition.reopened_for = now, actor_id, reason
        detail["edition"] = edition.number
    record_event(session, AuditEvent.MONTH_REOPENED, now, actor_id, ward_id, **detail)
    return None


def _refusal_of_month(session: Session, ward_id: int, month: Month, now: datetime, *, early: bool) -> Refused | None:
    """Return why a month cannot be closed at all, or not yet."""
    # The periods do not change while the month is locked.
    running = ward_periods(session, ward_id).of(local_day(now))
    if month > running:
        return Refused(ClosingRefusal.NOT_COME)
    if month == running and not early:
        return Refused(ClosingRefusal.NOT_OVER)
    if str(month) < min(session.scalars(months_counted(ward_id)), default="9999"):
        return Refused(ClosingRefusal.NOTHING_LOGGED)
    return None


def _refusal_of_unreadable_edition(session: Session, ward_id: int, month: Month) -> Refused | None:
    """Return a refusal if the days that another month has paid for cannot be read."""
    other = unreadable_other_month(session, ward_id, month, ward_periods(session, ward_id))
    return Refused(ClosingRefusal.UNREADABLE, month=other) if other else None


def _refusal_of_later_entries(
    session: Session,
    ward_id: int,
    month: Month,
    excluded_author: int | None,
    confirmed: int | None,
    newest: datetime | None,
) -> Refused | None:
    """Return a refusal if entries came in that the coordinator has not seen, even if others went meanwhile."""
    if confirmed is None:
        return None
    waiting, last = session.execute(unflagged_in_month(ward_id, str(month), excluded_author)).one()
    is_newer = newest is not None and last is not None and last > newest
    if waiting <= confirmed and not is_newer:
        return None
    return Refused(ClosingRefusal.MORE_CAME, max(waiting - confirmed, 1))


def save_narrative(
    session: Session,
    ward_id: int,
    month: Month,
    team_id: int | None,
    narrative: Narrative,
    seen: str,
    actor_id: int,
    now: datetime,
) -> SaveOutcome:
    """Store the narrative of a month's report, of a ward or of one of its teams, if ``seen`` is still its version."""
    # Others who save at the same moment wait here, also where there is no row yet.
    lock_ward(session, ward_id)
    stored: MonthWords | None = session.scalar(narrative_row(ward_id, str(month), team_id or WHOLE_WARD))
    if narrative_from_row(stored) == narrative:
        return SaveOutcome.UNCHANGED
    if narrative_version(stored) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    if stored is None:
        stored = MonthWords(ward_id=ward_id, month=str(month), team_id=team_id or WHOLE_WARD)
        session.add(stored)
    for name, text in narrative.by_field.items():
        setattr(stored, name, text)
    stored.saved_at, stored.saved_by_id = now, actor_id
    return SaveOutcome.SAVED
