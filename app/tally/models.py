"""The counters, at the grain that people ask for.

Each has ``total``, all that was received and not voided, and ``approved``, what a coordinator approved.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Uid

MEASURE_LENGTH = 80
# PostgreSQL leaves room on each page, so that a counter is updated without touching an index;
# SQLite keeps the rows in their key's own tree instead of a tree and an index.
_STORAGE = {"postgresql_with": {"fillfactor": 70}, "sqlite_with_rowid": False}


class AreaMonth(Base):
    """A counter by neighbourhood, month and measure."""

    __tablename__ = "area_month"
    __table_args__ = (_STORAGE,)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    measure: Mapped[str] = mapped_column(sa.String(MEASURE_LENGTH), primary_key=True)
    total: Mapped[int] = mapped_column(sa.BigInteger)
    approved: Mapped[int] = mapped_column(sa.BigInteger)


class ClosedFigure(Base):
    """What a closed month of a ward counts of a measure: the approved sum over its areas, which changes no more.

    So a sum over years, or over the wards of a province, does not go through the counters of all their areas. It is
    there from the closing of a month until it is opened again.
    """

    __tablename__ = "closed_figure"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(MEASURE_LENGTH), primary_key=True)
    figure: Mapped[int] = mapped_column(sa.BigInteger)


class TeamMonth(Base):
    """A counter by team, month and measure."""

    __tablename__ = "team_month"
    __table_args__ = (_STORAGE,)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    team_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    measure: Mapped[str] = mapped_column(sa.String(MEASURE_LENGTH), primary_key=True)
    total: Mapped[int] = mapped_column(sa.BigInteger)
    approved: Mapped[int] = mapped_column(sa.BigInteger)


class WardDay(Base):
    """A counter by ward, day and measure, for trends."""

    __tablename__ = "ward_day"
    __table_args__ = (_STORAGE,)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(MEASURE_LENGTH), primary_key=True)
    total: Mapped[int] = mapped_column(sa.BigInteger)
    approved: Mapped[int] = mapped_column(sa.BigInteger)


class HouseholdMonth(Base):
    """The number of visits to a household in a month, for counting distinct households."""

    __tablename__ = "household_month"
    __table_args__ = (_STORAGE,)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    total: Mapped[int]
    approved: Mapped[int]


class EventDay(Base):
    """A counter by event, day and measure, of the entries that name an event."""

    __tablename__ = "event_day"
    __table_args__ = (_STORAGE,)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(MEASURE_LENGTH), primary_key=True)
    total: Mapped[int] = mapped_column(sa.BigInteger)
    approved: Mapped[int] = mapped_column(sa.BigInteger)


class PlaceMonth(Base):
    """A counter by place, month and measure, of the entries that name a market, a street, a service point or a hall."""

    __tablename__ = "place_month"
    __table_args__ = (_STORAGE,)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(sa.String(7), primary_key=True)
    place_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    measure: Mapped[str] = mapped_column(sa.String(MEASURE_LENGTH), primary_key=True)
    total: Mapped[int] = mapped_column(sa.BigInteger)
    approved: Mapped[int] = mapped_column(sa.BigInteger)


COUNTERS: tuple[type[Base], ...] = (AreaMonth, TeamMonth, WardDay, HouseholdMonth, EventDay, PlaceMonth)
MONTHLY: tuple[type[Base], ...] = (AreaMonth, TeamMonth, HouseholdMonth, PlaceMonth)
"""The counters that count by the month of an entry; the others count by its day."""
