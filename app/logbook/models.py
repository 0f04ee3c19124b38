"""Entries, who came along, their history, and the row of each month."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, Uid, enum_type
from app.json_types import JsonObject
from app.logbook.status import Action, Status

NOTE_LENGTH = 500
REASON_LENGTH = 40
COMMENT_LENGTH = 500
_IS_RETURNED = sa.text(f"status = '{Status.RETURNED}'")
_IS_REFUSED = sa.text(f"status IN ('{Status.RETURNED}', '{Status.VOID}')")


class Entry(Base):
    """One logged piece of work.

    Ward, neighbourhood, team and member are facts of the moment, never rewritten when areas are
    reorganised or people move. ``fields`` holds what is particular to the kind. The entry counts in the period
    ``month``, that of ``happened_on`` unless its author chose a later one, ``count_in``. ``moves`` numbers its history.
    ``is_clear`` is whether it carries no flag. ``waiting_since`` is when it came to wait, submitted for the
    ward or returned for its author; an approved or void entry does not wait. ``household_id``, ``merchant_id``,
    ``service_code``, ``place_id``, ``event_id`` and ``visit_id`` (the visit on which somebody was helped) are in
    ``fields`` as well, and in columns to be searched.
    """

    __tablename__ = "entry"
    __table_args__ = (
        # A month's list in its order: a page of it is read, not the month. The area is in it to be narrowed by.
        sa.Index(None, "ward_id", "month", "happened_on", "id", "neighbourhood_id"),
        # When it came is in it, so that among all that somebody ever logged the late ones are found without the rows;
        # and when it was recorded, so that among those of a week those of the same minutes are.
        sa.Index(None, "ward_id", "member_id", "happened_on", "received_at", "recorded_at"),
        sa.Index(None, "ward_id", "team_id", "happened_on"),
        # The queue in its order. It holds only what waits for somebody, so it stays small as the log grows.
        sa.Index(
            None,
            "ward_id",
            "status",
            "is_clear",
            "waiting_since",
            "id",
            sqlite_where=sa.text("waiting_since IS NOT NULL"),
            postgresql_where=sa.text("waiting_since IS NOT NULL"),
        ),
        # What the counters do not tell apart, and what its author still sees: there is little of both.
        sa.Index(None, "ward_id", "month", sqlite_where=_IS_REFUSED, postgresql_where=_IS_REFUSED),
        sa.Index(None, "ward_id", "member_id", sqlite_where=_IS_RETURNED, postgresql_where=_IS_RETURNED),
        *(
            sa.Index(
                None,
                "ward_id",
                column,
                sqlite_where=sa.text(f"{column} IS NOT NULL"),
                postgresql_where=sa.text(f"{column} IS NOT NULL"),
            )
            for column in ("household_id", "merchant_id", "visit_id", "event_id")
        ),
    )

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[Status] = mapped_column(enum_type(Status))
    revision: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    moves: Mapped[int]
    form: Mapped[int]
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id"))
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    happened_on: Mapped[date]
    month: Mapped[str] = mapped_column(sa.String(7))
    count_in: Mapped[str | None] = mapped_column(sa.String(7))
    recorded_at: Mapped[datetime | None] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant)
    household_id: Mapped[UUID | None] = mapped_column(Uid)
    merchant_id: Mapped[UUID | None] = mapped_column(Uid)
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"))
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))
    visit_id: Mapped[UUID | None] = mapped_column(Uid)
    service_code: Mapped[str | None] = mapped_column(sa.String(40))
    note: Mapped[str] = mapped_column(sa.String(NOTE_LENGTH))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy: Mapped[int | None]
    flags: Mapped[list[str]] = mapped_column(sa.JSON)
    is_clear: Mapped[bool] = mapped_column(server_default=sa.true())
    waiting_since: Mapped[datetime | None] = mapped_column(Instant)
    fields: Mapped[JsonObject] = mapped_column(sa.JSON)


class Companion(Base):
    """A team mate who came along, credited in their own statistics; the ward counts the entry once."""

    __tablename__ = "companion"
    __table_args__ = (sa.Index(None, "ward_id", "member_id", "month"),)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7))


class ReviewEvent(Base):
    """One line of an entry's history: actor, action, moment and reason; for an edit, the fields before.

    There is no actor where a month was closed from the command line.
    """

    __tablename__ = "review_event"
    __table_args__ = (
        # Returns are few among all lines, and asked for by month.
        sa.Index(
            None,
            "ward_id",
            "at",
            sqlite_where=sa.text("action = 'return'"),
            postgresql_where=sa.text("action = 'return'"),
        ),
        {"sqlite_with_rowid": False},
    )

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    action: Mapped[Action] = mapped_column(enum_type(Action))
    status: Mapped[Status] = mapped_column(enum_type(Status), doc="the state after it")
    revision: Mapped[int]
    digest: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(REASON_LENGTH), default="")
    comment: Mapped[str] = mapped_column(sa.String(COMMENT_LENGTH), default="")
    before: Mapped[JsonObject | None] = mapped_column(sa.JSON(none_as_null=True))


class MonthLock(Base):
    """Whether a ward's month is closed. A month without a row is open."""

    __tablename__ = "month_lock"

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
