"""Moving households and merchants from one area to another, many at once, in the transaction of a change of areas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.changes import AreaRefusal, AreaRefusedError
from app.registry.models import Household, Party
from app.registry.state_actions import count_states

AT_ONCE = 500
"""The number of households that one statement moves."""


def stored_areas(
    session: Session, model: Party, ward_id: int, standing: Collection[int], named: Iterable[UUID]
) -> dict[UUID, int]:
    """Return where some households or merchants, and those merged into them, are stored; the rows are locked.

    Raises :class:`AreaRefusedError` where one of them is not stored in an area of ``standing``.
    """
    named, found = sorted(named), dict[UUID, int]()
    for ids in _batched(named):
        is_one = sa.or_(model.id.in_(ids), model.merged_into_id.in_(ids))
        query = sa.select(model.id, model.neighbourhood_id).where(model.ward_id == ward_id, is_one).order_by(model.id)
        found |= dict(session.execute(query.with_for_update(key_share=True)).all())
    if any(found.get(id) not in standing for id in named):
        raise AreaRefusedError(AreaRefusal.UNKNOWN_HOUSEHOLD)
    return {id: area for id, area in found.items() if area in standing}


def set_area(session: Session, model: Party, ward_id: int, party_ids: Iterable[UUID], area_id: int) -> None:
    """Store households or merchants in an area; their rows are locked. Counters of their state follow."""
    moved = sorted(party_ids)
    for ids in _batched(moved):
        session.execute(
            sa.update(model).where(model.ward_id == ward_id, model.id.in_(ids)).values(neighbourhood_id=area_id),
            execution_options={"synchronize_session": False},
        )
    if model is Household:
        count_states(session.connection(), ward_id, moved)


def move_back(
    session: Session, model: Party, ward_id: int, parts: Collection[int], origins: Mapping[UUID, int], area_id: int
) -> None:
    """Store what is in some parts where it was before: ``origins`` says where, and all else was in ``area_id``."""
    in_parts = model.ward_id == ward_id, model.neighbourhood_id.in_(sorted(parts))
    query = sa.select(model.id).where(*in_parts).order_by(model.id)
    by_area: dict[int, list[UUID]] = {}
    for id in session.scalars(query.with_for_update(key_share=True)):
        by_area.setdefault(origins.get(id, area_id), []).append(id)
    for area, ids in by_area.items():
        set_area(session, model, ward_id, ids, area)


def _batched(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
