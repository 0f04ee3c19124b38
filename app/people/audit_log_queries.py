"""Queries of the audit log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord, Invitation, Membership, User
from app.permissions import Holder, Permission, Reach, reach
from app.places.models import Ward

PERSON_CHANGES = (
    AuditEvent.PERSON_ADDED,
    AuditEvent.PERSON_ENDED,
    AuditEvent.PERSON_MOVED,
    AuditEvent.PERSON_RENAMED,
    AuditEvent.PERSON_RESTORED,
    AuditEvent.PHONE_CHANGED,
)
"""What is done to a person and their posts."""


class AuditLine(NamedTuple):
    """A record of the audit log, with the names that it speaks of as far as they are known."""

    id: int
    at: datetime
    actor_id: int | None
    event: AuditEvent
    detail: dict[str, object]
    actor: str | None
    person: str | None
    ward: str | None


AuditLines = sa.Select[int, datetime, int | None, AuditEvent, dict[str, object], str | None, str | None, str | None]
"""A selection of the columns of :class:`AuditLine`."""


def readable_lines(holder: Holder) -> sa.ColumnElement[bool]:
    """Return the condition under which ``holder`` may read a record of the audit log."""
    match reach(holder, Permission.JOURNAL_READ):
        case Reach.WARD:
            return AuditRecord.ward_id == holder.place.ward_id
        case Reach.ALL:
            return sa.true()
        case _:
            return sa.false()


def lines_of(
    holder: Holder,
    events: Collection[AuditEvent] | None = None,
    person_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> AuditLines:
    """Select records of the audit log that ``holder`` may read, the newest first, with the names they speak of."""
    digits = AuditRecord.detail["digits"].as_string()
    # SQLite gives the number of a deleted row to the next one: that of an invitation that was taken back with its list.
    is_invitation = sa.and_(
        Invitation.id == AuditRecord.detail["invitation"].as_integer(),
        sa.or_(digits.is_(None), Invitation.phone.endswith(digits)),
    )
    about = aliased(User)
    query = (
        sa.select(
            AuditRecord.id,
            AuditRecord.at,
            AuditRecord.actor_id,
            AuditRecord.event,
            AuditRecord.detail,
            sa.Nullable(User.name.label("actor")),
            sa.Nullable(sa.func.coalesce(about.name, Invitation.name).label("person")),
            sa.Nullable(Ward.name.label("ward")),
        )
        .outerjoin(User, User.id == AuditRecord.actor_id)
        .outerjoin(about, about.id == AuditRecord.detail["user"].as_integer())
        .outerjoin(Invitation, is_invitation)
        .outerjoin(Ward, Ward.id == AuditRecord.ward_id)
        .where(readable_lines(holder))
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
    )
    if events is not None:
        query = query.where(AuditRecord.event.in_(events))
    if person_id is not None:
        query = query.where(AuditRecord.actor_id == person_id)
    if since is not None:
        query = query.where(AuditRecord.at >= since)
    if until is not None:
        query = query.where(AuditRecord.at < until)
    return query


def before_line(query: AuditLines, line: AuditLine) -> AuditLines:
    """Narrow a selection of lines to those that stand below one of them."""
    same_moment = sa.and_(AuditRecord.at == line.at, AuditRecord.id < line.id)
    return query.where(AuditRecord.at <= line.at, sa.or_(AuditRecord.at < line.at, same_moment))


def details_since(
    event: AuditEvent, since: datetime, actor_id: int, ward_id: int | None
) -> sa.Select[dict[str, object]]:
    """Select the details of what somebody did in a ward since an instant."""
    return sa.select(AuditRecord.detail).where(
        AuditRecord.ward_id.is_not_distinct_from(ward_id),
        AuditRecord.at > since,
        AuditRecord.actor_id == actor_id,
        AuditRecord.event == event,
    )


def changes_of_person(
    user_id: int, ward_id: int, since: datetime
) -> sa.Select[datetime, AuditEvent, dict[str, object], str | None]:
    """Select what was changed of a person in a ward since an instant, with who did it, the newest first."""
    return (
        sa.select(AuditRecord.at, AuditRecord.event, AuditRecord.detail, sa.Nullable(User.name))
        .outerjoin(User, User.id == AuditRecord.actor_id)
        .where(
            AuditRecord.ward_id == ward_id,
            AuditRecord.at >= since,
            AuditRecord.event.in_(PERSON_CHANGES),
            AuditRecord.detail["user"].as_integer() == user_id,
        )
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
    )


def phone_changes(user_id: int, since: datetime) -> sa.Select[datetime, str | None, str]:
    """Select when an account got another number, with who gave it and the last digits before, the last one first."""
    wards = sa.select(Membership.ward_id).where(Membership.user_id == user_id)
    return (
        sa.select(AuditRecord.at, sa.Nullable(User.name), AuditRecord.detail["digits_before"].as_string())
        .outerjoin(User, User.id == AuditRecord.actor_id)
        .where(
            # By the index of a ward; one without any is that of posts above wards.
            sa.or_(AuditRecord.ward_id.in_(wards), AuditRecord.ward_id.is_(None)),
            AuditRecord.at >= since,
            AuditRecord.event == AuditEvent.PHONE_CHANGED,
            AuditRecord.detail["user"].as_integer() == user_id,
        )
        .order_by(AuditRecord.at.desc(), AuditRecord.id.desc())
    )
