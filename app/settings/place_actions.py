"""Actions on the markets, streets, service points and halls of a ward. They never commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.month import local_day
from app.places.models import Neighbourhood, Place, PlaceType
from app.places.queries import lock_ward
from app.settings.first_days import LATEST_END
from app.settings.list_actions import locked_row, make_room, record_list_event, set_name
from app.settings.ward_lists import WardList, refuse_first_day, refuse_last_day, refuse_taken_names, row_version
from app.versions import SaveOutcome


class PlaceFacts(NamedTuple):
    """What is known of a place: ``unit_count`` is its number of stalls or shops, if it is known."""

    name: str
    type: PlaceType
    area_id: int | None
    unit_count: int | None


def add_places(
    session: Session,
    ward_id: int,
    places: Sequence[PlaceFacts],
    since: date | None,
    actor_id: int | None,
    now: datetime,
) -> list[Place]:
    """Add places with cleaned names; ``since`` is their first day, or ``None`` where they have always been there.

    Raises :class:`PlaceRefusedError` for a name that is taken or a day that cannot be; then none is added.
    """
    lock_ward(session, ward_id)
    refuse_first_day(since, local_day(now) + LATEST_END)
    make_room(session, WardList.PLACES, ward_id)
    refuse_taken_names(session, WardList.PLACES, ward_id, [place.name for place in places], local_day(now))
    added = [
        Place(ward_id=ward_id, name=name, type=type, neighbourhood_id=area_id, unit_count=unit_count, valid_from=since)
        for name, type, area_id, unit_count in places
    ]
    session.add_all(added)
    session.flush()
    record_list_event(session, WardList.PLACES, ward_id, actor_id, now, added=[place.name for place in places])
    return added


def change_place(
    session: Session, ward_id: int, id: int, facts: PlaceFacts, seen: str, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """Change what is known of a place; ``seen`` is the version that the form showed.

    Raises :class:`PlaceRefusedError` where another place has the name.
    """
    place = locked_row(session, WardList.PLACES, ward_id, id)
    assert isinstance(place, Place)
    stored = PlaceFacts(place.name, place.type, place.neighbourhood_id, place.unit_count)
    if stored == facts:
        return SaveOutcome.UNCHANGED
    if row_version(place) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    if place.name != facts.name:
        set_name(session, WardList.PLACES, place, facts.name, now)
    place.type, place.neighbourhood_id, place.unit_count = facts[1:]
    pairs = {
        "type": (stored.type.value, facts.type.value),
        "area": (_area_name(session, stored.area_id), _area_name(session, facts.area_id)),
        "unit_count": (stored.unit_count, facts.unit_count),
    }
    changed = {name: list(pair) for name, pair in pairs.items() if pair[0] != pair[1]}
    line = {"renamed": [stored.name, facts.name]} if stored.name != facts.name else {"changed_line": facts.name}
    record_list_event(session, WardList.PLACES, ward_id, actor_id, now, line=id, **line, **changed)
    return SaveOutcome.SAVED


def _area_name(session: Session, id: int | None) -> str | None:
    return None if id is None else session.get_one(Neighbourhood, id).name


def end_place(
    session: Session, ward_id: int, id: int, last_day: date, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """End a place with a last day; its entries stay. Raises :class:`PlaceRefusedError` for a day that cannot be."""
    place = locked_row(session, WardList.PLACES, ward_id, id)
    if place.valid_to == last_day:
        return SaveOutcome.UNCHANGED
    refuse_last_day(place, last_day, local_day(now) + LATEST_END)
    place.valid_to = last_day
    record_list_event(
        session, WardList.PLACES, ward_id, actor_id, now, line=id, ended=place.name, as_of=last_day.isoformat()
    )
    return SaveOutcome.SAVED
