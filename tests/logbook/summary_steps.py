"""Steps of the tests of summaries: what is kept of a household or a merchant, and that it equals a recount."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, table_of, writer
from app.logbook.party_summaries import refresh_households, refresh_merchants
from app.logbook.recount import differences
from app.registry.models import Household, HouseholdSummary, Merchant, MerchantSummary
from tests.cast import WARD_A


def summary_of(app: Flask, party: dict[str, Any]) -> dict[str, Any] | None:
    """Return what is kept of a household or a merchant as an entry names it, after proving all by a recount."""
    model = MerchantSummary if "name" in party else HouseholdSummary
    _, id, *_ = table_of(model).columns
    with app.app_context():
        assert list(differences(reader())) == []
        row = reader().execute(sa.select(table_of(model)).where(id == UUID(party["id"]))).mappings().first()
        return dict(row) if row else None


def point(app: Flask, party: dict[str, Any], into: dict[str, Any] | None) -> None:
    """Merge a household or a merchant into another one that stays, or take that back."""
    model, refresh = (Merchant, refresh_merchants) if "name" in party else (Household, refresh_households)
    id, target = UUID(party["id"]), UUID(into["id"]) if into else None

    def work(session: Any) -> None:
        before = session.scalars(sa.select(model.merged_into_id).where(model.id == id)).one()
        session.execute(sa.update(model).where(model.id == id).values(merged_into_id=target))
        refresh(session.connection(), WARD_A, {id} | {each for each in (before, target) if each})

    with app.app_context():
        in_transaction(work)


def merge_if_possible(ward: int, id: UUID, into: UUID | None) -> None:
    """Merge a household into another one, or let it stand for itself again, where no chain comes of it."""
    session = writer()
    rows = session.execute(sa.select(Household.id, Household.merged_into_id).where(Household.ward_id == ward))
    pointers = {each: target for each, target in rows}
    if id in pointers and id not in pointers.values() and (into is None or pointers.get(into, id) is None):
        where = Household.ward_id == ward, Household.id == id
        session.execute(sa.update(Household).where(*where).values(merged_into_id=into))
        concerned = {each for each in (id, into, pointers[id]) if each is not None}
        refresh_households(session.connection(), ward, concerned)
    session.commit()
