"""Editions of closed months, the days that they pay for, the narratives of reports, and a ward's own template."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant

REASON_LENGTH = 500
WORDS_LENGTH = 4000
TEMPLATE_NAME_LENGTH = 120
WHOLE_WARD = 0
"""The team of the narrative of the whole ward: no part of a key may be null."""


class MonthEdition(Base):
    """The edition of a ward's month, one for each time that it was closed.

    ``figures`` is JSON text with sorted keys, of which ``digest`` is the SHA-256 in hex; neither ever
    changes. Reopening the month adds when, by whom and why. The ids of people are null
    where it was done from the command line.
    """

    __tablename__ = "month_edition"

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_at: Mapped[datetime] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    approved_at_closing: Mapped[int] = mapped_column(doc="how many entries the closing itself approved")
    figures: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(sa.String(64))
    reopened_at: Mapped[datetime | None] = mapped_column(Instant)
    reopened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    reopened_for: Mapped[str] = mapped_column(sa.String(REASON_LENGTH), default="")
    has_days: Mapped[bool | None] = mapped_column(
        doc="whether its attendance stands in attendance_day; false where it has none, empty where nobody can read it"
    )


class AttendanceDay(Base):
    """A day that the valid edition of a month counts for a member. No other month pays for it again.

    There are none of a month that is open.
    """

    __tablename__ = "attendance_day"

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)


class MonthWords(Base):
    """The narrative that a coordinator, or a team's leader, writes for the report of a month.

    ``team_id`` is :data:`WHOLE_WARD` for the ward's report. Each text may hold several lines.
    """

    __tablename__ = "month_words"

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    team_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    organisation: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH), default="")
    models: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH), default="", doc="markets, streets, recurring days")
    feedback: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH), default="", doc="what people reported or asked for")
    strengths: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH), default="")
    difficulties: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH), default="")
    causes: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH), default="")
    next_tasks: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH), default="")
    proposals: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH), default="")
    saved_at: Mapped[datetime] = mapped_column(Instant)
    saved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))


class ReportTemplate(Base):
    """A ward's own Word template of its report, as it was uploaded.

    Only one that passes the check is stored. It is checked again at each report, by the rules of that day.
    """

    __tablename__ = "report_template"

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(TEMPLATE_NAME_LENGTH))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    size: Mapped[int]
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
