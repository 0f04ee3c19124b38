"""Actions on campaigns and their targets. They never commit; each leaves a line in the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.events.campaign_queries import areas_of_campaign, campaign_of_ward, campaigns_from, targets_of_campaign
from app.events.models import Campaign, CampaignArea, CampaignTarget
from app.month import local_day
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.versions import SaveOutcome, version_token


class CampaignFacts(NamedTuple):
    """What the form of a campaign holds; without ``areas`` it is of the whole ward."""

    name: str
    first_day: date
    last_day: date
    note: str
    areas: frozenset[int]

    @classmethod
    def of(cls, campaign: Campaign, areas: Iterable[int]) -> CampaignFacts:
        """Return the facts of a stored campaign."""
        return cls(campaign.name, campaign.first_day, campaign.last_day, campaign.note, frozenset(areas))

    def version(self, ended_at: datetime | None) -> str:
        """Return the version of what the form of a campaign shows."""
        return version_token(*self[:-1], sorted(self.areas), ended_at)


def add_campaign(session: Session, ward_id: int, facts: CampaignFacts, actor_id: int | None, now: datetime) -> int:
    """Add a campaign and return its id; one with the same facts, as when a form is sent twice, is that one."""
    lock_ward(session, ward_id)
    for each in session.scalars(campaigns_from(ward_id, facts.first_day)):
        if each.ended_at is None and CampaignFacts.of(each, session.scalars(areas_of_campaign(each.id))) == facts:
            return each.id
    campaign = Campaign(ward_id=ward_id, made_at=now, made_by_id=actor_id)
    _store(campaign, facts)
    session.add(campaign)
    session.flush()
    _add_areas(session, campaign.id, facts.areas)
    _record(session, campaign, "added", actor_id, now)
    return campaign.id


def change_campaign(
    session: Session,
    ward_id: int,
    campaign_id: int,
    facts: CampaignFacts,
    seen: str,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Change a campaign, if ``seen`` is still its version; its figures follow. One that has ended is brought back.

    Raises ``LookupError`` where the ward has no such campaign.
    """
    campaign = _locked(session, ward_id, campaign_id)
    areas = frozenset(session.scalars(areas_of_campaign(campaign_id)))
    stored = CampaignFacts.of(campaign, areas)
    if stored.version(campaign.ended_at) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    if stored == facts and campaign.ended_at is None:
        return SaveOutcome.UNCHANGED
    _store(campaign, facts)
    campaign.ended_at = None
    session.execute(
        sa.delete(CampaignArea).where(
            CampaignArea.campaign_id == campaign_id, CampaignArea.neighbourhood_id.not_in(facts.areas)
        )
    )
    _add_areas(session, campaign_id, facts.areas - areas)
    _record(session, campaign, "changed", actor_id, now)
    return SaveOutcome.SAVED


def end_campaign(session: Session, ward_id: int, campaign_id: int, actor_id: int | None, now: datetime) -> SaveOutcome:
    """End a campaign today, which is its last day then; one that has not begun is called off, and is not held.

    Raises ``LookupError`` where the ward has no such campaign.
    """
    campaign = _locked(session, ward_id, campaign_id)
    today = local_day(now)
    if campaign.ended_at is not None or campaign.last_day < today:
        return SaveOutcome.UNCHANGED
    campaign.ended_at = now
    if campaign.first_day <= today:
        campaign.last_day = today
    _record(session, campaign, "ended", actor_id, now)
    return SaveOutcome.SAVED


def set_campaign_targets(
    session: Session,
    ward_id: int,
    campaign_id: int,
    figures: Mapping[tuple[int | None, str], int | None],
    actor_id: int | None,
    now: datetime,
) -> int:
    """Set targets of a campaign by team, ``None`` for all together, and measure; return how many were changed.

    Each takes the place of an earlier one; without a figure that is taken away. Raises ``LookupError`` where the ward
    has no such campaign.
    """
    campaign = _locked(session, ward_id, campaign_id)
    stored = {(each.team_id, each.measure): each for each in session.scalars(targets_of_campaign(campaign_id))}
    changed = 0
    for (team_id, measure), figure in figures.items():
        before = stored.get((team_id, measure))
        if (before.figure if before else None) == figure:
            continue
        changed += 1
        if figure is None:
            session.delete(before)
        elif before is not None:
            before.figure = figure
        else:
            session.add(CampaignTarget(campaign_id=campaign_id, team_id=team_id, measure=measure, figure=figure))
    if changed:
        _record(session, campaign, "targets", actor_id, now)
    return changed


def _locked(session: Session, ward_id: int, campaign_id: int) -> Campaign:
    lock_ward(session, ward_id)
    campaign = session.scalar(campaign_of_ward(ward_id, campaign_id))
    if campaign is None:
        raise LookupError(campaign_id)
    return campaign


def _store(campaign: Campaign, facts: CampaignFacts) -> None:
    campaign.name, campaign.note = facts.name, facts.note
    campaign.first_day, campaign.last_day = facts.first_day, facts.last_day


def _add_areas(session: Session, campaign_id: int, areas: Iterable[int]) -> None:
    session.add_all(CampaignArea(campaign_id=campaign_id, neighbourhood_id=area) for area in sorted(areas))


def _record(session: Session, campaign: Campaign, change: str, actor_id: int | None, now: datetime) -> None:
    detail = {"campaign_change": change, "campaign": campaign.name}
    record_event(session, AuditEvent.CAMPAIGN_CHANGED, now, actor_id, campaign.ward_id, **detail)
