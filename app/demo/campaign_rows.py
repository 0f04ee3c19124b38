"""The campaigns of the demonstration's wards as rows: their areas, and the targets of their teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from app.database import insert_rows
from app.demo.campaigns import PlannedCampaign
from app.demo.days import morning
from app.demo.event_rows import Roster
from app.events.models import Campaign, CampaignArea, CampaignTarget

_PLANNED_BEFORE = timedelta(days=7)


def add_campaigns(session: Session, roster: Roster, planned: Sequence[PlannedCampaign], areas: Sequence[int]) -> None:
    """Add campaigns of a ward, all with the same few statements.

    ``areas`` are the ids of the ward's areas in the order of their numbers; where there are as many teams, each has the
    area of its own number.
    """
    campaigns = [_campaign(roster, each) for each in planned]
    session.add_all(campaigns)
    session.flush()
    pairs = [(campaign.id, each) for campaign, each in zip(campaigns, planned, strict=True)]
    chosen = [{"campaign_id": id, "neighbourhood_id": areas[number - 1]} for id, each in pairs for number in each.areas]
    targets = [
        {"campaign_id": id, "team_id": team_id, "measure": measure, "figure": figure}
        for id, each in pairs
        for team_id, measure, figure in _targets(roster, each)
    ]
    insert_rows(session.connection(), CampaignArea, chosen)
    insert_rows(session.connection(), CampaignTarget, targets)


def _campaign(roster: Roster, planned: PlannedCampaign) -> Campaign:
    days = planned.days(roster.last)
    return Campaign(
        ward_id=roster.ward_id,
        name=planned.name,
        first_day=days.first,
        last_day=days.last,
        note=planned.note,
        made_at=morning(days.first - _PLANNED_BEFORE),
        made_by_id=roster.coordinator_id,
    )


def _targets(roster: Roster, planned: PlannedCampaign) -> Iterator[tuple[int | None, str, int]]:
    """Yield the targets of a campaign: of which team, or of none where all reach it together; of what; how many."""
    teams = [roster.teams[number - 1] for number in planned.areas] or roster.teams
    for team in teams:
        for measure, figure in planned.of_each_team.items():
            yield team.id, measure, figure
    for measure, figure in planned.together.items():
        yield None, measure, figure
