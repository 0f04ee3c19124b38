"""Who is to stand in which part of an area that is split: by lane, or by a list of addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.places.area_successors import standing_on
from app.places.queries import unordered_areas_of_ward
from app.registry.addresses import address_of
from app.registry.models import Household, Merchant
from app.text import clean, collation_key, identity_key


class AreaParty(NamedTuple):
    """A household of an area with its address, or a merchant with its name."""

    id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class AreaLane:
    """A lane of an area with its households; the key and the name are empty for those that are in none."""

    key: str
    name: str
    household_ids: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class NamedHouseholds:
    """The households that a list of addresses names, the addresses that name none, and those that name several."""

    found: Sequence[UUID]
    unknown: Sequence[str]
    ambiguous: Sequence[str]


def households_of_area(session: Session, ward_id: int, area_id: int, first_day: date) -> list[AreaParty]:
    """Return the households that stand in an area on the day before it is split, retired ones too, by address."""
    return _parties_of_area(
        session, Household, Household.label, standing_areas(session, ward_id, area_id, first_day), ward_id
    )


def merchants_of_area(session: Session, ward_id: int, area_id: int, first_day: date) -> list[AreaParty]:
    """Return the merchants that stand in an area on the day before it is split, by name."""
    return _parties_of_area(
        session, Merchant, Merchant.name, standing_areas(session, ward_id, area_id, first_day), ward_id
    )


def _parties_of_area(
    session: Session,
    table: type[Household] | type[Merchant],
    label: sa.SQLColumnExpression[str],
    areas: Sequence[int],
    ward_id: int,
) -> list[AreaParty]:
    query = (
        sa.select(table.id, label)
        .where(table.ward_id == ward_id, table.neighbourhood_id.in_(areas), table.merged_into_id.is_(None))
        .order_by(table.identity_key, table.id)
    )
    return [AreaParty(*row) for row in session.execute(query)]


def standing_areas(session: Session, ward_id: int, area_id: int, first_day: date) -> list[int]:
    """Return an area and those whose households stand in it on the day before ``first_day``."""
    every = unordered_areas_of_ward(session.connection(), ward_id)
    stands_for = standing_on(every, first_day - timedelta(days=1))
    return [area_id, *(old for old, new in stands_for.items() if new == area_id)]


def lanes_of(households: Iterable[AreaParty]) -> list[AreaLane]:
    """Return the lanes of some households in their order; those in no lane stand last."""
    names: dict[str, str] = {}
    ids: dict[str, list[UUID]] = defaultdict(list)
    for each in households:
        lane = address_of(each.label).lane
        key = lane.key if lane else ""
        names.setdefault(key, lane.name if lane else "")
        ids[key].append(each.id)
    ordered = sorted(ids, key=lambda key: (not key, collation_key(names[key])))
    return [AreaLane(key, names[key], ids[key]) for key in ordered]


def households_named(households: Iterable[AreaParty], text: str) -> NamedHouseholds:
    """Return which of some households a list names, an address a line, in the first cell of a row."""
    by_key: dict[str, list[UUID]] = defaultdict(list)
    for each in households:
        by_key[identity_key(each.label)].append(each.id)
    found: dict[UUID, None] = {}
    unknown: list[str] = []
    ambiguous: list[str] = []
    for line in text.splitlines():
        label = clean(line.split("\t")[0])
        if not label:
            continue
        ids = by_key.get(identity_key(label), [])
        if len(ids) == 1:
            found[ids[0]] = None
        else:
            (ambiguous if ids else unknown).append(label)
    return NamedHouseholds(list(found), unknown, ambiguous)
