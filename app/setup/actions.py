"""What changes the settings of a ward. Actions never commit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.flags import Setting, settings_of
from app.people.actions import note
from app.people.journal import JournalEvent
from app.places.models import Neighbourhood, Ward
from app.places.queries import keeps_location
from app.setup.queries import areas_with_middles, located_entries

LEAST_LOCATED = 5
"""So many entries of an area have to say where they were made before their middle says anything."""


def save_flags(
    session: Session, ward_id: int, flags: Mapping[str, Setting], location: bool, actor_id: int, now: datetime
) -> bool:
    """Set what a ward asks of its entries, and whether it keeps where they are made; tell whether that is new."""
    ward = session.get_one(Ward, ward_id, with_for_update=True)
    before = settings_of(ward.settings or {})
    changed: dict[str, Any] = {code: _as_stored(setting) for code, setting in flags.items() if setting != before[code]}
    if location != keeps_location(ward.settings or {}):
        changed["location"] = location
    if not changed:
        return False
    kept = {code: _as_stored(setting) for code, setting in flags.items()}
    ward.settings = {**(ward.settings or {}), "location": location, "flags": kept}
    note(session, JournalEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="flags", changed=changed)
    return True


def _as_stored(setting: Setting) -> dict[str, Any]:
    return {"on": setting.on, "threshold": setting.threshold}


def take_middles(session: Session, ward_id: int, months: Iterable[str], actor_id: int, now: datetime) -> int:
    """Put the middle of each area where the entries of some months were made; return how many areas got one.

    The median does not mind the one entry that was written down at home. An area with too few entries keeps
    the middle it has.
    """
    places: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for row in session.execute(located_entries(ward_id, months)):
        places[row.neighbourhood_id].append((row.latitude, row.longitude))
    taken = 0
    for area in session.execute(areas_with_middles(ward_id)).all():
        located = places[area.id]
        if len(located) < LEAST_LOCATED:
            continue
        latitude, longitude = (median(numbers) for numbers in zip(*located, strict=True))
        session.execute(
            sa.update(Neighbourhood).where(Neighbourhood.id == area.id).values(latitude=latitude, longitude=longitude)
        )
        taken += 1
    if taken:
        note(session, JournalEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="middles", areas=taken)
    return taken
