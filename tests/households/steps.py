"""What the tests of the lists of households and merchants do and read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask

from app.database import reader, writer
from app.households.merge_actions import Pair
from app.households.party_actions import party_version
from app.households.party_tables import HOUSEHOLDS, MERCHANTS, PartyRecord, PartyTable
from app.month import now
from app.people.audit_events import GROUPS
from app.people.models import AuditRecord
from app.registry.actions import add_households, add_merchants
from app.registry.models import Household, HouseholdSummary, Merge
from app.registry.named_party import NamedParty
from tests.cast import AREA_1, CARLA, WARD_A
from tests.client import Visitor


def listed(
    app: Flask, *labels: str, area: int = AREA_1, ward: int = WARD_A, table: PartyTable = HOUSEHOLDS
) -> list[UUID]:
    """Add households or merchants to the registry as phones do; return their ids."""
    parties = [NamedParty(uuid4(), label, area) for label in labels]
    add = add_merchants if table is MERCHANTS else add_households
    with app.app_context():
        add(writer().connection(), ward, parties, now())
        writer().commit()
    return [party.id for party in parties]


def stored(app: Flask, id: UUID, ward: int = WARD_A, table: PartyTable = HOUSEHOLDS) -> PartyRecord:
    """Return what is stored of a household or merchant."""
    with app.app_context():
        party = table.get(reader(), ward, id)
        assert party is not None
        reader().expunge(party)
        return party


def version(app: Flask, id: UUID, table: PartyTable = HOUSEHOLDS) -> str:
    """Return the version that a page shows of a household or merchant."""
    return party_version(stored(app, id, table=table))


def pair_form(app: Flask, keep: UUID, other: UUID, **more: str) -> dict[str, str]:
    """Return the form by which one of two is kept."""
    versions = {f"version-{id}": version(app, id) for id in (keep, other)}
    return {"keep": str(keep), "other": str(other), **versions, **more}


def merge(app: Flask, visitor: Visitor, keep: UUID, other: UUID) -> int:
    """Merge one household into another on the page; return the number of the merge."""
    response = visitor.post("/households/merge", **pair_form(app, keep, other))
    assert response.status_code == 302
    assert stored(app, other).merged_into_id == keep
    return merges(app)[-1].id


def merges(app: Flask) -> list[Merge]:
    """Return all merges, the oldest first."""
    with app.app_context():
        found = list(reader().scalars(sa.select(Merge).order_by(Merge.id)))
        reader().expunge_all()
        return found


def pointers(app: Flask, ids: Iterable[UUID]) -> list[UUID | None]:
    """Return which one each household was merged into."""
    return [stored(app, id).merged_into_id for id in ids]


def summaries(app: Flask) -> dict[UUID, dict[str, Any]]:
    """Return the summary of each household that has one."""
    with app.app_context():
        rows = reader().scalars(sa.select(HouseholdSummary)).all()
        columns = [column.key for column in sa.inspect(HouseholdSummary).columns]
        return {row.household_id: {name: getattr(row, name) for name in columns} for row in rows}


def recorded(app: Flask) -> list[tuple[str, dict[str, Any]]]:
    """Return what the audit log holds of changes of households, the oldest first."""
    with app.app_context():
        query = sa.select(AuditRecord).where(AuditRecord.event.in_(GROUPS["households"])).order_by(AuditRecord.id)
        return [(record.event.value, dict(record.detail)) for record in reader().scalars(query)]


def label_of_household(app: Flask, id: UUID) -> str:
    """Return the label of a household."""
    party = stored(app, id)
    assert isinstance(party, Household)
    return party.label


def pair_of(app: Flask, kept: UUID, other: UUID, actor: int = CARLA) -> Pair:
    """Return two households as a page showed them, to be merged or set apart."""
    return Pair(WARD_A, kept, other, (version(app, kept), version(app, other)), actor, now())
