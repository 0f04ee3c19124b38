"""Questions about who is on duty: at a date, on a day, and on which days presence was confirmed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

import sqlalchemy as sa

from app.events.models import Duty, DutyAnswer, Event, EventDate, EventShift
from app.events.queries import WardEvent
from app.people.models import Membership, User
from app.permissions import Role

ON_DUTY = (Role.MEMBER, Role.LEADER, Role.COORDINATOR)
"""The roles whose holders may be asked to be on duty: those who log entries."""

HELD_ON = sa.func.coalesce(EventDate.moved_to, Duty.day, type_=sa.Date()).label("held_on")
"""The day on which the date of a duty is held, in a statement that joins changed dates."""

_OF_DATE = sa.and_(EventDate.event_id == Duty.event_id, EventDate.day == Duty.day)
_IS_HELD = sa.func.coalesce(EventDate.is_called_off, sa.false()).is_(sa.false())


def shifts_of(ward_id: int, event_id: int) -> sa.Select[EventShift]:
    """Select the shifts of an event of a ward in the order of their times, ended ones too."""
    return (
        sa.select(EventShift)
        .join(Event, Event.id == EventShift.event_id)
        .where(Event.ward_id == ward_id, EventShift.event_id == event_id)
        .order_by(EventShift.starts_at, EventShift.ends_at, EventShift.number)
    )


def duty_of(ward_id: int, event_id: int, day: date, shift: int, member_id: int) -> sa.Select[Duty]:
    """Select the duty of one person in a shift of a date, by the name of the date."""
    return duties_of_date(ward_id, event_id, day).where(Duty.shift == shift, Duty.member_id == member_id)


def duties_of_date(ward_id: int, event_id: int, day: date) -> sa.Select[Duty]:
    """Select the duties of a date of an event, by the name of the date."""
    return sa.select(Duty).where(Duty.ward_id == ward_id, Duty.event_id == event_id, Duty.day == day)


def duties_held_on(
    ward_id: int, day: date, member_ids: Collection[int]
) -> sa.Select[int, int, date, int, time, time, time, time]:
    """Select what some people are on duty for on a day, unless they have declined it or it is called off.

    It is the member, the event, the name of the date, and the shift with its times, then from when the event is
    usually, and from when that date is.
    """
    return (
        sa.select(
            Duty.member_id,
            Duty.event_id,
            Duty.day,
            Duty.shift,
            EventShift.starts_at,
            EventShift.ends_at,
            Event.starts_at.label("usual_start"),
            sa.func.coalesce(EventDate.starts_at, Event.starts_at, type_=sa.Time()).label("held_from"),
        )
        .join(EventShift, sa.and_(EventShift.event_id == Duty.event_id, EventShift.number == Duty.shift))
        .join(Event, sa.and_(Event.ward_id == Duty.ward_id, Event.id == Duty.event_id))
        .outerjoin(EventDate, _OF_DATE)
        .where(
            Duty.ward_id == ward_id,
            Duty.member_id.in_(list(member_ids)),
            HELD_ON.in_([day]),
            _IS_HELD,
            Duty.answer.is_distinct_from(DutyAnswer.NO),
        )
    )


def duties_of_member(ward_id: int, member_id: int, since: date, until: date) -> sa.Select[Duty]:
    """Select the duties of a person at dates that are held, or were called off, on some days."""
    return (
        sa.select(Duty)
        .outerjoin(EventDate, _OF_DATE)
        .where(Duty.ward_id == ward_id, Duty.member_id == member_id, HELD_ON.between(since, until))
        .order_by(HELD_ON, Duty.event_id, Duty.shift)
    )


def days_on_duty(ward_id: int, since: date, until: date, member_id: int | None = None) -> sa.Select[int, date]:
    """Select members and days on which their presence on duty was confirmed; of all, or of one."""
    query = (
        sa.select(Duty.member_id, HELD_ON)
        .distinct()
        .outerjoin(EventDate, _OF_DATE)
        .where(Duty.ward_id == ward_id, Duty.is_present.is_(True), _IS_HELD, HELD_ON.between(since, until))
    )
    return query if member_id is None else query.where(Duty.member_id == member_id)


def days_on_roster(ward_id: int, since: date, until: date) -> sa.Select[int, date]:
    """Select members and days of dates on whose roster they are, unless they have declined or were not there."""
    return (
        sa.select(Duty.member_id, HELD_ON)
        .distinct()
        .outerjoin(EventDate, _OF_DATE)
        .where(
            Duty.ward_id == ward_id,
            _IS_HELD,
            HELD_ON.between(since, until),
            Duty.is_present.is_not(False),
            sa.or_(Duty.answer.is_distinct_from(DutyAnswer.NO), Duty.is_present.is_(True)),
        )
    )


def who_may_be_asked(ward_id: int, event: WardEvent, on: date) -> sa.Select[int, str, int | None]:
    """Select who may be asked for an event on a day: id, name and team of those of its teams, or of the whole ward."""
    query = (
        sa.select(User.id, User.name, Membership.team_id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.ward_id == ward_id,
            Membership.role.in_(ON_DUTY),
            Membership.valid_from <= on,
            sa.or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
            User.ended_at.is_(None),
        )
    )
    return query.where(Membership.team_id.in_(event.team_ids)) if event.team_ids else query


def teams_on(ward_id: int, member_ids: Collection[int], on: date) -> sa.Select[int, int | None]:
    """Select the team of which each of some people of a ward is on a day."""
    return sa.select(Membership.user_id, Membership.team_id).where(
        Membership.ward_id == ward_id,
        Membership.user_id.in_(list(member_ids)),
        Membership.valid_from <= on,
        sa.or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
    )


def shifts_of_events(ward_id: int, event_ids: Collection[int]) -> sa.Select[EventShift]:
    """Select the shifts of some events of a ward, ended ones too."""
    return (
        sa.select(EventShift)
        .join(Event, Event.id == EventShift.event_id)
        .where(Event.ward_id == ward_id, EventShift.event_id.in_(list(event_ids)))
    )


def asked_people(ward_id: int, event_id: int, day: date) -> sa.Select[Duty, str]:
    """Select the duties of a date with the names of the people."""
    return duties_of_date(ward_id, event_id, day).join(User, User.id == Duty.member_id).add_columns(User.name)
