"""What entries of a batch name beside areas, households and merchants: places, services of wards' own, companions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.catalogue.own_codes import is_own_code
from app.catalogue.queries import own_services
from app.events.models import Event
from app.json_types import JsonObject
from app.list_parameters import in_list
from app.logbook.household_state import services_in
from app.people.queries import members_of_ward
from app.places.models import Place

_PLACES = sa.select(Place.id, Place.ward_id).where(in_list(Place.id, "ids"))
_EVENTS = sa.select(Event.id, Event.ward_id).where(in_list(Event.id, "ids"))


@dataclass(frozen=True, slots=True)
class OwnService:
    """A service of a ward's own, and the outcomes that it may have."""

    ward_id: int | None
    outcomes: Collection[str]


def wards_of_places(connection: Connection, ids: set[int]) -> dict[int, int]:
    """Return the ward of each place with ``ids``."""
    return {id: ward_id for id, ward_id in connection.execute(_PLACES, {"ids": sorted(ids)})} if ids else {}


def wards_of_events(connection: Connection, ids: set[int]) -> dict[int, int]:
    """Return the ward of each event with ``ids``."""
    return {id: ward_id for id, ward_id in connection.execute(_EVENTS, {"ids": sorted(ids)})} if ids else {}


def own_services_named(connection: Connection, batch: Iterable[JsonObject]) -> dict[str, OwnService]:
    """Return the wards' own services that a batch names, by code, ended ones too.

    They are asked for and not kept in memory: one that a ward adds may be used at once, whichever process it was
    added in, and most batches name none.
    """
    named = (code for fields in batch for code in (fields.get("service"), *services_in(fields.get("state"))))
    codes = {code for code in named if is_own_code(code)}
    rows = connection.execute(own_services(codes)) if codes else ()
    return {code: OwnService(ward_id, frozenset(outcomes.split())) for code, ward_id, outcomes in rows}


def possible_companions(connection: Connection, wards: Iterable[int], ids: set[int]) -> set[tuple[int, int]]:
    """Return the (ward id, user id) pairs that may be companions, of users with ``ids``."""
    if not ids:
        return set()
    return {(ward_id, user_id) for ward_id in wards for user_id in connection.scalars(members_of_ward(ward_id, ids))}
