"""Counters of the state of households (hiện trạng) by area, and what each household has added to them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Uid
from app.json_types import JsonObject

STATE_MEASURE_LENGTH = 80


class AreaState(Base):
    """A counter of the newest states of an area's households; none of them is ever added to what was done.

    The measures are those of :mod:`app.registry.state_measures`.
    """

    __tablename__ = "area_state"
    __table_args__ = ({"postgresql_with": {"fillfactor": 70}, "sqlite_with_rowid": False},)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    neighbourhood_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    measure: Mapped[str] = mapped_column(sa.String(STATE_MEASURE_LENGTH), primary_key=True)
    figure: Mapped[int] = mapped_column(sa.BigInteger)


class CountedState(Base):
    """The state of a household as the counters of an area hold it, so that it can be taken out of them again."""

    __tablename__ = "counted_state"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    household_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    neighbourhood_id: Mapped[int]
    state_on: Mapped[date]
    state: Mapped[JsonObject] = mapped_column(sa.JSON)
