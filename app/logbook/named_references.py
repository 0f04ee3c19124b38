"""What entries of a batch name beside areas, households and merchants: places, what is a ward's own, companions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.engine import Connection

from app.catalogue.own_codes import is_own_code
from app.catalogue.queries import own_procedures, own_services
from app.events.models import Event
from app.json_types import JsonObject, Message
from app.list_parameters import in_list
from app.logbook.household_state import services_in
from app.logbook.kinds.common import EntryForm
from app.people.queries import members_of_ward
from app.places.models import Place

_PLACES = sa.select(Place.id, Place.ward_id).where(in_list(Place.id, "ids"))
_EVENTS = sa.select(Event.id, Event.ward_id).where(in_list(Event.id, "ids"))


UNKNOWN_SERVICE = _l("This service is not one of this ward. Choose it again from the list.")
UNKNOWN_PROCEDURE = _l("These procedures are not in the list of this ward. Choose again from the list.")


@dataclass(frozen=True, slots=True)
class OwnOfWards:
    """What is wards' own of what a batch names: services and groups of procedures, by code, ended ones too.

    ``outcomes`` are those that each service may have; the others say whose each is.
    """

    outcomes: Mapping[str, Collection[str]]
    services: Mapping[str, int | None]
    procedures: Mapping[str, int | None]

    def errors_in(self, ward_id: int, form: EntryForm) -> Iterator[tuple[str, Message]]:
        """Yield the fields of an entry of a ward that name what is another ward's, each with what is wrong."""
        for code, field in form.service_fields.items():
            if self.services.get(code, ward_id) != ward_id:
                yield field, UNKNOWN_SERVICE
        for code, field in form.procedure_fields.items():
            if self.procedures.get(code, ward_id) != ward_id:
                yield field, UNKNOWN_PROCEDURE


def wards_of_places(connection: Connection, ids: set[int]) -> dict[int, int]:
    """Return the ward of each place with ``ids``."""
    return {id: ward_id for id, ward_id in connection.execute(_PLACES, {"ids": sorted(ids)})} if ids else {}


def wards_of_events(connection: Connection, ids: set[int]) -> dict[int, int]:
    """Return the ward of each event with ``ids``."""
    return {id: ward_id for id, ward_id in connection.execute(_EVENTS, {"ids": sorted(ids)})} if ids else {}


def own_of_wards(connection: Connection, batch: Iterable[JsonObject]) -> OwnOfWards:
    """Return what is wards' own of what a batch names.

    It is asked for and not kept in memory: what a ward adds may be used at once, whichever process it was added in,
    and most batches name none.
    """
    entries = list(batch)
    services = _own_codes(
        code for fields in entries for code in (fields.get("service"), *services_in(fields.get("state")))
    )
    procedures = _own_codes(fields.get("procedure") for fields in entries)
    found = connection.execute(own_services(services)).all() if services else ()
    return OwnOfWards(
        {code: frozenset(outcomes.split()) for code, _ward_id, outcomes in found},
        {code: ward_id for code, ward_id, _outcomes in found},
        {code: ward_id for code, ward_id in connection.execute(own_procedures(procedures))} if procedures else {},
    )


def _own_codes(named: Iterable[object]) -> set[str]:
    return {code for code in named if is_own_code(code)}


def possible_companions(connection: Connection, wards: Iterable[int], ids: set[int]) -> set[tuple[int, int]]:
    """Return the (ward id, user id) pairs that may be companions, of users with ``ids``."""
    if not ids:
        return set()
    return {(ward_id, user_id) for ward_id in wards for user_id in connection.scalars(members_of_ward(ward_id, ids))}
