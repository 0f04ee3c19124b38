"""What a phone is told of the days around today, read by few statements."""

from __future__ import annotations

from datetime import date, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.events.campaign_queries import campaigns_between
from app.events.day_conditions import is_on_duty_between
from app.events.models import Duty, DutyAnswer, EventShift
from app.events.queries import dates_of_events, events_between
from app.json_types import JsonObject
from app.people.actor import Actor
from app.places.team_areas import TeamAreas
from app.sync.days_ahead import AHEAD, BACK, DutyRow, campaign_items, event_items, unlisted_events
from app.sync.phone_data import HISTORY


def days_ahead(
    session: Session, actor: Actor, ward_id: int, team_id: int | None, areas: TeamAreas
) -> tuple[JsonObject, list[JsonObject]]:
    """Return the events and campaigns of a ward as the phone of somebody in a team knows them, and apart from them the
    names of the events that only older entries of the phone may have.
    """
    today = actor.today
    since, until = today - BACK, today + AHEAD
    events = events_between(session, ward_id, today - HISTORY, until)
    dates = dates_of_events(events, since, until)
    duties = session.execute(_duties_between(ward_id, actor.id, since, until)) if dates else ()
    campaigns = campaigns_between(session, ward_id, today, until)
    shown = {
        "events": event_items(dates, [DutyRow(*row) for row in duties], team_id),
        "campaigns": campaign_items(campaigns, areas, today),
    }
    return shown, unlisted_events(events, dates)


def _duties_between(
    ward_id: int, member_id: int, since: date, until: date
) -> sa.Select[int, date, int, time, time, DutyAnswer | None, bool | None]:
    """Select the duties of a member in the order of their shifts, without those of shifts that have ended."""
    return (
        sa.select(
            Duty.event_id,
            Duty.day,
            Duty.shift,
            EventShift.starts_at,
            EventShift.ends_at,
            Duty.answer,
            Duty.is_present,
        )
        .join(EventShift, sa.and_(EventShift.event_id == Duty.event_id, EventShift.number == Duty.shift))
        .where(
            Duty.ward_id == ward_id,
            Duty.member_id == member_id,
            is_on_duty_between(since, until),
            EventShift.ended_at.is_(None),
        )
        .order_by(Duty.event_id, Duty.day, EventShift.starts_at, Duty.shift)
    )
