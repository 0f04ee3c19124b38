"""The households or merchants that a ward has, as a list is compared with them: by area and identity key."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.households.party_tables import PartyTable
from app.imports.list_areas import ListAreas
from app.registry.addresses import SearchKeys
from app.registry.doubles import may_be_one
from app.registry.models import Household, HouseholdSummary, Merchant, MerchantSummary

_AT_ONCE = 2000
_IDS_AT_ONCE = 500
_MOST_SIMILAR = 5


class KnownParty(NamedTuple):
    """A household or merchant by one of its names; of what was merged the one that stays.

    ``is_hidden`` says that it is offered to nobody: it was retired, or all entries that name it are void. One that is
    not yet ``is_listed`` is known by entries alone.
    """

    id: UUID
    is_hidden: bool = False
    called: str = ""
    place_id: int | None = None
    is_listed: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether nothing but its id is known of it, and whether it stands in a list, as of most."""
        return not (self.is_hidden or self.called) and self.place_id is None


class _StoredRow(NamedTuple):
    """A household or merchant as it is stored, by its own name."""

    area_id: int
    identity: str
    similar: str
    id: UUID
    merged_into_id: UUID | None
    retired_at: datetime | None
    is_listed: bool
    called: str
    place_id: int | None


def _stored(
    table: PartyTable, ward_id: int
) -> sa.Select[int, str, str, UUID, UUID | None, datetime | None, bool, str, int | None]:
    """Select a :class:`_StoredRow` of each of a ward."""
    model = table.model
    return sa.select(
        model.neighbourhood_id,
        model.identity_key,
        model.similar_key,
        model.id,
        model.merged_into_id,
        model.retired_at,
        model.is_listed,
        Household.called if table.is_of_households else sa.literal(""),
        sa.null() if table.is_of_households else Merchant.place_id,
    ).where(model.ward_id == ward_id)


class _Roots:
    """What of a ward's households or merchants is not seen in their own rows, read once: of a ward these are few.

    Apart from their rows, since PostgreSQL joins a table that was just filled with itself in a loop of a loop.
    """

    def __init__(self, connection: Connection, table: PartyTable, ward_id: int) -> None:
        model = table.model
        summary, summary_id, entries = (
            (HouseholdSummary, HouseholdSummary.household_id, HouseholdSummary.visits)
            if table.is_of_households
            else (MerchantSummary, MerchantSummary.merchant_id, MerchantSummary.entries)
        )
        void = sa.select(summary_id).where(summary.ward_id == ward_id, entries == 0)
        self._of_void_entries = {id for (id,) in connection.execute(void)}
        merged = sa.select(model.merged_into_id).where(model.ward_id == ward_id, model.merged_into_id.is_not(None))
        ids = sorted({id for (id,) in connection.execute(merged) if id is not None})
        self._kept: dict[UUID, KnownParty] = {}
        for start in range(0, len(ids), _IDS_AT_ONCE):
            kept = _stored(table, ward_id).where(model.id.in_(ids[start : start + _IDS_AT_ONCE]))
            self._kept |= {row.id: self.party(row) for row in map(_StoredRow._make, connection.execute(kept))}

    def party(self, row: _StoredRow) -> KnownParty:
        """Return what a row is; of what was merged the one that stays."""
        if row.merged_into_id is not None and row.merged_into_id in self._kept:
            return self._kept[row.merged_into_id]
        is_of_void_entries = row.id in self._of_void_entries and not row.is_listed
        is_hidden = row.retired_at is not None or is_of_void_entries
        return KnownParty(row.id, is_hidden, row.called, row.place_id, row.is_listed)


class KnownParties:
    """All that a ward has, read once.

    Keys are held as hashes of 64 bits and ids as numbers, since 50,000 of each lie in the memory of the server.
    """

    def __init__(self, session: Session, table: PartyTable, ward_id: int, areas: ListAreas) -> None:
        self._session, self._table, self._ward_id, self._areas = session, table, ward_id, areas
        self._plain: dict[int, int] = {}
        self._others: dict[int, KnownParty] = {}
        self._unlisted: set[int] = set()
        self._similar: set[int] = set()
        options = {"stream_results": True, "yield_per": _AT_ONCE}
        roots = _Roots(session.connection(), table, ward_id)
        rows = session.connection().execute(_stored(table, ward_id), execution_options=options)
        for row in map(_StoredRow._make, rows):
            self._add(areas.standing_for(row.area_id), row.identity, row.similar, roots.party(row))

    def _add(self, area_id: int, identity: str, similar: str, party: KnownParty) -> None:
        key = key_hash(area_id, identity)
        if party.is_hidden:
            if key in self._plain or key in self._others:
                # Another one of the same name stands.
                return
        else:
            self._similar.add(key_hash(area_id, similar))
            if not party.is_listed and self._has_listed(key):
                return
        if party.is_plain:
            self._plain[key] = party.id.int
            self._others.pop(key, None)
            (self._unlisted.discard if party.is_listed else self._unlisted.add)(key)
        else:
            self._others[key] = party

    def _has_listed(self, key: int) -> bool:
        """Return whether one of the same name stands in a list already, and is offered."""
        if key in self._plain:
            return key not in self._unlisted
        return key in self._others and self._others[key].is_listed and not self._others[key].is_hidden

    def find(self, area_id: int, identity: str) -> KnownParty | None:
        """Return the one of an area, and of those merged into it, that has an identity key."""
        key = key_hash(area_id, identity)
        if key in self._plain:
            return KnownParty(UUID(int=self._plain[key]), is_listed=key not in self._unlisted)
        return self._others.get(key)

    def similar_to(self, area_id: int, keys: SearchKeys) -> str:
        """Return the name of one of an area that may be the same as one with these keys, or ``""``."""
        if not keys.similar or key_hash(area_id, keys.similar) not in self._similar:
            return ""
        model = self._table.model
        query = (
            sa.select(self._table.label, model.search_words)
            .where(model.ward_id == self._ward_id, model.neighbourhood_id.in_(self._areas.together_with(area_id)))
            .where(model.similar_key == keys.similar, model.merged_into_id.is_(None), model.retired_at.is_(None))
            .order_by(model.id)
            .limit(_MOST_SIMILAR)
        )
        found = self._session.connection().execute(query)
        return next((label for label, words in found if may_be_one(keys.words, words)), "")


def key_hash(area_id: int, key: str) -> int:
    """Return a number of 64 bits that stands for a key of an area as long as the process runs."""
    return hash(f"{area_id} {key}")


def parties_named(
    session: Session, table: PartyTable, ward_id: int, areas: Collection[int], identities: Collection[str]
) -> dict[str, KnownParty]:
    """Return those of some areas that have one of some identity keys now.

    One that stands goes before a hidden one, and one of a list before one of entries alone.
    """
    model = table.model
    query = _stored(table, ward_id).where(
        model.neighbourhood_id.in_(list(areas)), model.identity_key.in_(sorted(identities))
    )
    stored = [_StoredRow._make(row) for row in session.connection().execute(query)]
    if not stored:
        return {}
    roots = _Roots(session.connection(), table, ward_id)
    found: dict[str, KnownParty] = {}
    for row in stored:
        party = roots.party(row)
        if row.identity not in found or _rank(party) > _rank(found[row.identity]):
            found[row.identity] = party
    return found


def _rank(party: KnownParty) -> tuple[bool, bool]:
    return not party.is_hidden, party.is_listed
