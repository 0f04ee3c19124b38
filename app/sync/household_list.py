"""What a phone knows of the households and merchants of its team: how things stand, and what is still to be done.

No difficulties, no notes, and no names but the address and what neighbours say: it lies on many private phones.
Whoever has no team has no list, whatever they may read in their office: what is read there stands in the audit log.
"""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from app.json_types import JsonObject
from app.people.actor import Actor
from app.registry.queries import known_households, known_merchants, registry_versions
from app.sync.phone_areas import PhoneAreas, areas_on

_SHAPE = 1
"""Grows with each change of what the answer looks like, so that every phone fetches it again."""


def list_areas(session: Session, actor: Actor, ward_id: int) -> PhoneAreas:
    """Return the areas whose households the phone of ``actor`` lists: its team's own."""
    return areas_on(session, ward_id, actor.place.team_id, actor.today)


def list_version(session: Session, ward_id: int, areas: PhoneAreas) -> str:
    """Return what is the same as long as the list is, without reading the list."""
    own = sorted(areas.with_merged)
    versions = [tuple(row) for row in session.execute(registry_versions(ward_id, own))] if own else []
    known = (_SHAPE, ward_id, [(area, areas.standing_for(area)) for area in own], versions)
    return hashlib.sha256(repr(known).encode()).hexdigest()[:32]


def household_list(session: Session, ward_id: int, areas: PhoneAreas) -> JsonObject:
    """Return the households and merchants of the areas with what is known of each."""
    own = areas.with_merged
    households = session.execute(known_households(ward_id, own)) if own else ()
    merchants = session.execute(known_merchants(ward_id, own)) if own else ()
    return {
        "households": [
            {
                "id": str(id),
                "neighbourhood": areas.standing_for(area),
                "label": label,
                "called": called or None,
                "last": {"on": last_on, "met": last_met} if last_on else None,
                "met_on": met_on,
                "state": state,
                "state_on": state_on,
                "done": done or [],
                "help_at_home": bool(needs_help),
            }
            for id, area, label, called, last_on, last_met, met_on, state_on, state, done, needs_help in households
        ],
        "merchants": [
            {
                "id": str(id),
                "neighbourhood": areas.standing_for(area),
                "place": place,
                "name": name,
                "last": {"on": last_on, "qr_valid": qr_valid, "in_use": in_use} if last_on else None,
            }
            for id, area, place, name, last_on, qr_valid, in_use in merchants
        ],
    }
