"""What a phone knows of the households and merchants of its team: how things stand, and what is still to be done.

No difficulties, no notes, and no names but the address and what neighbours say: it lies on many private phones.
Whoever has no team has no list, whatever they may read in their office: what is read there stands in the audit log.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from orjson import Fragment
from sqlalchemy.orm import Session

from app.database import Columns
from app.json_types import JsonObject
from app.people.actor import Actor
from app.places.team_areas import TeamAreas, areas_on
from app.registry.queries import KNOWN_HOUSEHOLDS, KNOWN_MERCHANTS, REGISTRY_VERSIONS
from app.sync.ward_version import version_of

_SHAPE = 1
"""Grows with each change of what the answer looks like, so that every phone fetches it again."""


def list_areas(session: Session, actor: Actor, ward_id: int) -> TeamAreas:
    """Return the areas whose households the phone of ``actor`` lists: its team's own."""
    return areas_on(session, ward_id, actor.place.team_id, actor.today)


def list_version(session: Session, ward_id: int, areas: TeamAreas) -> str:
    """Return what is the same as long as the list is, without reading the list."""
    return version_of(_SHAPE, ward_id, registry_version(session, ward_id, areas, areas.with_merged))[:32]


def registry_version(session: Session, ward_id: int, areas: TeamAreas, listed: Collection[int]) -> str:
    """Return what is the same as long as the households and merchants of the ``listed`` areas are, all that is known of
    them, and the areas that they stand under.
    """
    own = sorted(listed)
    versions = _rows(session, REGISTRY_VERSIONS, ward_id, own)
    return version_of([(area, areas.standing_for(area)) for area in own], [tuple(row) for row in versions])


def household_list(session: Session, ward_id: int, areas: TeamAreas) -> JsonObject:
    """Return the households and merchants of the areas with what is known of each, to be written by ``orjson``."""
    own = areas.with_merged
    households = _rows(session, KNOWN_HOUSEHOLDS, ward_id, own)
    merchants = _rows(session, KNOWN_MERCHANTS, ward_id, own)
    return {
        "households": [
            {
                "id": id,
                "neighbourhood": areas.standing_for(area),
                "label": label,
                "called": called or None,
                "last": {"on": last_on, "met": last_met} if last_on else None,
                "met_on": met_on,
                "state": state and Fragment(state),
                "state_on": state_on,
                "done": Fragment(done),
                "help_at_home": bool(needs_help),
            }
            for id, area, label, called, last_on, last_met, met_on, state_on, state, done, needs_help in households
        ],
        "merchants": [
            {
                "id": id,
                "neighbourhood": areas.standing_for(area),
                "place": place,
                "name": name,
                "last": {"on": last_on, "qr_valid": qr_valid, "in_use": in_use} if last_on else None,
            }
            for id, area, place, name, last_on, qr_valid, in_use in merchants
        ],
    }


def _rows(
    session: Session, query: sa.Select[*Columns], ward_id: int, areas: Sequence[int]
) -> Sequence[sa.Row[*Columns]]:
    """Return what ``query`` finds in some areas; past the session, which would cost half as much again."""
    return session.connection().execute(query, {"ward": ward_id, "areas": areas}).all() if areas else ()
