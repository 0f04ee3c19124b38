"""Figures that the teams did not make: those from before the log was used, and those of other offices."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.offices import Office
from app.catalogue.openings import OpeningPart
from app.database import Base, Instant, enum_type
from app.places.models import SOURCE_LENGTH


class OpeningFigure(Base):
    """What was done of a subject before the ward used this log: in the year of ``as_of`` up to that day, and earlier.

    ``measure`` is what a target may name, too: a measure of the log, ``households``, an indicator or a service.
    ``before`` is what was done in the years before, or ``None`` where nobody knows.
    """

    __tablename__ = "opening_figure"
    __table_args__ = (sa.UniqueConstraint("ward_id", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    measure: Mapped[str] = mapped_column(sa.String(80))
    this_year: Mapped[int] = mapped_column(sa.CheckConstraint("this_year >= 0", name="this_year_not_negative"))
    before: Mapped[int | None] = mapped_column(sa.CheckConstraint("before >= 0", name="before_not_negative"))
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(SOURCE_LENGTH))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    @property
    def part(self) -> OpeningPart:
        """The figure without its ward and subject."""
        return OpeningPart(self.this_year, self.before, self.as_of, self.source)


class OfficeFigure(Base):
    """A figure of another office for a month: dated, with its source, and never added to what the teams did."""

    __tablename__ = "office_figure"
    __table_args__ = (sa.UniqueConstraint("ward_id", "month", "office", "indicator_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    month: Mapped[str] = mapped_column(sa.String(7))
    office: Mapped[Office] = mapped_column(enum_type(Office))
    indicator_code: Mapped[str] = mapped_column(sa.ForeignKey("indicator.code"))
    figure: Mapped[int] = mapped_column(sa.CheckConstraint("figure >= 0", name="figure_not_negative"))
    of_all: Mapped[int | None] = mapped_column(sa.CheckConstraint("of_all > 0", name="of_all_positive"))
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(SOURCE_LENGTH))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
