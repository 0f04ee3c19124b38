"""Editions of a closed month: the figures as they were sent, kept for good."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant

REASON_LENGTH = 500


class MonthEdition(Base):
    """A ward's month as it was closed for the first, the second … time.

    ``figures`` is JSON text with sorted keys, of which ``digest`` is the SHA-256 in hex; neither ever
    changes. Reopening the month adds when, by whom and why. Nobody stands there as who did it where it
    was done from the command line.
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
