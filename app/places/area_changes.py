"""What became of which areas of a ward, as it is listed and as a letter says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.places.models import AreaChange, AreaChangeKind, Neighbourhood


class NamedStep(NamedTuple):
    """The names of areas, and of those that came in their place, with their ids in the same order."""

    before: Sequence[str]
    after: Sequence[str]
    before_ids: Sequence[int] = ()
    after_ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class NamedChange:
    """A change of a ward's areas with their names; ``made_by_id`` is ``None`` where the operator made it.

    ``area_ids`` are all areas in it, those that ended and those that came in their place.
    """

    number: int
    kind: AreaChangeKind
    first_day: date
    steps: Sequence[NamedStep]
    area_ids: frozenset[int]
    made_at: datetime
    made_by_id: int | None
    undone_at: datetime | None


def changes_of_ward(session: Session, ward_id: int) -> list[NamedChange]:
    """Return all changes of a ward's areas, those too that were taken back, the newest first."""
    query = sa.select(AreaChange).where(AreaChange.ward_id == ward_id).order_by(AreaChange.number.desc())
    return _named(session, ward_id, session.scalars(query).all())


def changes_between(session: Session, ward_id: int, first: date, last: date) -> list[NamedChange]:
    """Return the changes that hold from a day on between two days, both included, in the order of these days.

    So each of them is in one period of the ward, and in its letter. Those that were taken back are not among them.
    """
    query = (
        sa.select(AreaChange)
        .where(
            AreaChange.ward_id == ward_id,
            AreaChange.first_day.between(first, last),
            AreaChange.undone_at.is_(None),
        )
        .order_by(AreaChange.first_day, AreaChange.number)
    )
    return _named(session, ward_id, session.scalars(query).all())


def _step(before: Sequence[int], after: Sequence[int], names: Mapping[int, str]) -> NamedStep:
    return NamedStep([names[id] for id in before], [names[id] for id in after], before, after)


def _named(session: Session, ward_id: int, changes: Sequence[AreaChange]) -> list[NamedChange]:
    if not changes:
        return []
    rows = session.execute(sa.select(Neighbourhood.id, Neighbourhood.name).where(Neighbourhood.ward_id == ward_id))
    names = dict(rows.all())
    return [
        NamedChange(
            number=change.number,
            kind=change.kind,
            first_day=change.first_day,
            steps=[_step(step["from"], step["to"], names) for step in change.steps],
            area_ids=frozenset(id for step in change.steps for id in (*step["from"], *step["to"])),
            made_at=change.made_at,
            made_by_id=change.made_by_id,
            undone_at=change.undone_at,
        )
        for change in changes
    ]
