"""Moving households and merchants from one area to another, many at once, in the transaction of a change of areas."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.areas.changes import AreaRefusal, AreaRefusedError
from app.registry.models import Household, Party
from app.registry.state_actions import count_states_in

AT_ONCE = 250
"""The number of households that one transaction moves, so that nobody waits long for it."""


def move_parties(
    session: Session, model: Party, ward_id: int, standing: Collection[int], named: Sequence[UUID], area_id: int
) -> dict[UUID, int]:
    """Store some households or merchants, and those merged into them, in an area; counters of their state follow.

    Return where each was stored. Raises :class:`AreaRefusedError` where one of ``named`` is not stored in an area of
    ``standing``.
    """
    # A partial index holds those that were merged.
    is_twin = model.merged_into_id.is_not(None), model.merged_into_id.in_(named)
    twins = session.scalars(sa.select(model.id).where(model.ward_id == ward_id, *is_twin)).all()
    mine = model.ward_id == ward_id, model.id.in_([*named, *twins])
    query = sa.select(model.id, model.neighbourhood_id).where(*mine).order_by(model.id)
    found = dict(session.execute(query.with_for_update(key_share=True)).all())
    if any(found.get(id) not in standing for id in named):
        raise AreaRefusedError(AreaRefusal.UNKNOWN_HOUSEHOLD)
    moved = {id: area for id, area in found.items() if area in standing and area != area_id}
    set_area(session, model, ward_id, sorted(moved), area_id)
    return moved


def set_area(session: Session, model: Party, ward_id: int, ids: Sequence[UUID], area_id: int) -> None:
    """Store households or merchants in an area; their rows are locked. Counters of their state follow."""
    session.execute(
        sa.update(model).where(model.ward_id == ward_id, model.id.in_(ids)).values(neighbourhood_id=area_id),
        execution_options={"synchronize_session": False},
    )
    if model is Household:
        count_states_in(session.connection(), ward_id, ids, area_id)


def move_back(
    session: Session, model: Party, ward_id: int, parts: Collection[int], ids: Sequence[UUID], area_id: int
) -> None:
    """Store those of some households or merchants in an area that are stored in parts of it still."""
    mine = model.ward_id == ward_id, model.id.in_(ids), model.neighbourhood_id.in_(sorted(parts))
    query = sa.select(model.id).where(*mine).order_by(model.id).with_for_update(key_share=True)
    set_area(session, model, ward_id, session.scalars(query).all(), area_id)
