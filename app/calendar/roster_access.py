"""Whose duties somebody may change at a date of an event, and what its roster shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import abort
from sqlalchemy.orm import Session

from app.calendar.calendar_access import CalendarAccess, calendar_access, date_or_404
from app.database import reader
from app.events.duty_queries import asked_people, shifts_of, teams_on
from app.events.duty_rules import ShiftSpan, may_answer, may_confirm, may_confirm_oneself
from app.events.models import DutyAnswer, EventShift
from app.events.occurrences import Occurrence
from app.events.queries import WardEvent
from app.logbook.queries import closing_of
from app.permissions import Permission, Scope, may
from app.text import name_key


@dataclass(frozen=True, slots=True)
class DateAccess:
    """Somebody who looks at a date of an event, and whose duties there they may change."""

    access: CalendarAccess
    of: WardEvent
    held: Occurrence

    @property
    def may_change(self) -> bool:
        """Whether they may ask anybody: a coordinator all, a leader the own team where it takes part."""
        own_team = self.access.actor.place.team_id
        return self.access.manages_ward or (self.of.is_for(own_team) and self.may_change_of(own_team))

    @property
    def only_team(self) -> int | None:
        """The team whose members alone they may ask; ``None`` where that is all."""
        return None if self.access.manages_ward else self.access.actor.place.team_id

    def may_change_of(self, team_id: int | None) -> bool:
        """Whether they may change the duty of somebody of a team."""
        ward = self.access.ward
        return may(self.access.actor, Permission.EVENT_MANAGE, Scope(ward.province_id, ward.id, team_id))

    def changer_or_403(self) -> DateAccess:
        """Return this where they may ask anybody; answer 403 where they may not."""
        return self if self.may_change else abort(403)


def roster_access(id: int, day: str) -> DateAccess:
    """Return who looks at which date; answer 403 or 404 where there is none for them."""
    access = calendar_access()
    event = access.event_or_404(id)
    return DateAccess(access, event, date_or_404(event, day))


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Somebody on the roster of a shift, and what who looks at it may do about it."""

    member_id: int
    name: str
    team: str
    answer: DutyAnswer | None
    is_present: bool | None
    may_change: bool
    is_own: bool

    @property
    def is_coming(self) -> bool:
        """Whether they have answered yes, or were there."""
        return self.is_present is True or (self.answer is DutyAnswer.YES and self.is_present is None)


@dataclass(frozen=True, slots=True)
class RosterShift:
    """A shift at a date, with those who are asked for it by their names."""

    number: int
    span: ShiftSpan
    needed: int
    is_offered: bool
    is_ahead: bool
    lines: Sequence[DutyLine]

    @property
    def coming(self) -> int:
        """How many have answered yes, or were there."""
        return sum(line.is_coming for line in self.lines)

    @property
    def missing(self) -> int:
        """How many more people the shift needs."""
        return max(self.needed - self.coming, 0)

    @property
    def present(self) -> int:
        """How many were there."""
        return sum(line.is_present is True for line in self.lines)


@dataclass(frozen=True, slots=True)
class DateRoster:
    """The roster of a date. ``is_open`` is whether presence may be confirmed by now, ``is_closed`` its period."""

    shifts: Sequence[RosterShift]
    may_change: bool
    is_open: bool
    is_open_to_oneself: bool
    is_closed: bool


def date_roster(session: Session, looks: DateAccess, now: datetime) -> DateRoster:
    """Return the roster of a date as somebody sees it at an instant."""
    ward, event, held = looks.access.ward, looks.of.event, looks.held
    duties = session.execute(asked_people(ward.id, event.id, held.day)).all()
    people = {duty.member_id for duty, _name in duties}
    teams = {member: team for member, team in session.execute(teams_on(ward.id, people, held.held_on))}
    lines: dict[int, list[DutyLine]] = {}
    for duty, name in sorted(duties, key=lambda row: (name_key(row[1]), row[0].member_id)):
        team = teams.get(duty.member_id)
        lines.setdefault(duty.shift, []).append(
            DutyLine(
                duty.member_id,
                name,
                looks.access.team_names.get(team, "") if team is not None else "",
                duty.answer,
                duty.is_present,
                looks.may_change_of(team),
                duty.member_id == looks.access.actor.id,
            )
        )
    shifts = session.scalars(shifts_of(ward.id, event.id)).all()
    shown = [each for each in shifts if each.ended_at is None or each.number in lines]
    return DateRoster(
        [_roster_shift(looks, each, lines.get(each.number, []), now) for each in shown],
        looks.may_change and not held.is_called_off,
        may_confirm(held.held_on, held.starts_at, now) and not held.is_called_off,
        may_confirm_oneself(held.held_on, held.starts_at, now) and not held.is_called_off,
        is_period_closed(session, looks.access, held.held_on),
    )


def _roster_shift(looks: DateAccess, shift: EventShift, lines: Sequence[DutyLine], now: datetime) -> RosterShift:
    held = looks.held
    span = ShiftSpan(shift.starts_at, shift.ends_at).moved(looks.of.event.starts_at, held.starts_at)
    is_ahead = may_answer(held.held_on, span, now) and not held.is_called_off
    return RosterShift(shift.number, span, shift.needed, shift.ended_at is None, is_ahead, lines)


def is_period_closed(session: Session, access: CalendarAccess, day: date) -> bool:
    """Return whether the period of a day is closed: then nobody's presence on it can be confirmed."""
    period = access.ward.settings.periods.of(day)
    return session.scalar(closing_of(access.ward.id, str(period))) is not None


def team_of_member(looks: DateAccess, member_id: int) -> int | None:
    """Return the team of somebody on the day of the date; answer 403 where their duty is not one's own to change."""
    rows = reader().execute(teams_on(looks.access.ward.id, [member_id], looks.held.held_on)).all()
    team = next((team for _member, team in rows), None)
    return team if looks.may_change_of(team) else abort(403)
