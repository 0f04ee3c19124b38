"""A ward on a morning with events: one of today at the market, and others; the server goes by that morning's clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

from sqlalchemy.orm import Session

from app.events.models import Campaign, CampaignArea, Duty, DutyAnswer, Event, EventDate, EventShift, EventTeam
from app.month import now, today
from tests.cast import ANA, AREA_1, MARKET_A, TEAM_2, WARD_A

VIETNAM = timezone(timedelta(hours=7))


def morning(days: int = 0, hour: int = 8) -> datetime:
    """Return an hour of a day, by the ward's clock."""
    return datetime.combine(today() + timedelta(days=days), time(hour), VIETNAM)


def _event(id: int, days: int, title: str, **values: object) -> Event:
    times = {"starts_at": time(7, 30), "ends_at": time(11), "made_at": now()}
    day = today() + timedelta(days=days)
    return Event(id=id, ward_id=WARD_A, type_code="other", title=title, first_day=day, **times, **values)


def plan_days(session: Session) -> None:
    """Plan an event of today at the market, one of others, one that is called off, a duty in four days, a campaign."""
    session.add_all(
        [
            _event(1, 0, "Ngày Chủ nhật gần Dân", place_id=MARKET_A),
            _event(2, 0, "Ngày của tổ khác"),
            _event(3, 0, "Chợ không dùng tiền mặt", venue="Chợ đêm"),
            _event(4, 4, "Trực điểm dịch vụ công", venue="Nhà văn hóa"),
        ]
    )
    campaign = {"ward_id": WARD_A, "name": "Ra quân", "first_day": today(), "made_at": now()}
    session.add(Campaign(id=1, last_day=today() + timedelta(days=1), **campaign))
    session.flush()
    session.add_all(
        [
            EventTeam(event_id=2, team_id=TEAM_2),
            EventDate(event_id=3, day=today(), is_called_off=True, reason="mưa bão", changed_at=now()),
            EventShift(event_id=4, number=1, starts_at=time(7, 30), ends_at=time(9), needed=1),
            Duty(
                ward_id=WARD_A,
                event_id=4,
                day=today() + timedelta(days=4),
                shift=1,
                member_id=ANA,
                asked_at=now(),
                answer=DutyAnswer.YES,
            ),
            CampaignArea(campaign_id=1, neighbourhood_id=AREA_1),
        ]
    )


def ask_for_duty(session: Session) -> None:
    """Ask Ana to be on duty at the event of today."""
    session.add(EventShift(event_id=1, number=1, starts_at=time(7, 30), ends_at=time(9), needed=1))
    session.flush()
    session.add(Duty(ward_id=WARD_A, event_id=1, day=today(), shift=1, member_id=ANA, asked_at=now()))
