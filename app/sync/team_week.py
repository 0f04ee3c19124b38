"""The week of a leader's team: who has logged, how to call who has not, and what waits for the leader.

It goes to the leader's own phone and is of the own team alone, so it leaves no line in the audit log, as the list of
the team's households leaves none.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.json_types import JsonObject
from app.logbook.status import WAITING
from app.logbook.team_queries import numbers_waiting_for_leader, work_of_members
from app.month import week_of
from app.people.actor import Actor
from app.people.phones import national_phone
from app.people.queries import team_contacts
from app.text import name_key

LOOKED_BACK = timedelta(days=60)
"""The time in which the last day of somebody's work is looked for."""


def team_week(session: Session, actor: Actor) -> JsonObject:
    """Return the week of the team that ``actor`` leads, as docs/wire.md describes it; without the leader."""
    place = actor.place
    monday, sunday = week_of(actor.today)
    work = {
        member: (logged, last)
        for member, logged, last in session.execute(work_of_members(actor, actor.today - LOOKED_BACK, monday, sunday))
    }
    people = session.execute(team_contacts(place.ward_id or 0, place.team_id or 0, actor.today)).all()
    waiting = {status: number for status, number in session.execute(numbers_waiting_for_leader(actor))}
    return {
        "week": {"from": monday.isoformat(), "to": sunday.isoformat()},
        "members": [
            _described(id, name, phone, *work.get(id, (0, None)))
            for id, name, phone in sorted(people, key=lambda person: (name_key(person[1]), person[0]))
            if id != actor.id
        ],
        "waiting": {status.value: waiting.get(status, 0) for status in sorted(WAITING, reverse=True)},
    }


def _described(id: int, name: str, phone: str, logged: int, last: date | None) -> JsonObject:
    last_on = last.isoformat() if last else None
    return {"id": id, "name": name, "phone": national_phone(phone), "logged": logged, "last_on": last_on}
