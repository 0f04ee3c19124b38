"""Photos, and apart from them their bytes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, Uid


class Photo(Base):
    """A picture of an entry, under an id that the phone made. ``sent_digest`` is that of the bytes as they came."""

    __tablename__ = "photo"
    __table_args__ = (
        sa.ForeignKeyConstraint(["ward_id", "entry_id"], ["entry.ward_id", "entry.id"]),
        sa.Index(None, "ward_id", "entry_id"),
        sa.Index(None, "ward_id", "sent_digest"),
    )

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(Uid)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    sent_digest: Mapped[str] = mapped_column(sa.String(64))
    width: Mapped[int]
    height: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(Instant)


class PhotoContent(Base):
    """The bytes of a photo. In a table of its own, so that lists of photos never read it.

    The preview comes first: SQLite reads a row from its start, and need not go through the large one.
    """

    __tablename__ = "photo_content"
    __table_args__ = (sa.ForeignKeyConstraint(["ward_id", "photo_id"], ["photo.ward_id", "photo.id"]),)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    photo_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    preview: Mapped[bytes]
    content: Mapped[bytes]
