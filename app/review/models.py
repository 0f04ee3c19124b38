"""A reviewer's decision on one or more entries, stored so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, Uid, enum_type
from app.logbook.status import Action


class Decision(Base):
    """One press of a button by a reviewer, on one entry or on many.

    ``moves`` names each entry that moved, with the number of its line in the history: who undoes the
    decision undoes exactly these, as long as nothing came after them.
    """

    __tablename__ = "decision"
    __table_args__ = (sa.Index(None, "ward_id", "actor_id", "at"),)

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    action: Mapped[Action] = mapped_column(enum_type(Action))
    moves: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
