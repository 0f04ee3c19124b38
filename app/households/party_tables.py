"""The tables of households and of merchants, by which one set of pages looks after both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.logbook.models import Entry
from app.registry.models import Household, HouseholdSummary, Merchant, MerchantSummary, Party, PartyKind

PartyRecord = Household | Merchant


@dataclass(frozen=True)
class PartyTable:
    """Where one kind is stored, what is known of it, and which column of an entry names it.

    ``which`` is the word of its addresses.
    """

    kind: PartyKind
    which: str
    model: Party
    label: InstrumentedAttribute[str]
    summary: type[HouseholdSummary] | type[MerchantSummary]
    summary_id: InstrumentedAttribute[UUID]
    entry_column: InstrumentedAttribute[UUID | None]

    @property
    def is_of_households(self) -> bool:
        """Whether it holds households, which have a state and may have a name beside their address."""
        return self.kind is PartyKind.HOUSEHOLD

    def get(self, session: Session, ward_id: int, id: UUID) -> PartyRecord | None:
        """Return a household or merchant of a ward as it is stored now, if there is one."""
        return next(iter(self.among(session, ward_id, [id])), None)

    def among(self, session: Session, ward_id: int, ids: Collection[UUID], *, locks: bool = False) -> list[PartyRecord]:
        """Return those of some households or merchants that a ward has, by id, as they are stored now.

        With ``locks`` others who write them, or entries about them, wait until this transaction ends.
        """
        model = self.model
        query = sa.select(model).where(model.ward_id == ward_id, model.id.in_(list(ids))).order_by(model.id)
        if locks:
            query = query.with_for_update(key_share=True)
        return cast(list[PartyRecord], list(session.scalars(query.execution_options(populate_existing=True))))


HOUSEHOLDS = PartyTable(
    PartyKind.HOUSEHOLD,
    "households",
    Household,
    Household.label,
    HouseholdSummary,
    HouseholdSummary.household_id,
    Entry.household_id,
)
MERCHANTS = PartyTable(
    PartyKind.MERCHANT,
    "merchants",
    Merchant,
    Merchant.name,
    MerchantSummary,
    MerchantSummary.merchant_id,
    Entry.merchant_id,
)
TABLES: Mapping[str, PartyTable] = {table.which: table for table in (HOUSEHOLDS, MERCHANTS)}
"""Each table by the word of its addresses."""


def label_of(party: PartyRecord) -> str:
    """Return the address of a household or the name of a merchant."""
    return party.label if isinstance(party, Household) else party.name


def called_of(party: PartyRecord) -> str:
    """Return what the neighbours call a household; a merchant has its name alone."""
    return party.called if isinstance(party, Household) else ""


def place_of(party: PartyRecord) -> int | None:
    """Return the id of the market, street or point that a merchant is at; a household has its address alone."""
    return party.place_id if isinstance(party, Merchant) else None
