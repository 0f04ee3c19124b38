"""The list to walk with: the households of a team by area and lane, the stalls by market, with what is open there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.households.party_access import PartyAccess
from app.households.queries import PartyRow
from app.registry.addresses import address_of
from app.text import collation_key


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one lane of an area, or of one market, which begin on a page of their own; ``key`` names it."""

    key: str
    name: str
    rows: Sequence[PartyRow]


def sheets_by_lane(access: PartyAccess, rows: Iterable[PartyRow]) -> list[Sheet]:
    """Return households by area and lane, each lane by the numbers of its houses; those in no lane stand last."""
    names: dict[tuple[int, str], str] = {}
    by_lane: dict[tuple[int, str], list[PartyRow]] = defaultdict(list)
    for row in rows:
        address = address_of(row.label)
        lane = access.areas_today.standing_for(row.area_id), address.lane.key if address.lane else ""
        names.setdefault(lane, address.lane.name if address.lane else _("outside of lanes"))
        by_lane[lane].append(row)
    lanes = sorted(by_lane, key=lambda lane: (access.area_rank(lane[0]), not lane[1], collation_key(names[lane])))
    return [
        Sheet(
            f"{area_id}:{key}",
            f"{access.area_names.get(area_id, '')} · {names[area_id, key]}",
            sorted(
                by_lane[area_id, key], key=lambda row: (address_of(row.label).number, collation_key(row.label), row.id)
            ),
        )
        for area_id, key in lanes
    ]


def sheets_by_place(access: PartyAccess, rows: Iterable[PartyRow], places: Mapping[int, str]) -> list[Sheet]:
    """Return merchants by market or street, each by its name; those in none stand last, by area."""
    by_place: dict[tuple[int, int], list[PartyRow]] = defaultdict(list)
    for row in rows:
        place_id = row.place_id if row.place_id in places else None
        area_id = access.areas_today.standing_for(row.area_id)
        by_place[(place_id, 0) if place_id is not None else (0, area_id)].append(row)
    order = {place_id: rank for rank, place_id in enumerate(places, start=1)}
    return [
        Sheet(
            f"{place_id}:{area_id}",
            places[place_id] if place_id else access.area_names.get(area_id, ""),
            sorted(by_place[place_id, area_id], key=lambda row: (collation_key(row.label), row.id)),
        )
        for place_id, area_id in sorted(
            by_place, key=lambda each: (order.get(each[0], len(order) + 1), access.area_rank(each[1]))
        )
    ]


def open_services(row: PartyRow, services: Mapping[str, str]) -> list[str]:
    """Return which of some services not everybody of a household from 14 years on has, as far as it is known."""
    state = row.state or {}
    people, owners = state.get("people_14"), state.get("have") or {}
    if not isinstance(people, int):
        return []
    return [name for code, name in services.items() if code in owners and owners[code] < people]
