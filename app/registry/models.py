"""Households and merchants, known by the id that a phone gave them; what their entries say of them; what was merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, Uid, enum_type
from app.json_types import JsonObject

LABEL_LENGTH = 200
CALLED_LENGTH = 40
KEY_LENGTH = 800
"""A letter of a label may be four code points of a key."""


class PartyKind(StrEnum):
    """What a list is of. The values are stored."""

    HOUSEHOLD = "household"
    MERCHANT = "merchant"


def _party_indexes() -> tuple[sa.Index, ...]:
    """Return the indexes of a table of households or of merchants: by identity, by likeness, and of those merged."""
    is_merged = sa.text("merged_into_id IS NOT NULL")
    return (
        sa.Index(None, "ward_id", "neighbourhood_id", "identity_key", "id"),
        sa.Index(None, "ward_id", "neighbourhood_id", "similar_key"),
        # Few are merged, and each reading asks which.
        sa.Index(None, "ward_id", "merged_into_id", sqlite_where=is_merged, postgresql_where=is_merged),
    )


class Household(Base):
    """A household: its label is its address, and the first entry that names it sets label and area.

    ``identity_key``, ``search_words`` and ``similar_key`` are made of the label by
    :func:`app.registry.addresses.search_keys`. ``called`` is what its neighbours call it (tên gọi), or empty: personal
    data that stands in no export, report or log. A retired one is no longer there and offered to nobody. One that
    ``is_listed`` stands in a list that the ward was given, and so is offered even if all its entries are void.

    After two were found to be one, ``merged_into_id`` names the one that stays, which was not merged itself; entries
    keep the id they were written with, and readers resolve it.
    """

    __tablename__ = "household"
    __table_args__ = _party_indexes()

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    label: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    folded: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    identity_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH), server_default=sa.text("''"))
    search_words: Mapped[str] = mapped_column(sa.String(KEY_LENGTH), server_default=sa.text("''"))
    similar_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH), server_default=sa.text("''"))
    called: Mapped[str] = mapped_column(sa.String(CALLED_LENGTH), default="", server_default=sa.text("''"))
    is_listed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    merged_into_id: Mapped[UUID | None] = mapped_column(Uid)


class Merchant(Base):
    """A stall, a household business, a firm or a cooperative, as first named by an entry."""

    __tablename__ = "merchant"
    __table_args__ = _party_indexes()

    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    neighbourhood_id: Mapped[int] = mapped_column(sa.ForeignKey("neighbourhood.id"))
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    folded: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    identity_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH), server_default=sa.text("''"))
    search_words: Mapped[str] = mapped_column(sa.String(KEY_LENGTH), server_default=sa.text("''"))
    similar_key: Mapped[str] = mapped_column(sa.String(KEY_LENGTH), server_default=sa.text("''"))
    is_listed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    merged_into_id: Mapped[UUID | None] = mapped_column(Uid)


Party = type[Household] | type[Merchant]
"""The model of either."""


class HouseholdSummary(Base):
    """What the entries of a household say of it, together with those of the households that were merged into it.

    Void entries say nothing. ``visits`` counts the others; with none a household is offered to nobody, unless it stands
    in a list. ``last_on`` and ``last_met`` are the day and the outcome of the last visit, ``met_on`` the last day on
    which somebody was met.
    ``state`` is the newest state (hiện trạng) that a visit brought, as it stands in the entry's fields, and
    ``state_on`` its day. ``done`` are the codes of the services that somebody there was helped to use.
    ``needs_help_at_home`` says that the last visit met with a difficulty for which somebody has to come again; which
    one is kept with the entry alone. A merged household has no row. A household without a row was in no entry yet; one
    that entries name no more keeps its row.
    """

    __tablename__ = "household_summary"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    household_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    visits: Mapped[int]
    last_on: Mapped[date | None]
    last_entry_id: Mapped[UUID | None] = mapped_column(Uid)
    last_met: Mapped[str | None] = mapped_column(sa.String(10))
    met_on: Mapped[date | None]
    needs_help_at_home: Mapped[bool]
    state_on: Mapped[date | None]
    state_entry_id: Mapped[UUID | None] = mapped_column(Uid)
    state: Mapped[JsonObject | None] = mapped_column(sa.JSON(none_as_null=True))
    done: Mapped[Sequence[str]] = mapped_column(sa.JSON)


class MerchantSummary(Base):
    """What the entries of a merchant say of it, together with those of the merchants that were merged into it.

    ``entries`` counts those that are not void; the other columns are of the newest of them. The other rules are those
    of :class:`HouseholdSummary`.
    """

    __tablename__ = "merchant_summary"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    merchant_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    entries: Mapped[int]
    last_on: Mapped[date | None]
    last_entry_id: Mapped[UUID | None] = mapped_column(Uid)
    qr_valid: Mapped[bool | None]
    in_use: Mapped[bool | None]


class RegistryVersion(Base):
    """A number that grows with each change of the households and merchants of an area, or of what is known of them."""

    __tablename__ = "registry_version"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    neighbourhood_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(sa.BigInteger)


class NotDouble(Base):
    """Two households or merchants of which somebody found that they are two, so that they are offered no more.

    ``first_id`` is the smaller id. The pair stays when either is merged into another one, which was not compared.
    """

    __tablename__ = "registry_not_double"
    __table_args__ = ({"sqlite_with_rowid": False},)

    ward_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    second_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    set_apart_at: Mapped[datetime] = mapped_column(Instant)
    set_apart_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))


class Merge(Base):
    """Two households or merchants that somebody found to be one, with all that taking it back needs.

    ``moved_ids`` are those that had been merged into the merged one before; they were moved to the one that stays.
    ``called`` is what neighbours called the merged household; ``called_moved`` says that the one that stays had no such
    name and got it.
    """

    __tablename__ = "registry_merge"
    __table_args__ = (sa.Index(None, "ward_id", "kept_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ward_id: Mapped[int] = mapped_column(sa.ForeignKey("ward.id"))
    kind: Mapped[PartyKind] = mapped_column(enum_type(PartyKind))
    kept_id: Mapped[UUID] = mapped_column(Uid)
    merged_id: Mapped[UUID] = mapped_column(Uid)
    moved_ids: Mapped[Sequence[str]] = mapped_column(sa.JSON)
    called: Mapped[str] = mapped_column(sa.String(CALLED_LENGTH), default="")
    called_moved: Mapped[bool] = mapped_column(default=False)
    merged_at: Mapped[datetime] = mapped_column(Instant)
    merged_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
