"""Services, topics, indicators with the measures that feed them, and published baselines."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.own_codes import CODE_LENGTH
from app.catalogue.terms import Bound
from app.database import Base, Instant, enum_type
from app.localisation import selected_language
from app.places.models import SOURCE_LENGTH

NAME_LENGTH = 160


class CatalogueRow:
    """The common columns of services, topics and indicators: a code, a place in the list, a name in two languages."""

    code: Mapped[str] = mapped_column(sa.String(CODE_LENGTH), primary_key=True)
    position: Mapped[int]
    name_vi: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    name_en: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))

    @property
    def name(self) -> str:
        """The name in the reader's language; the Vietnamese one where there is no other."""
        return name_in(self.name_vi, self.name_en)


def name_in(vietnamese: str, english: str) -> str:
    """Return the one of two names that is in the reader's language; the Vietnamese one where there is no other."""
    return (english if selected_language() == "en" else "") or vietnamese


class Service(CatalogueRow, Base):
    """An app or service that teams help people with: one of the catalogue, or a ward's own.

    ``ward_id`` is the ward whose own it is; without one it is everybody's. Phones offer one that has ended no more, and
    entries that name it still come in and count. ``former_name`` is the name that its ward gave it before.
    """

    __tablename__ = "service"
    __table_args__ = (sa.Index(None, "ward_id"),)

    pillar: Mapped[str] = mapped_column(sa.String(40))
    denominator_group: Mapped[str] = mapped_column(sa.String(40))
    outcomes: Mapped[str] = mapped_column(sa.String(120))
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    ward_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ward.id"))
    ended_on: Mapped[date | None]
    former_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), default="", server_default=sa.text("''"))


class Topic(CatalogueRow, Base):
    """A subject of a visit or of a training session."""

    __tablename__ = "topic"


class ProcedureGroup(CatalogueRow, Base):
    """A group of procedures that people are helped with at the desk: one of the catalogue, or a ward's own.

    ``ward_id``, ``ended_on`` and ``former_name`` are as those of a :class:`Service`.
    """

    __tablename__ = "procedure_group"
    __table_args__ = (sa.Index(None, "ward_id"),)

    ward_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ward.id"))
    ended_on: Mapped[date | None]
    former_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), default="", server_default=sa.text("''"))


class Indicator(CatalogueRow, Base):
    """A figure that a ward reports, of a group of people, fed by measures of the tally.

    Without measures an indicator has only its published line.
    """

    __tablename__ = "indicator"

    pillar: Mapped[str] = mapped_column(sa.String(40))
    unit_vi: Mapped[str] = mapped_column(sa.String(40))
    unit_en: Mapped[str] = mapped_column(sa.String(40))
    denominator_group: Mapped[str] = mapped_column(sa.String(40))
    measures: Mapped[str] = mapped_column(sa.String(400))
    note: Mapped[str] = mapped_column(sa.String(300), default="")

    @property
    def unit(self) -> str:
        """The unit in the reader's language."""
        return self.unit_en if selected_language() == "en" else self.unit_vi


class Baseline(Base):
    """A published figure of an indicator from before the log was used, with its date and source.

    The numerator may be a bound, the denominator unknown, or only a percentage printed. ``entered_at`` is empty where
    it came with the demonstration or with an older release. One with ``ended_at`` is used no more; one that
    ``is_preferred`` is used in place of newer ones.
    """

    __tablename__ = "baseline"
    __table_args__ = (sa.Index(None, "ward_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    indicator_code: Mapped[str] = mapped_column(sa.ForeignKey("indicator.code"))
    unit_then: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    as_of: Mapped[date | None] = mapped_column(doc="the last day of the published month; empty when undated")
    numerator: Mapped[int | None]
    bound: Mapped[Bound] = mapped_column(enum_type(Bound, 1), default=Bound.EXACT)
    denominator: Mapped[int | None]
    published_percent: Mapped[str] = mapped_column(sa.String(8), default="")
    source: Mapped[str] = mapped_column(sa.String(SOURCE_LENGTH))
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    entered_at: Mapped[datetime | None] = mapped_column(Instant)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    is_preferred: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    @property
    def is_own(self) -> bool:
        """Whether the ward entered it itself; else it came with the demonstration or with an older release."""
        return self.entered_at is not None

    @property
    def is_ended(self) -> bool:
        """Whether the ward uses it no more."""
        return self.ended_at is not None

    @property
    def printed_percent(self) -> Decimal | None:
        """The percentage that its source prints, if it does."""
        return Decimal(self.published_percent) if self.published_percent else None
