"""Households and merchants, known by the id that a phone gave them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, Uid

LABEL_LENGTH = 200


class Household(Base):
    """A household: its label is its address, and the first entry that names it sets label and area.

    After two were found to be one, ``merged_into_id`` names the one that stays; entries keep the id
    they were written with, and readers resolve it.
    """

    __tablename__ = "household"
    __table_args__ = (sa.Index(None, "ward_id", "neighbourhood_id"),)

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    label: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    folded: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    created_at: Mapped[datetime] = mapped_column(Instant)
    merged_into_id: Mapped[UUID | None] = mapped_column(Uid)


class Merchant(Base):
    """A stall, a household business, a firm or a cooperative, as first named by an entry."""

    __tablename__ = "merchant"
    __table_args__ = (sa.Index(None, "ward_id", "neighbourhood_id"),)

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    folded: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    created_at: Mapped[datetime] = mapped_column(Instant)
    merged_into_id: Mapped[UUID | None] = mapped_column(Uid)
