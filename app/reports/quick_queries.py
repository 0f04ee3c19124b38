"""Questions of the quick report: sums of some days of a ward, the entries of a team, and the teams without any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from app.json_types import JsonObject
from app.logbook.models import Entry
from app.logbook.status import Status
from app.periods import Span
from app.places.models import Team
from app.places.queries import exists_on
from app.tally.models import WardDay
from app.tally.queries import summed


def sums_of_days(ward_id: int, spans: Sequence[Span], closed: Iterable[Span]) -> sa.Select[*tuple[str | int, ...]]:
    """Select each measure of a ward with its sum over each of ``spans``: of ``closed`` days what was approved.

    The counter of days is read once, from the first day of all to the last.
    """
    in_closed = [WardDay.day.between(each.first, each.last) for each in closed]
    figure: sa.SQLColumnExpression[int] = WardDay.total
    if in_closed:
        figure = sa.case((sa.or_(*in_closed), WardDay.approved), else_=WardDay.total)
    first, last = min(each.first for each in spans), max(each.last for each in spans)
    sums = [summed(sa.case((WardDay.day.between(each.first, each.last), figure), else_=0)) for each in spans]
    return (
        sa.select(WardDay.measure, *sums)
        .where(WardDay.ward_id == ward_id, WardDay.day.between(first, last))
        .group_by(WardDay.measure)
    )


def entries_of_team(ward_id: int, team_id: int, first: date, last: date) -> sa.Select[str, Status, date, JsonObject]:
    """Select kind, status, day and fields of what a team logged on some days and is not void: no counter has that."""
    return sa.select(Entry.kind, Entry.status, Entry.happened_on, Entry.fields).where(
        Entry.ward_id == ward_id,
        Entry.team_id == team_id,
        Entry.happened_on.between(first, last),
        Entry.status != Status.VOID,
    )


def teams_without_entries(ward_id: int, first: date, last: date) -> sa.Select[int, bool]:
    """Select the teams that exist on the last of some days, and whether they logged nothing on them that stands.

    For each team the index leads to its first entry of the days at once.
    """
    logged = (
        sa.exists()
        .where(
            Entry.ward_id == ward_id,
            Entry.team_id == Team.id,
            Entry.happened_on.between(first, last),
            Entry.status != Status.VOID,
        )
        .correlate(Team)
    )
    return sa.select(Team.id, sa.not_(logged).label("is_without")).where(
        Team.ward_id == ward_id, exists_on(Team.valid_from, Team.valid_to, last)
    )
