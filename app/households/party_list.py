"""A page of the list of households or merchants: what passes a filter, with what their entries say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.households.party_access import PartyAccess
from app.households.party_filter import PartyFilter
from app.households.queries import PartyRow, matching_ids, rows_of
from app.text import collation_key

PAGE = 50
"""The number of lines on a page."""

MOST_COUNTED = 1000
"""The number up to which is counted how many there are: who sees more of them will search."""


@dataclass(frozen=True, slots=True)
class PartyPage:
    """Some lines of the list, and how many there are from them on; ``next_after`` begins the next page."""

    rows: Sequence[PartyRow]
    number: int
    next_after: UUID | None

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.number > MOST_COUNTED


def party_page(access: PartyAccess, party_filter: PartyFilter, after_id: UUID | None) -> PartyPage:
    """Read a page of what passes a filter.

    Pages follow each other in the order of the stored keys, of which the index is made; what stands on one is in the
    order of the numbers of houses.
    """
    areas = access.chosen_areas(party_filter.area_id)
    query = matching_ids(access.table, access.ward.id, areas, party_filter, after_id)
    ids = access.session.scalars(query.limit(MOST_COUNTED + 1)).all()
    rows = [PartyRow(*row) for row in access.session.execute(rows_of(access.table, access.ward.id, ids[:PAGE]))]
    return PartyPage(in_order(access, rows), len(ids), ids[PAGE - 1] if len(ids) > PAGE else None)


def in_order(access: PartyAccess, rows: Sequence[PartyRow]) -> list[PartyRow]:
    """Return lines by area and address, numbers by value."""
    return sorted(rows, key=lambda row: (access.area_rank(row.area_id), collation_key(row.label), row.id))
