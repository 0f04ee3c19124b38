"""The households or merchants that a ward has, as a list is compared with them: by area and identity key."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.households.party_tables import PartyTable
from app.imports.list_areas import ListAreas
from app.registry.addresses import SearchKeys
from app.registry.doubles import may_be_one
from app.registry.models import HouseholdSummary, MerchantSummary

_AT_ONCE = 2000
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


def _parties(table: PartyTable, ward_id: int) -> sa.Select[int, str, str, UUID, bool, str, int | None, bool]:
    """Select area, keys and :class:`KnownParty` of all of a ward, each by its own name."""
    own, root = table.model, aliased(table.model)
    own_or_root = {
        name: sa.case((root.id.is_not(None), getattr(root, name)), else_=getattr(own, name))
        for name in ("id", "retired_at", "is_listed", "called" if table.is_of_households else "place_id")
    }
    summary, summary_id, entries = (
        (HouseholdSummary, HouseholdSummary.household_id, HouseholdSummary.visits)
        if table.is_of_households
        else (MerchantSummary, MerchantSummary.merchant_id, MerchantSummary.entries)
    )
    is_of_void_entries = sa.and_(entries.is_not(None), entries == 0, sa.not_(own_or_root["is_listed"]))
    return (
        sa.select(
            own.neighbourhood_id,
            own.identity_key,
            own.similar_key,
            own_or_root["id"],
            sa.or_(own_or_root["retired_at"].is_not(None), is_of_void_entries),
            own_or_root.get("called", sa.literal("")),
            own_or_root.get("place_id", sa.null()),
            own_or_root["is_listed"],
        )
        .outerjoin(root, sa.and_(root.ward_id == own.ward_id, root.id == own.merged_into_id))
        .outerjoin(summary, sa.and_(summary.ward_id == own.ward_id, summary_id == own_or_root["id"]))
        .where(own.ward_id == ward_id)
    )


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
        rows = session.connection().execute(_parties(table, ward_id), execution_options=options)
        for area_id, identity, similar, id, is_hidden, called, place_id, is_listed in rows:
            party = KnownParty(id, bool(is_hidden), called, place_id, bool(is_listed))
            self._add(areas.standing_for(area_id), identity, similar, party)

    def _add(self, area_id: int, identity: str, similar: str, party: KnownParty) -> None:
        key = key_hash(area_id, identity)
        if not party.is_hidden:
            self._similar.add(key_hash(area_id, similar))
        elif key in self._plain or key in self._others:
            # Another one of the same name stands.
            return
        elif not party.is_listed and self._has_listed(key):
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
    query = _parties(table, ward_id).where(
        model.neighbourhood_id.in_(list(areas)), model.identity_key.in_(sorted(identities))
    )
    found: dict[str, KnownParty] = {}
    for _area, identity, _similar, id, is_hidden, called, place_id, is_listed in session.connection().execute(query):
        party = KnownParty(id, bool(is_hidden), called, place_id, bool(is_listed))
        if identity not in found or _rank(party) > _rank(found[identity]):
            found[identity] = party
    return found


def _rank(party: KnownParty) -> tuple[bool, bool]:
    return not party.is_hidden, party.is_listed
