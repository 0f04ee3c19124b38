"""Two that may be one, side by side, with what speaks for keeping either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from app.households.party_access import PartyAccess
from app.households.party_actions import party_version
from app.households.party_tables import PartyRecord, called_of
from app.households.queries import PartyRow, rows_of
from app.registry.doubles import equal_pairs, similar_pairs

MOST_COUNTED = 500
"""The number of pairs up to which is counted how many wait."""


@dataclass(frozen=True, slots=True)
class PairSide:
    """One of two that may be one."""

    row: PartyRow
    called: str
    area: str
    version: str
    stored_area: str
    """The area in which it was listed or first met, also where that was merged into another one."""


@dataclass(frozen=True, slots=True)
class DoublesPage:
    """A pair, how many wait with it, and how many of them were passed over; no sides where none is left."""

    sides: Sequence[PairSide]
    number: int
    skipped: int

    @property
    def is_more(self) -> bool:
        """Whether more wait than were counted."""
        return self.number > MOST_COUNTED


def doubles_page(access: PartyAccess, skipped: int) -> DoublesPage:
    """Read the pair behind ``skipped`` others, or the first one where there are not so many."""
    pairs = _pairs(access)
    skipped = skipped if skipped < len(pairs) else 0
    pair = next(islice(pairs, skipped, None), None)
    return DoublesPage(sides_of(access, pair) if pair is not None else (), len(pairs), skipped)


def _pairs(access: PartyAccess) -> list[Sequence[UUID]]:
    """Return the pairs that wait, those with the same identity key first, up to one more than are counted."""
    pairs: list[Sequence[UUID]] = []
    for select_pairs in (equal_pairs, similar_pairs):
        query = select_pairs(access.table.model, access.ward.id, access.own_areas, access.areas_today.stands_for)
        pairs += access.session.execute(query.limit(MOST_COUNTED + 1 - len(pairs))).all()
        if len(pairs) > MOST_COUNTED:
            break
    return pairs


def sides_of(access: PartyAccess, ids: Sequence[UUID]) -> list[PairSide]:
    """Return the sides of a pair; answer 404 where one of them is not the user's to see."""
    parties = access.parties_or_404(ids)
    rows = {
        row.id: row for row in map(PartyRow._make, access.session.execute(rows_of(access.table, access.ward.id, ids)))
    }
    return [_side(access, party, rows[party.id]) for party in parties]


def _side(access: PartyAccess, party: PartyRecord, row: PartyRow) -> PairSide:
    area = access.area_names.get(row.area_id, "")
    return PairSide(row, called_of(party), area, party_version(party), access.stored_area_names.get(row.area_id, ""))


def met_by_merge(sides: Sequence[PairSide]) -> bool:
    """Return whether two of different areas met when these were merged."""
    return len({side.stored_area for side in sides}) > 1 and len({side.area for side in sides}) == 1
