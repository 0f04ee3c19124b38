"""How many entries of a month stand in each status: from the counters, so that no month is gone through for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Columns
from app.logbook.kinds import KINDS
from app.logbook.queries import numbers_by_status, numbers_refused
from app.logbook.status import Status
from app.permissions import Holder, Permission, Reach, reach
from app.tally.models import AreaMonth, PlaceMonth, TeamMonth
from app.tally.queries import received_and_approved


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """A filter of the entries of a month: by areas, team, kind, and the event and the place that they name."""

    areas: Sequence[int] | None = None
    team: int | None = None
    kind: str | None = None
    event: int | None = None
    place: int | None = None


def numbers_of(
    session: Session, holder: Holder, month: str, entry_filter: EntryFilter, entries: sa.Select[*Columns]
) -> Mapping[Status, int]:
    """Return how many of the filtered ``entries`` of a month that ``holder`` may read stand in each status.

    Each entry counts once under its kind. Only those of one person, of a team in some areas, of an event in a month,
    and of a part of the ward at a place no counter has.
    """
    counted = _counted(holder, month, entry_filter)
    if counted is None:
        found = {status: number for status, number in session.execute(numbers_by_status(entries))}
    else:
        received, approved = session.execute(counted).one()
        found = {status: number for status, number in session.execute(numbers_refused(entries))}
        found[Status.APPROVED] = approved
        found[Status.SUBMITTED] = received - approved - found.get(Status.RETURNED, 0)
    return {status: found[status] for status in Status if found.get(status)}


def _counted(holder: Holder, month: str, entry_filter: EntryFilter) -> sa.Select[int, int] | None:
    """Return what selects the figures of a filter from the counters, or ``None`` where they do not have them."""
    how_far, place = reach(holder, Permission.ENTRY_READ), holder.place
    team = entry_filter.team
    if how_far is Reach.TEAM and team is None:
        team = place.team_id
    is_counted = how_far is Reach.WARD or (how_far is Reach.TEAM and team is not None and team == place.team_id)
    if not is_counted or place.ward_id is None or entry_filter.event is not None:
        return None
    kinds = [entry_filter.kind] if entry_filter.kind else list(KINDS)
    if entry_filter.place is not None:
        if team is not None or entry_filter.areas is not None:
            return None
        query = received_and_approved(PlaceMonth, place.ward_id, month, kinds)
        return query.where(PlaceMonth.place_id == entry_filter.place)
    if team is None:
        query = received_and_approved(AreaMonth, place.ward_id, month, kinds)
        areas = entry_filter.areas
        return query if areas is None else query.where(AreaMonth.neighbourhood_id.in_(list(areas)))
    if entry_filter.areas is not None:
        return None
    return received_and_approved(TeamMonth, place.ward_id, month, kinds).where(TeamMonth.team_id == team)
