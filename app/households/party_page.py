"""What the page of a household or merchant shows: what is known of it, its entries, what was merged into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.households.known_state import KnownState, known_state
from app.households.party_access import PartyAccess
from app.households.party_tables import PartyRecord
from app.households.queries import (
    PartyRow,
    entries_about,
    merged_into,
    rows_of,
    standing_merges,
)
from app.logbook.kinds import KINDS
from app.logbook.status import Status
from app.logbook.wording import wording_with
from app.month import today
from app.people.queries import names_of_ward
from app.places.queries import every_place_of
from app.registry.doubles import same_as
from app.registry.models import Merchant

MOST_ENTRIES = 50
_MOST_SAME = 5


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """An entry about a household or merchant, in words."""

    id: UUID
    kind: str
    day: date
    line: str
    member: str
    status: Status


@dataclass(frozen=True, slots=True)
class MergedParty:
    """What was merged into another one, and the number of the merge that can be taken back, if it can be."""

    id: UUID
    label: str
    merge_id: int | None
    merged_at: datetime | None
    merged_by: str


@dataclass(frozen=True, slots=True)
class PartyPageParts:
    """The parts of a page; ``same_ids`` are others of the area with the same identity key.

    A merchant has no state, and a household no place.
    """

    row: PartyRow
    state: KnownState | None
    place: str
    entries: Sequence[PartyEntry]
    merged: Sequence[MergedParty]
    same_ids: Sequence[UUID]


def party_parts(access: PartyAccess, party: PartyRecord) -> PartyPageParts:
    """Read the parts of the page of a household or merchant that was not merged."""
    session, table, ward_id = access.session, access.table, access.ward.id
    row = PartyRow(*session.execute(rows_of(table, ward_id, [party.id])).one())
    merged = _merged(access, party)
    ids = [party.id, *(each.id for each in merged)]
    state = known_state(access, row) if table.is_of_households else None
    places = {id: name for id, name in session.execute(every_place_of(ward_id))}
    same = same_ids(access, party) if access.may_manage else ()
    place = places.get(row.place_id, "") if row.place_id is not None else ""
    return PartyPageParts(row, state, place, _entries(access, ids, places), merged, same)


def same_ids(access: PartyAccess, party: PartyRecord) -> Sequence[UUID]:
    """Read the ids of some others of the area with the same identity key, which nobody found to be others."""
    query = same_as(party, access.areas_today.stands_for).limit(_MOST_SAME)
    return access.session.scalars(query).all()


def _merged(access: PartyAccess, party: PartyRecord) -> list[MergedParty]:
    """Return what was merged into it from areas that the user may see: others can be neither shown nor taken back."""
    session, table, ward_id = access.session, access.table, access.ward.id
    rows = session.execute(merged_into(table, ward_id, party.id))
    labels = [(id, label) for id, label, area_id in rows if access.reaches(area_id)]
    if not labels:
        return []
    merges = {
        id: (number, at, by) for number, id, at, by in session.execute(standing_merges(ward_id, table.kind, party.id))
    }
    return [MergedParty(id, label, *merges.get(id, (None, None, ""))) for id, label in labels]


def _entries(access: PartyAccess, ids: Sequence[UUID], places: Mapping[int, str]) -> list[PartyEntry]:
    session, ward_id = access.session, access.ward.id
    rows = session.execute(entries_about(access.actor, access.table, ids).limit(MOST_ENTRIES)).all()
    if not rows:
        return []
    wording = wording_with(session, access.ward.id, access.services, places, {})
    people = {id: name for id, name in session.execute(names_of_ward(ward_id))}
    return [
        PartyEntry(id, str(KINDS[kind].name), day, wording.line(kind, fields)[1], people.get(member_id, ""), status)
        for id, kind, status, day, member_id, fields in rows
    ]


def target_areas(access: PartyAccess, party: PartyRecord) -> Mapping[int, str]:
    """Return the names of the areas that a household or merchant may be in: those in use, and its own."""
    day = today()
    return {
        area.id: area.name
        for area in access.areas
        if area.id == party.neighbourhood_id
        or (area.merged_into_id is None and (area.valid_to is None or area.valid_to >= day))
    }


def target_places(access: PartyAccess, party: PartyRecord) -> Mapping[int, str]:
    """Return the names of the places where a merchant may be: those of today, and its own; a household has none."""
    if not isinstance(party, Merchant):
        return {}
    names = dict(access.place_names)
    if party.place_id is not None and party.place_id not in names:
        names |= {
            id: name for id, name in access.session.execute(every_place_of(access.ward.id)) if id == party.place_id
        }
    return names
