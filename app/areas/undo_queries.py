"""Questions about what stands on areas that came of a change."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.models import Entry, MonthLock
from app.places.models import AreaChange, Place, Population
from app.registry.models import Household, Merchant
from app.targets.models import Target


def was_closed_since(change: AreaChange) -> sa.Select[str]:
    """Select the months of its ward that were closed since a change: their editions show the new map."""
    return sa.select(MonthLock.month).where(
        MonthLock.ward_id == change.ward_id, MonthLock.closed_at.is_not(None), MonthLock.closed_at >= change.made_at
    )


def logged_since(change: AreaChange, added: Collection[int], kept: Collection[int]) -> sa.Select[int]:
    """Select an area that came of a change in which something was logged since, void entries too.

    In one that was there before, only what happened on the new map counts.
    """
    happened = Entry.happened_on >= change.first_day, Entry.received_at >= change.made_at
    of_kept = sa.and_(Entry.neighbourhood_id.in_(sorted(kept)), *happened)
    return (
        sa.select(Entry.neighbourhood_id)
        .where(
            Entry.ward_id == change.ward_id,
            sa.or_(Entry.neighbourhood_id.in_(sorted(added)), of_kept),
        )
        .limit(1)
    )


def is_used(session: Session, change: AreaChange, added: Collection[int]) -> bool:
    """Return whether a place, a target or a population of its own was entered for a new area since, or changed.

    So does a household or a merchant that was registered there since: who was moved there goes back.
    """
    ids = sorted(added)
    if not ids:
        return False
    used = (
        sa.exists().where(Place.ward_id == change.ward_id, Place.neighbourhood_id.in_(ids)),
        sa.exists().where(Target.ward_id == change.ward_id, Target.neighbourhood_id.in_(ids)),
        sa.exists().where(
            Population.ward_id == change.ward_id, Population.neighbourhood_id.in_(ids), sa.not_(_as_entered(change))
        ),
        *(
            sa.exists().where(
                party.ward_id == change.ward_id, party.neighbourhood_id.in_(ids), party.created_at > change.made_at
            )
            for party in (Household, Merchant)
        ),
    )
    return bool(session.scalar(sa.select(sa.or_(*used))))


def _as_entered(change: AreaChange) -> sa.ColumnElement[bool]:
    """Return the condition that a population came with a change, and has its figure still."""
    figures = change.undo.get("population_figures")
    if figures is None:
        return Population.id.in_(list(change.undo.get("populations", ())))
    same = (sa.and_(Population.id == int(id), Population.figure == figure) for id, figure in figures.items())
    return sa.or_(sa.false(), *same)
