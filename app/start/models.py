"""The link that opens the first start."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant

VALID_FOR = timedelta(hours=1)
"""The time after which a link that nobody has used is good for nothing."""


class StartLink(Base):
    """The one link by which somebody without an account sets up the first ward; of its token the hash alone is kept.

    A second link replaces the first. There is none once anybody has an account.
    """

    __tablename__ = "start_link"
    __table_args__ = (sa.CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def valid_until(self) -> datetime:
        """The moment at which it ends."""
        return self.created_at + VALID_FOR
