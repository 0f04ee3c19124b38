"""Who may be asked for a shift, by team: the own team first, each in the order of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.calendar.roster_access import DateAccess, RosterShift
from app.events.duty_queries import duties_held_on, who_may_be_asked
from app.events.duty_rules import ShiftSpan
from app.text import name_key


@dataclass(frozen=True, slots=True)
class AskablePerson:
    """Somebody who may be asked; ``is_asked`` already, or ``is_elsewhere``: on duty in another shift at that time."""

    id: int
    name: str
    is_asked: bool
    is_elsewhere: bool


@dataclass(frozen=True, slots=True)
class AskableGroup:
    """The people of a team who may be asked, or of none, whose ``team`` is empty."""

    team: str
    people: Sequence[AskablePerson]


def askable_groups(session: Session, looks: DateAccess, shift: RosterShift) -> list[AskableGroup]:
    """Return who may be asked for a shift of a date by somebody, by team."""
    ward_id, held = looks.access.ward.id, looks.held
    people = {
        (member, name, team)
        for member, name, team in session.execute(who_may_be_asked(ward_id, looks.of, held.held_on))
        if looks.only_team in {None, team}
    }
    asked = {line.member_id for line in shift.lines}
    on_duty = session.execute(duties_held_on(ward_id, held.held_on, {member for member, _name, _team in people}))
    elsewhere = {
        member
        for member, event_id, day, number, starts_at, ends_at, usual_start, held_from in on_duty
        if (event_id, day, number) != (looks.of.event.id, held.day, shift.number)
        and ShiftSpan(starts_at, ends_at).moved(usual_start, held_from).overlaps(shift.span)
    }
    by_team: dict[int | None, list[AskablePerson]] = {}
    for member, name, team in sorted(people, key=lambda each: (name_key(each[1]), each[0])):
        by_team.setdefault(team, []).append(AskablePerson(member, name, member in asked, member in elsewhere))
    own = looks.access.actor.place.team_id
    order = [own, *(team for team in looks.access.team_names if team != own), None]
    names = looks.access.team_names
    return [
        AskableGroup(names.get(team, "") if team is not None else "", by_team[team])
        for team in dict.fromkeys(order)
        if team in by_team
    ]
