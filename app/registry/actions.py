"""Adding households and merchants, and saying that those of an area have changed.

The first entry that names one sets its label and its area.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import Uid, insert_ignore, insert_rows, insert_selected_or_add, table_of, upsert_sum
from app.registry.addresses import label_columns
from app.registry.models import Household, Merchant, Party, RegistryVersion
from app.registry.named_party import NamedParty
from app.registry.queries import areas_of_households

_HOUSEHOLD = table_of(Household)
_MERGED_INTO = (
    sa.select(_HOUSEHOLD.c.merged_into_id)
    .where(_HOUSEHOLD.c.ward_id == sa.bindparam("ward"), _HOUSEHOLD.c.id == sa.bindparam("household", type_=Uid()))
    .scalar_subquery()
)
_SET_CALLED = (
    sa.update(_HOUSEHOLD)
    .where(
        _HOUSEHOLD.c.ward_id == sa.bindparam("ward"),
        _HOUSEHOLD.c.id == sa.func.coalesce(_MERGED_INTO, sa.bindparam("household", type_=Uid()), type_=Uid()),
        _HOUSEHOLD.c.called != sa.bindparam("text"),
    )
    .values(called=sa.bindparam("text"))
)


def add_households(
    connection: Connection, ward_id: int, parties: Iterable[NamedParty], now: datetime
) -> dict[UUID, int]:
    """Add the households that are new, each as the first of ``parties`` names it; return the area of each as stored."""
    new = _each_once(parties)
    if not new:
        return {}
    insert_ignore(connection, Household, party_rows(Household, ward_id, new, now))
    stored = connection.execute(areas_of_households(ward_id, [party.id for party in new]))
    return {id: area for id, area in stored}


def add_merchants(connection: Connection, ward_id: int, parties: Iterable[NamedParty], now: datetime) -> None:
    """Add the merchants that are new, each as the first of ``parties`` names it."""
    insert_ignore(connection, Merchant, party_rows(Merchant, ward_id, _each_once(parties), now))


def add_new(
    connection: Connection, party: Party, ward_id: int, parties: Iterable[NamedParty], now: datetime
) -> dict[UUID, int]:
    """Add households or merchants that are not stored, each as the first of ``parties`` names it.

    Return the area of each. The transaction collides with one that adds the same at the same moment.
    """
    new = _each_once(parties)
    insert_rows(connection, party, party_rows(party, ward_id, new, now))
    return {each.id: each.neighbourhood_id for each in new}


def set_called(connection: Connection, ward_id: int, called: Mapping[UUID, str]) -> Sequence[UUID]:
    """Store what its neighbours call each household, empty for nothing; for a merged one the one that stays gets it.

    Return those that lost another name by it. What comes last holds: who met the household last knows best. Entries do
    not hold it. The caller has locked the households alone.
    """
    renamed = _named_otherwise(connection, ward_id, called)
    rows = [{"ward": ward_id, "household": id, "text": called[id]} for id in sorted(called)]
    connection.execute(_SET_CALLED, rows)
    return renamed


def _named_otherwise(connection: Connection, ward_id: int, called: Mapping[UUID, str]) -> Sequence[UUID]:
    """Return the households that have another name than the one given, in order; of merged ones those that stay."""
    stays = sa.alias(_HOUSEHOLD)
    root = sa.func.coalesce(_HOUSEHOLD.c.merged_into_id, _HOUSEHOLD.c.id, type_=Uid())
    query = (
        sa.select(_HOUSEHOLD.c.id, stays.c.id, stays.c.called)
        .join(stays, sa.and_(stays.c.ward_id == _HOUSEHOLD.c.ward_id, stays.c.id == root))
        .where(_HOUSEHOLD.c.ward_id == ward_id, _HOUSEHOLD.c.id.in_(sorted(called)), stays.c.called != "")
    )
    return sorted({stays_id for id, stays_id, text in connection.execute(query) if text != called[id]})


def _each_once(parties: Iterable[NamedParty]) -> list[NamedParty]:
    """Return the first of each id, in one order, so that two transactions never wait for each other crosswise."""
    first: dict[UUID, NamedParty] = {}
    for party in parties:
        first.setdefault(party.id, party)
    return [first[id] for id in sorted(first)]


def party_rows(party: Party, ward_id: int, parties: Iterable[NamedParty], now: datetime) -> list[dict[str, object]]:
    """Return the rows of new households or merchants."""
    if party is Household:
        return [_row(ward_id, each, now) | {"label": each.label} for each in parties]
    return [_row(ward_id, each, now) | {"name": each.label, "place_id": each.place_id} for each in parties]


def _row(ward_id: int, party: NamedParty, now: datetime) -> dict[str, object]:
    row = {"ward_id": ward_id, "id": party.id, "neighbourhood_id": party.neighbourhood_id, "created_at": now}
    return row | label_columns(party.label)


def touch_areas(connection: Connection, ward_id: int, area_ids: Iterable[int]) -> None:
    """Say that the households or merchants of some areas have changed: phones fetch these lists again.

    Whoever changes a row of a household or a merchant does so before, and recounts summaries before, too: everybody
    takes the locks in this order.
    """
    rows = [{"ward_id": ward_id, "neighbourhood_id": area, "version": 1} for area in sorted(set(area_ids))]
    upsert_sum(connection, RegistryVersion, rows, ("version",))


def touch_areas_of(connection: Connection, ward_id: int, ids: Mapping[Party, Collection[UUID]]) -> None:
    """Say that something has changed of some households and merchants, as :func:`touch_areas` does of their areas."""
    named = {party.__tablename__: sorted(of_party) for party, of_party in ids.items() if of_party}
    if named:
        parties = tuple(party for party in ids if party.__tablename__ in named)
        connection.execute(_touch_areas_of(parties, connection.dialect.name), {"ward": ward_id, **named})


@cache
def _touch_areas_of(parties: Sequence[type[Household | Merchant]], dialect: str) -> sa.Insert:
    ward = sa.bindparam("ward", type_=sa.Integer())
    areas = (
        sa.select(party.neighbourhood_id)
        .distinct()
        .where(party.ward_id == ward, party.id.in_(sa.bindparam(party.__tablename__, expanding=True)))
        for party in parties
    )
    area = sa.union(*areas).subquery("area")
    # In one order, so that two transactions never wait for each other crosswise.
    rows = sa.select(ward, area.c.neighbourhood_id, sa.literal(1)).where(sa.true()).order_by(area.c.neighbourhood_id)
    return insert_selected_or_add(RegistryVersion, dialect, rows, ("version",))
