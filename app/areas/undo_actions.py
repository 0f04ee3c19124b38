"""Taking a change of areas back while nothing stands on it. Actions never commit.

A new area stays as one that never existed: a phone that was offline may still name it, and its entry is taken in.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.changes import AreaRefusal, AreaRefusedError, ChangeOrder
from app.areas.checks import DAY
from app.areas.followers import put_covers_back, unmark_targets
from app.areas.merge_actions import record_area_event
from app.areas.undo_queries import is_used, logged_since, was_closed_since
from app.logbook.month_locks import lock_periods
from app.month import local_day
from app.people.audit_events import AuditEvent
from app.places.area_successors import NEVER
from app.places.models import AreaChange, AreaChangeKind, Neighbourhood, Population
from app.places.queries import lock_ward
from app.registry.actions import touch_areas


def undo_change(session: Session, ward_id: int, number: int, actor_id: int | None, at: datetime) -> AreaChange:
    """Take a change of areas back; taking it back twice is the same as once.

    A part is one with the area that was split from then on, so whoever is stored in it stands there. Raises
    ``LookupError`` where the ward has no such change, and :class:`AreaRefusedError` where something was logged or
    closed under the new areas, or they were changed since.
    """
    change = session.get(AreaChange, (ward_id, number))
    if change is None:
        raise LookupError(number)
    # None of the periods that the new areas are in is closed meanwhile.
    lock_periods(session, ward_id, change.first_day, max(change.first_day, local_day(at)))
    lock_ward(session, ward_id)
    session.refresh(change)
    if change.undone_at is not None:
        return change
    query = sa.select(Neighbourhood).where(Neighbourhood.ward_id == ward_id)
    areas = {area.id: area for area in session.scalars(query.execution_options(populate_existing=True))}
    added = set(change.undo["added"])
    _refuse_undo(session, change, areas, added)
    put_covers_back(session, change.undo["covers"], added)
    unmark_targets(session, ward_id, change.undo.get("targets", ()))
    if change.kind is AreaChangeKind.SPLIT:
        own = Population.ward_id == ward_id, Population.neighbourhood_id.in_(sorted(added))
        session.execute(sa.delete(Population).where(*own, Population.id.in_(change.undo["populations"])))
    for id, last_day in change.undo["ends"].items():
        area = areas[int(id)]
        area.valid_to = date.fromisoformat(last_day) if last_day else None
        area.merged_into_id = area.remainder_id = None
    for id in added:
        areas[id].valid_to = NEVER
        if areas[id].split_from_id is not None:
            areas[id].merged_into_id, areas[id].split_from_id = areas[id].split_from_id, None
    change.undone_at, change.undone_by_id = at, actor_id
    session.flush()
    touched = {id for step in change.steps for id in (*step["from"], *step["to"])}
    touch_areas(session.connection(), ward_id, touched)
    order = ChangeOrder(ward_id, change.first_day, actor_id, at)
    record_area_event(session, change, AuditEvent.AREA_CHANGE_UNDONE, order)
    return change


def refusal_of_undo(session: Session, ward_id: int, number: int) -> AreaRefusedError | None:
    """Return why a change of a ward that was not taken back cannot be any more, ``None`` where it can."""
    change = session.get_one(AreaChange, (ward_id, number))
    areas = {
        area.id: area for area in session.scalars(sa.select(Neighbourhood).where(Neighbourhood.ward_id == ward_id))
    }
    try:
        _refuse_undo(session, change, areas, set(change.undo["added"]))
    except AreaRefusedError as error:
        return error
    return None


def _refuse_undo(session: Session, change: AreaChange, areas: dict[int, Neighbourhood], added: Collection[int]) -> None:
    results = {id for step in change.steps for id in step["to"]}
    for id in sorted(results):
        area = areas[id]
        if area.merged_into_id is not None or area.remainder_id is not None or area.valid_to is not None:
            raise AreaRefusedError(AreaRefusal.CHANGED_SINCE, area.name)
    for text in change.undo["ends"]:
        area = areas[int(text)]
        if area.valid_to != change.first_day - DAY:
            raise AreaRefusedError(AreaRefusal.CHANGED_SINCE, area.name)
    if month := session.scalar(was_closed_since(change).limit(1)):
        raise AreaRefusedError(AreaRefusal.CLOSED_SINCE, month)
    logged = session.scalar(logged_since(change, added, results - set(added)))
    if logged is not None:
        raise AreaRefusedError(AreaRefusal.LOGGED_SINCE, areas[logged].name)
    if is_used(session, change, added):
        raise AreaRefusedError(AreaRefusal.USED_SINCE)
