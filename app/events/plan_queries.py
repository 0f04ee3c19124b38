"""Which days are under a plan of whom: read from events, rosters, campaigns, and the days that leaders ticked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.events.campaign_areas import areas_held_in
from app.events.campaign_queries import campaigns_between
from app.events.duty_queries import days_on_roster
from app.events.models import PlannedDay
from app.events.plan import DaysUnderPlan
from app.events.queries import dates_of_ward
from app.places.ward_places import WardArea


def planned_days(ward_id: int, since: date, until: date) -> sa.Select[int, date]:
    """Select team and day of the days that leaders of a ward ticked."""
    return sa.select(PlannedDay.team_id, PlannedDay.day).where(
        PlannedDay.ward_id == ward_id, PlannedDay.day.between(since, until)
    )


def planned_days_of_team(ward_id: int, team_id: int, since: date, until: date) -> sa.Select[PlannedDay]:
    """Select the days that were ticked for a team, in their order."""
    return (
        sa.select(PlannedDay)
        .where(PlannedDay.ward_id == ward_id, PlannedDay.team_id == team_id, PlannedDay.day.between(since, until))
        .order_by(PlannedDay.day)
    )


def days_under_plan(
    session: Session,
    ward_id: int,
    since: date,
    until: date,
    covered: Collection[tuple[int, int]],
    areas: Sequence[WardArea],
) -> DaysUnderPlan:
    """Return the days under a plan of a ward from ``since`` to ``until``.

    ``covered`` are the ids of each team with an area that it covers, ``areas`` all of the ward.
    """
    of_everybody: set[date] = set()
    of_teams = {(team, day) for team, day in session.execute(planned_days(ward_id, since, until))}
    for held, event in dates_of_ward(session, ward_id, since, until):
        if held.is_called_off:
            continue
        if event.team_ids:
            of_teams.update((team, held.held_on) for team in event.team_ids)
        else:
            of_everybody.add(held.held_on)
    for campaign in campaigns_between(session, ward_id, since, until):
        days = {*_days_between(max(campaign.first_day, since), min(campaign.last_day, until))}
        held_in = areas_held_in(campaign.areas, areas, until)
        of_teams.update(
            (team, day) for team, area in covered if area in held_in for day in days if day >= held_in[area]
        )
        if not campaign.areas:
            of_everybody |= days
    on_roster = {(member, day) for member, day in session.execute(days_on_roster(ward_id, since, until))}
    return DaysUnderPlan(of_everybody, of_teams, on_roster)


def _days_between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
