"""Rows of what phones know of the days ahead."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from app.events.models import Campaign, CampaignArea, Duty, Event, EventDate, EventShift, EventTeam
from app.month import now, today
from tests.cast import ANA, AREA_1, TEAM_1, WARD_A


def add_day_ahead(session: Session, id: int) -> None:
    """Add an event of today that was changed, with a duty, and a campaign."""
    at, times = now(), {"starts_at": time(7, 30), "ends_at": time(9)}
    common: dict[str, Any] = {"ward_id": WARD_A, "first_day": today(), "made_at": at}
    session.add(Event(id=id, type_code="other", title=f"Ngày {id}", **common, **times))
    session.add(Campaign(id=id, name=f"Đợt {id}", last_day=today(), **common))
    session.flush()
    session.add_all(
        [
            EventTeam(event_id=id, team_id=TEAM_1),
            EventShift(event_id=id, number=1, needed=1, **times),
            EventDate(event_id=id, day=today(), reason="ví dụ", changed_at=at),
            Duty(ward_id=WARD_A, event_id=id, day=today(), shift=1, member_id=ANA, asked_at=at),
            CampaignArea(campaign_id=id, neighbourhood_id=AREA_1),
        ]
    )
    session.commit()
