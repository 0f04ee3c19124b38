"""Actions on the days that a team's leader ticks as days under a plan. They never commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.events.models import PlannedDay
from app.events.plan_queries import planned_days_of_team
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.versions import SaveOutcome, version_token


def ticks_version(ticked: Iterable[PlannedDay]) -> str:
    """Return the version of the ticked days that a page shows."""
    return version_token(*((each.day, each.note) for each in ticked))


def tick_days(
    session: Session,
    ward_id: int,
    team_id: int,
    days: Collection[date],
    ticked: Collection[date],
    note: str,
    seen: str,
    actor_id: int,
    now: datetime,
) -> SaveOutcome:
    """Let of ``days`` those be under a plan for a team that are ``ticked``, and no others.

    ``note`` is kept with those that were not ticked before. Nothing is done where ``seen`` is not the version of what
    is ticked of these days.
    """
    lock_ward(session, ward_id)
    rows = session.scalars(planned_days_of_team(ward_id, team_id, min(days), max(days)))
    stored = {each.day: each for each in rows if each.day in days}
    wanted = {*ticked} & {*days}
    if wanted == stored.keys():
        return SaveOutcome.UNCHANGED
    if ticks_version(stored.values()) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    added, gone = wanted - stored.keys(), stored.keys() - wanted
    for day in gone:
        session.delete(stored[day])
    session.add_all(
        PlannedDay(ward_id=ward_id, team_id=team_id, day=day, note=note, made_at=now, made_by_id=actor_id)
        for day in sorted(added)
    )
    detail = {"team": team_id, "days_added": _texts(added), "days_gone": _texts(gone)}
    record_event(session, AuditEvent.DUTY_CHANGED, now, actor_id, ward_id, duty_change="days_ticked", **detail)
    return SaveOutcome.SAVED


def _texts(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
