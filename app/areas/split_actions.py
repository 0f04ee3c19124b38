"""Splitting an area of a ward by a list of its households. Actions never commit.

The old area ends and keeps its entries, its figures and its targets. Households and merchants that are given to a part
move there; all others stay stored in the old area and stand in the remainder when they are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.changes import AreaRefusal, AreaRefusedError, AreaSplit, ChangeOrder
from app.areas.checks import DAY, chosen_areas, locked_areas, refuse_names
from app.areas.followers import Covers, Stored
from app.areas.merge_actions import record_change
from app.areas.party_moves import set_area, stored_areas
from app.areas.split_choices import standing_areas
from app.areas.team_spans import CoverSpan
from app.places.models import AreaChange, AreaChangeKind, Neighbourhood, Population, Team
from app.places.queries import areas_of
from app.registry.actions import touch_areas
from app.registry.models import Household, Merchant
from app.settings.list_actions import make_room
from app.settings.ward_lists import WardList
from app.targets.subjects import HOUSEHOLDS


def split_area(session: Session, order: ChangeOrder, split: AreaSplit) -> AreaChange:
    """Split an area into parts from a day on. Raises :class:`AreaRefusedError`."""
    areas = locked_areas(session, order)
    [old] = chosen_areas(areas, [split.area_id], order.first_day)
    _refuse_parts(split)
    refuse_names(session, order, [part.name for part in split.parts], [old])
    make_room(session, WardList.AREAS, order.ward_id)
    standing = standing_areas(session, order.ward_id, old.id, order.first_day)
    parts = [
        Neighbourhood(ward_id=order.ward_id, name=part.name, valid_from=order.first_day, split_from_id=old.id)
        for part in split.parts
    ]
    session.add_all(parts)
    session.flush()
    ids = [part.id for part in parts]
    undo: Stored = {
        "ends": {str(old.id): old.valid_to.isoformat() if old.valid_to else None},
        "added": ids,
        "covers": _cover(session, order, old, ids, split),
    }
    old.valid_to, old.remainder_id = order.first_day - DAY, ids[split.remainder]
    session.flush()
    undo["moved"] = _move(session, order.ward_id, standing, ids, split)
    undo["populations"] = _enter_populations(session, order, ids, split)
    touch_areas(session.connection(), order.ward_id, {*standing, *ids})
    steps = [{"from": [old.id], "to": ids}]
    return record_change(session, order, AreaChangeKind.SPLIT, steps, undo)


def _refuse_parts(split: AreaSplit) -> None:
    if len(split.parts) < 2:
        raise AreaRefusedError(AreaRefusal.TOO_FEW)
    for named in ([part.household_ids for part in split.parts], [part.merchant_ids for part in split.parts]):
        if sum(map(len, named)) > len(set[UUID]().union(*named)):
            raise AreaRefusedError(AreaRefusal.TWICE)
    has_populations = any(part.population is not None for part in split.parts)
    if has_populations and (split.populations_on is None or not split.populations_source):
        raise AreaRefusedError(AreaRefusal.SOURCE_MISSING)


def _cover(session: Session, order: ChangeOrder, old: Neighbourhood, ids: Sequence[int], split: AreaSplit) -> Stored:
    """Let teams cover the parts: those that were chosen for one, or those that covered the area as it was."""
    covers = Covers(session, [old.id])
    followed = covers.spans_of([old.id], order.first_day)
    known = {team.id: team for team in session.scalars(sa.select(Team).where(Team.ward_id == order.ward_id))}
    lasting = {id for id, team in known.items() if team.valid_to is None or team.valid_to >= order.first_day}
    covers.end([old.id], order.first_day)
    covering: set[int] = set()
    for id, part in zip(ids, split.parts, strict=True):
        chosen = set(followed if part.team_ids is None else part.team_ids)
        if part.team_ids is not None and not chosen <= lasting:
            raise AreaRefusedError(AreaRefusal.UNKNOWN_TEAM)
        always = [CoverSpan(order.first_day, None)]
        covers.add(id, {team_id: followed.get(team_id, always) for team_id in chosen})
        covering |= chosen
    undo = covers.undo()
    for team_id in sorted((followed.keys() & lasting) - covering):
        if not session.scalars(areas_of(team_id, order.first_day).limit(1)).all():
            raise AreaRefusedError(AreaRefusal.TEAM_WITHOUT_AREA, known[team_id].name)
    return undo


def _move(session: Session, ward_id: int, standing: Collection[int], ids: Sequence[int], split: AreaSplit) -> Stored:
    """Move households and merchants that are given to a part, but for the remainder, where they stand when read.

    Return, by the area in which they were stored, those that were not stored in the area that is split.
    """
    elsewhere: Stored = defaultdict(list)
    for place, part in enumerate(split.parts):
        for model, named in ((Household, part.household_ids), (Merchant, part.merchant_ids)):
            stored = stored_areas(session, model, ward_id, standing, named)
            if place == split.remainder:
                continue
            set_area(session, model, ward_id, stored, ids[place])
            for id in sorted(stored):
                if stored[id] != split.area_id:
                    elsewhere[f"{model.__tablename__} {stored[id]}"].append(str(id))
    return dict(elsewhere)


def _enter_populations(session: Session, order: ChangeOrder, ids: Sequence[int], split: AreaSplit) -> list[int]:
    """Enter how many households the parts have, as far as that was given; return the ids of the figures."""
    if split.populations_on is None:
        return []
    rows = [
        Population(
            ward_id=order.ward_id,
            neighbourhood_id=id,
            group=HOUSEHOLDS,
            figure=part.population,
            as_of=split.populations_on,
            source=split.populations_source,
        )
        for id, part in zip(ids, split.parts, strict=True)
        if part.population is not None
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]
