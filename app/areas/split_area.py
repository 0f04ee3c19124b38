"""Splitting a whole area, and taking a change back, in several transactions: others write between any two of them.

Each step leaves the ward as whoever reads it expects it. When the server stops in between, the area is not split, and
whoever splits it begins again; what was to be moved back stands where it should all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from app.areas.changes import AreaRefusal, AreaRefusedError, AreaSplit, ChangeOrder
from app.areas.party_moves import AT_ONCE, move_back
from app.areas.split_actions import (
    Moved,
    begin_split,
    finish_split,
    give_up_split,
    move_to_part,
    pieces_of,
    refuse_parts,
)
from app.areas.split_choices import households_of_area, merchants_of_area
from app.areas.undo_actions import undo_change
from app.database import in_transaction, reader
from app.registry.models import Household, Merchant


def split_whole_area(order: ChangeOrder, split: AreaSplit) -> int:
    """Split an area into parts from a day on; return the number of the change. Raises :class:`AreaRefusedError`."""
    refuse_parts(split)
    _refuse_strangers(order, split)
    part_ids = in_transaction(lambda session: begin_split(session, order, split))
    moved: Moved = {Household.__tablename__: {}, Merchant.__tablename__: {}}
    try:
        for part_id, model, ids in pieces_of(split, part_ids):
            work = partial(move_to_part, order=order, area_id=split.area_id, part_id=part_id, model=model, ids=ids)
            moved[model.__tablename__] |= in_transaction(work)
        return in_transaction(lambda session: finish_split(session, order, split, part_ids, moved).number)
    except AreaRefusedError:
        in_transaction(lambda session: give_up_split(session, order.ward_id, part_ids))
        raise


def _refuse_strangers(order: ChangeOrder, split: AreaSplit) -> None:
    """Raise :class:`AreaRefusedError` before anything is locked where somebody does not stand in the area."""
    area = reader(), order.ward_id, split.area_id, order.first_day
    for find, named in (
        (households_of_area, [part.household_ids for part in split.parts]),
        (merchants_of_area, [part.merchant_ids for part in split.parts]),
    ):
        if not set[UUID]().union(*named) <= {each.id for each in find(*area)}:
            raise AreaRefusedError(AreaRefusal.UNKNOWN_HOUSEHOLD)


def undo_area_change(ward_id: int, number: int, actor_id: int | None, at: datetime) -> None:
    """Take a change of areas back, so that all stands as before it; taking it back twice is the same as once.

    Raises ``LookupError`` where the ward has no such change, and :class:`AreaRefusedError` where something was logged
    or closed under the new areas, or they were changed since.
    """

    def undo(session: Session) -> tuple[Sequence[int], dict[str, dict[str, int]]]:
        change = undo_change(session, ward_id, number, actor_id, at)
        return change.undo["added"], change.undo.get("elsewhere", {})

    parts, elsewhere = in_transaction(undo)
    for model in (Household, Merchant):
        by_area: dict[int, list[UUID]] = {}
        for id, area_id in elsewhere.get(model.__tablename__, {}).items():
            by_area.setdefault(area_id, []).append(UUID(id))
        for area_id, ids in by_area.items():
            for start in range(0, len(ids), AT_ONCE):
                piece = sorted(ids[start : start + AT_ONCE])
                in_transaction(
                    partial(move_back, model=model, ward_id=ward_id, parts=parts, ids=piece, area_id=area_id)
                )
