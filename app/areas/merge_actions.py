"""Merging areas of a ward, one or several times at once. Actions never commit.

Nothing of the log, the households or the figures is moved: the old areas end and name their successor, and readers
look it up. So a merge costs the same however much was logged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.changes import AreaMerge, AreaRefusal, AreaRefusedError, ChangeOrder
from app.areas.checks import DAY, chosen_areas, locked_areas, refuse_names
from app.areas.followers import Covers, Stored, mark_targets
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.models import AreaChange, AreaChangeKind, Neighbourhood
from app.registry.actions import touch_areas
from app.settings.list_actions import make_room
from app.settings.ward_lists import WardList


def merge_areas(session: Session, order: ChangeOrder, merges: Sequence[AreaMerge]) -> AreaChange:
    """Merge areas from a day on, each of ``merges`` into one; all of them or none.

    Teams that cover the old areas cover their successors from that day on. Raises :class:`AreaRefusedError`.
    """
    areas = locked_areas(session, order)
    chosen = _chosen(areas, merges, order)
    replaced = [area for each, old in zip(merges, chosen, strict=True) for area in old if area.id != each.goes_on]
    make_room(session, WardList.AREAS, order.ward_id)
    for place, each in enumerate(merges):
        try:
            _refuse_merge(each)
        except AreaRefusedError as error:
            raise AreaRefusedError(error.refusal, error.name, place) from None
    refuse_names(session, order, [each.name for each in merges if each.goes_on is None], replaced)
    successors = [_successor(session, order, areas, each) for each in merges]
    session.flush()
    covers = Covers(session, [id for each in merges for id in each.area_ids])
    undo: Stored = {"ends": {}, "added": [], "targets": []}
    for each, old, successor in zip(merges, chosen, successors, strict=True):
        _merge(session, order, covers, old, successor, undo)
        if each.goes_on is None:
            undo["added"].append(successor.id)
    undo["covers"] = covers.undo()
    steps = [{"from": list(each.area_ids), "to": [new.id]} for each, new in zip(merges, successors, strict=True)]
    kind = AreaChangeKind.MERGE if len(merges) == 1 else AreaChangeKind.MAP
    touch_areas(session.connection(), order.ward_id, [id for step in steps for id in (*step["from"], *step["to"])])
    return record_change(session, order, kind, steps, undo)


def _chosen(
    areas: Mapping[int, Neighbourhood], merges: Sequence[AreaMerge], order: ChangeOrder
) -> list[list[Neighbourhood]]:
    """Return the areas of each merge; none of them is in two."""
    chosen_areas(areas, [id for each in merges for id in each.area_ids], order.first_day)
    return [chosen_areas(areas, each.area_ids, order.first_day) for each in merges]


def _refuse_merge(each: AreaMerge) -> None:
    if not each.area_ids or (len(each.area_ids) == 1 and each.goes_on is not None):
        raise AreaRefusedError(AreaRefusal.TOO_FEW)
    if each.goes_on is not None and each.goes_on not in each.area_ids:
        raise AreaRefusedError(AreaRefusal.UNKNOWN_AREA)


def _successor(
    session: Session, order: ChangeOrder, areas: Mapping[int, Neighbourhood], each: AreaMerge
) -> Neighbourhood:
    """Return the area that has all of a merge from the day on: a new one, or the one that goes on."""
    if each.goes_on is None:
        area = Neighbourhood(ward_id=order.ward_id, name=each.name, valid_from=order.first_day)
        session.add(area)
        return area
    area = areas[each.goes_on]
    if area.valid_to is not None:
        raise AreaRefusedError(AreaRefusal.ENDED, area.name)
    return area


def _merge(
    session: Session,
    order: ChangeOrder,
    covers: Covers,
    old: Sequence[Neighbourhood],
    successor: Neighbourhood,
    undo: Stored,
) -> None:
    gone = [area for area in old if area is not successor]
    ids = [area.id for area in gone]
    spans = covers.spans_of(ids, order.first_day)
    covers.end(ids, order.first_day)
    covers.add(successor.id, spans)
    for area in gone:
        undo["ends"][str(area.id)] = area.valid_to.isoformat() if area.valid_to else None
        area.valid_to, area.merged_into_id = order.first_day - DAY, successor.id
    if successor in old:
        undo["targets"] += mark_targets(session, order.ward_id, successor.id)


def record_change(
    session: Session,
    order: ChangeOrder,
    kind: AreaChangeKind,
    steps: Sequence[Mapping[str, Sequence[int]]],
    undo: Mapping[str, object],
) -> AreaChange:
    """Store a change with what taking it back needs, and add it to the audit log by the names of the areas."""
    numbers = sa.select(sa.func.max(AreaChange.number)).where(AreaChange.ward_id == order.ward_id)
    change = AreaChange(
        ward_id=order.ward_id,
        number=(session.scalar(numbers) or 0) + 1,
        kind=kind,
        first_day=order.first_day,
        steps=steps,
        undo=undo,
        made_at=order.at,
        made_by_id=order.actor_id,
    )
    session.add(change)
    session.flush()
    event = AuditEvent.AREA_SPLIT if kind is AreaChangeKind.SPLIT else AuditEvent.AREAS_MERGED
    record_area_event(session, change, event, order)
    return change


def record_area_event(session: Session, change: AreaChange, event: AuditEvent, order: ChangeOrder) -> None:
    """Add to the audit log what became of which areas, by their names."""
    ids = [id for step in change.steps for id in (*step["from"], *step["to"])]
    query = sa.select(Neighbourhood.id, Neighbourhood.name).where(Neighbourhood.id.in_(ids))
    names = dict(session.execute(query).all())
    became = [{end: [names[id] for id in step[end]] for end in ("from", "to")} for step in change.steps]
    detail = {"change": change.number, "became": became, "since": change.first_day.isoformat()}
    record_event(session, event, order.at, order.actor_id, order.ward_id, **detail)
