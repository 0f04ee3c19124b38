"""Questions about campaigns: which there are, on which days and in which areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.events.models import Campaign, CampaignArea, CampaignTarget
from app.month import local_day
from app.periods import Span


@dataclass(frozen=True, slots=True)
class CampaignDays:
    """A campaign with its days and the areas that were chosen for it: none where it is of the whole ward.

    One that was ended early has that day for its last one; one that was ended before its first day is not held.
    """

    id: int
    name: str
    first_day: date
    last_day: date
    ended_at: datetime | None
    areas: frozenset[int]

    @property
    def days(self) -> Span:
        """The days of the campaign, both included."""
        return Span(self.first_day, self.last_day)

    @property
    def is_called_off(self) -> bool:
        """Whether it was ended before it began."""
        return is_called_off(self.first_day, self.ended_at)


def is_called_off(first_day: date, ended_at: datetime | None) -> bool:
    """Return whether a campaign was ended before its first day."""
    return ended_at is not None and local_day(ended_at) < first_day


def campaigns_of(ward_id: int) -> sa.Select[int, str, date, date, datetime | None, int | None]:
    """Select all campaigns of a ward, the latest first, each with every area chosen for it, or with none."""
    return (
        sa.select(
            Campaign.id,
            Campaign.name,
            Campaign.first_day,
            Campaign.last_day,
            Campaign.ended_at,
            sa.type_coerce(CampaignArea.neighbourhood_id, sa.Integer()),
        )
        .outerjoin(CampaignArea, CampaignArea.campaign_id == Campaign.id)
        .where(Campaign.ward_id == ward_id)
        .order_by(Campaign.first_day.desc(), Campaign.id.desc())
    )


def campaign_of_ward(ward_id: int, campaign_id: int) -> sa.Select[Campaign]:
    """Select a campaign of a ward."""
    return sa.select(Campaign).where(Campaign.ward_id == ward_id, Campaign.id == campaign_id)


def campaigns_from(ward_id: int, first_day: date) -> sa.Select[Campaign]:
    """Select the campaigns of a ward that begin on a day."""
    return sa.select(Campaign).where(Campaign.ward_id == ward_id, Campaign.first_day == first_day)


def areas_of_campaign(campaign_id: int) -> sa.Select[int]:
    """Select the ids of the areas that were chosen for a campaign."""
    return sa.select(CampaignArea.neighbourhood_id).where(CampaignArea.campaign_id == campaign_id)


def targets_of_campaign(campaign_id: int) -> sa.Select[CampaignTarget]:
    """Select the targets of a campaign."""
    return sa.select(CampaignTarget).where(CampaignTarget.campaign_id == campaign_id).order_by(CampaignTarget.id)


def campaign_days(session: Session, ward_id: int) -> list[CampaignDays]:
    """Return all campaigns of a ward, the latest first, those too that were called off."""
    return _campaigns(session.execute(campaigns_of(ward_id)))


def campaigns_between(session: Session, ward_id: int, since: date, until: date) -> list[CampaignDays]:
    """Return the campaigns of a ward that are held on any day from ``since`` to ``until``, in the order of their days.

    To learn in which areas one counts after merges and splits, ask `app.events.campaign_areas.areas_held_in`.
    """
    asked = campaigns_of(ward_id).where(Campaign.first_day <= until, Campaign.last_day >= since)
    found = [each for each in _campaigns(session.execute(asked)) if not each.is_called_off]
    return sorted(found, key=lambda each: (each.first_day, each.last_day, each.id))


def _campaigns(
    rows: Iterable[sa.Row[int, str, date, date, datetime | None, int | None]],
) -> list[CampaignDays]:
    areas: dict[tuple[int, str, date, date, datetime | None], set[int]] = {}
    for id, name, first_day, last_day, ended_at, area in rows:
        of_campaign = areas.setdefault((id, name, first_day, last_day, ended_at), set())
        if area is not None:
            of_campaign.add(area)
    return [CampaignDays(*columns, frozenset(of_campaign)) for columns, of_campaign in areas.items()]
