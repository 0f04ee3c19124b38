"""Other first days of areas and teams that a ward has. They never commit."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.models import Entry
from app.month import local_day
from app.places.models import Neighbourhood, Team, TeamArea
from app.settings.ward_lists import PlaceRefusal, PlaceRefusedError, refuse_first_day

LATEST_END = timedelta(days=366)
"""The time from today within which the first and the last day of an area, a team or a place may lie."""


def refuse_other_first_day(session: Session, line: Neighbourhood | Team, since: date | None, now: datetime) -> None:
    """Raise :class:`PlaceRefusedError` where an area or a team cannot begin on another day.

    It has entries from before, also such as count nothing, or it ends earlier.
    """
    refuse_first_day(since, local_day(now) + LATEST_END)
    if since is None:
        return
    if line.valid_to is not None and line.valid_to < since:
        raise PlaceRefusedError(PlaceRefusal.BEGINS_AFTER_END, line.name)
    column = Entry.neighbourhood_id if isinstance(line, Neighbourhood) else Entry.team_id
    earlier = sa.select(Entry.id).where(Entry.ward_id == line.ward_id, column == line.id, Entry.happened_on < since)
    if session.execute(earlier.limit(1)).first() is not None:
        raise PlaceRefusedError(PlaceRefusal.ENTRIES_BEFORE, line.name)


def set_first_day(session: Session, team: Team, since: date, now: datetime) -> None:
    """Let a team begin on another day, and with it what it covers since its first day.

    Raises :class:`PlaceRefusedError` for a day that cannot be. Whoever asks has locked the ward.
    """
    refuse_other_first_day(session, team, since, now)
    for covered in session.scalars(sa.select(TeamArea).where(TeamArea.team_id == team.id)):
        is_since_then = covered.valid_from == team.valid_from or (covered.valid_from or date.min) < since
        if is_since_then and (covered.valid_to is None or covered.valid_to >= since):
            covered.valid_from = since
    team.valid_from = since
