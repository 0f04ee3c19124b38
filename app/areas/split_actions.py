"""The steps of splitting an area by a list of its households. Actions never commit.

The parts are made first, as areas that exist on no day: whoever is stored in one of them stands in the old area as long
as that has not ended. So households and merchants move there some at a time, each time in a transaction of its own, and
nobody waits long. Then the old area ends, with all its entries, figures and targets, and the parts begin. Whoever was
given to no part stays stored in the old area, and stands in the remainder when the list is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.changes import AreaRefusal, AreaRefusedError, AreaSplit, ChangeOrder
from app.areas.checks import DAY, chosen_areas, locked_areas, refuse_names
from app.areas.followers import Covers, Stored
from app.areas.merge_actions import record_change
from app.areas.party_moves import AT_ONCE, move_parties
from app.areas.split_choices import standing_areas
from app.areas.team_spans import CoverSpan
from app.places.area_successors import NEVER
from app.places.models import AreaChange, AreaChangeKind, Neighbourhood, Population, Team
from app.places.queries import areas_of
from app.registry.actions import touch_areas
from app.registry.models import Household, Merchant, Party
from app.settings.list_actions import make_room
from app.settings.ward_lists import WardList, is_undone
from app.targets.subjects import HOUSEHOLDS

Moved = dict[str, dict[UUID, int]]
"""By the names of tables, where households and merchants were stored before they were moved."""


def begin_split(session: Session, order: ChangeOrder, split: AreaSplit) -> list[int]:
    """Add the parts of an area, which exist on no day yet; return their ids. Raises :class:`AreaRefusedError`.

    Parts of a split that was cut off before its end are given up.
    """
    areas = locked_areas(session, order)
    [old] = chosen_areas(areas, [split.area_id], order.first_day)
    refuse_parts(split)
    refuse_names(session, order, [part.name for part in split.parts], [old])
    give_up_split(session, order.ward_id, [id for id, area in areas.items() if area.split_from_id == old.id])
    parts = [
        Neighbourhood(ward_id=order.ward_id, name=part.name, valid_to=NEVER, split_from_id=old.id)
        for part in split.parts
    ]
    session.add_all(parts)
    session.flush()
    return [part.id for part in parts]


def pieces_of(split: AreaSplit, part_ids: Sequence[int]) -> Iterator[tuple[int, Party, Sequence[UUID]]]:
    """Yield what is moved to which part in one transaction each; the remainder stays where it is stored."""
    for place, (part_id, part) in enumerate(zip(part_ids, split.parts, strict=True)):
        if place == split.remainder:
            continue
        for model, named in ((Household, part.household_ids), (Merchant, part.merchant_ids)):
            ids = sorted(named)
            yield from ((part_id, model, ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))


def give_up_split(session: Session, ward_id: int, part_ids: Collection[int]) -> None:
    """Let parts that never began be one with the area that was to be split: whoever is stored in them stands there."""
    never_begun = (
        Neighbourhood.ward_id == ward_id,
        Neighbourhood.id.in_(sorted(part_ids)),
        Neighbourhood.valid_to == NEVER,
    )
    session.execute(
        sa.update(Neighbourhood)
        .where(*never_begun, Neighbourhood.split_from_id.is_not(None))
        .values(merged_into_id=Neighbourhood.split_from_id, split_from_id=None)
    )


def move_to_part(
    session: Session, order: ChangeOrder, area_id: int, part_id: int, model: Party, ids: Sequence[UUID]
) -> dict[UUID, int]:
    """Store some households or merchants of an area in a part; return where each was stored before.

    Raises :class:`AreaRefusedError` where the split was given up since, as when somebody else split the area.
    """
    begun = sa.select(Neighbourhood.id).where(
        Neighbourhood.ward_id == order.ward_id,
        Neighbourhood.id == part_id,
        Neighbourhood.split_from_id == area_id,
        Neighbourhood.valid_to == NEVER,
    )
    if session.scalar(begun.with_for_update(read=True)) is None:
        raise AreaRefusedError(AreaRefusal.CHANGED_ALREADY, session.get_one(Neighbourhood, area_id).name)
    standing = standing_areas(session, order.ward_id, area_id, order.first_day)
    return move_parties(session, model, order.ward_id, standing, ids, part_id)


def finish_split(
    session: Session, order: ChangeOrder, split: AreaSplit, part_ids: Sequence[int], moved: Moved
) -> AreaChange:
    """Let the old area end and its parts begin. Raises :class:`AreaRefusedError`."""
    areas = locked_areas(session, order)
    [old] = chosen_areas(areas, [split.area_id], order.first_day)
    refuse_names(session, order, [part.name for part in split.parts], [old])
    make_room(session, WardList.AREAS, order.ward_id)
    standing = standing_areas(session, order.ward_id, old.id, order.first_day)
    for id in part_ids:
        if areas[id].split_from_id != old.id:
            raise AreaRefusedError(AreaRefusal.CHANGED_ALREADY, old.name)
        areas[id].valid_from, areas[id].valid_to = order.first_day, None
    session.flush()
    own = {old.id, *part_ids, *(id for id, area in areas.items() if area.merged_into_id == old.id and is_undone(area))}
    elsewhere = {
        table: {str(id): area for id, area in stored.items() if area not in own} for table, stored in moved.items()
    }
    populations = _enter_populations(session, order, part_ids, split)
    undo: Stored = {
        "ends": {str(old.id): old.valid_to.isoformat() if old.valid_to else None},
        "added": list(part_ids),
        "covers": _cover(session, order, old, part_ids, split),
        "elsewhere": elsewhere,
        "populations": list(populations),
        "population_figures": {str(id): figure for id, figure in populations.items()},
    }
    old.valid_to, old.remainder_id = order.first_day - DAY, part_ids[split.remainder]
    session.flush()
    touch_areas(session.connection(), order.ward_id, {*standing, *part_ids})
    steps = [{"from": [old.id], "to": list(part_ids)}]
    return record_change(session, order, AreaChangeKind.SPLIT, steps, undo)


def refuse_parts(split: AreaSplit) -> None:
    """Raise :class:`AreaRefusedError` where the parts contradict each other."""
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


def _enter_populations(session: Session, order: ChangeOrder, ids: Sequence[int], split: AreaSplit) -> dict[int, int]:
    """Enter how many households the parts have, as far as that was given; return the figures by their ids."""
    if split.populations_on is None:
        return {}
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
    return {row.id: row.figure for row in rows}
