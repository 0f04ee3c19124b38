"""The version of what a phone's forms take from a ward's tables but its areas, read by one statement.

It is made of the rows themselves, so nothing that is written there can be forgotten, whoever writes it and by whatever
way. These tables are small, and do not grow with what is logged; of events, duties and campaigns only those of
some days are read.
"""

from __future__ import annotations

import hashlib
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.models import ProcedureGroup, Service, Topic
from app.database import table_of
from app.events.day_conditions import is_changed_between, is_on_duty_between, may_be_on
from app.events.models import Campaign, CampaignArea, Duty, Event, EventDate, EventShift, EventTeam
from app.logbook.models import MonthLock
from app.people.models import Membership, User
from app.places.models import Place, Ward
from app.targets.models import Target

_END_OF_VALUE, _NOTHING = "\x1f", "\x1e"
"""No text that is stored holds these characters."""

_WARD: sa.BindParameter[int] = sa.bindparam("ward", type_=sa.Integer())
_TEAM: sa.BindParameter[int | None] = sa.bindparam("team", type_=sa.Integer())
_MEMBER: sa.BindParameter[int] = sa.bindparam("member", type_=sa.Integer())
_SINCE: sa.BindParameter[date] = sa.bindparam("since", type_=sa.Date())
_UNTIL: sa.BindParameter[date] = sa.bindparam("until", type_=sa.Date())


def _rows(*columns: sa.ColumnElement[object]) -> sa.Select[str]:
    """Select rows as texts, in which the values of ``columns`` follow each other."""
    values = (sa.func.coalesce(sa.cast(column, sa.Text()), _NOTHING) + _END_OF_VALUE for column in columns)
    text = next(values)
    for value in values:
        text += value
    return sa.select(text)


_WARD_TABLE, _SERVICE, _TOPIC, _PROCEDURE, _PLACE, _TARGET, _LOCK, _MEMBERSHIP, _USER = map(
    table_of, (Ward, Service, Topic, ProcedureGroup, Place, Target, MonthLock, Membership, User)
)
_EVENT, _EVENT_TEAM, _EVENT_DATE, _EVENT_SHIFT, _DUTY, _CAMPAIGN, _CAMPAIGN_AREA = map(
    table_of, (Event, EventTeam, EventDate, EventShift, Duty, Campaign, CampaignArea)
)
_EVENT_IS_AHEAD = sa.and_(_EVENT.c.ward_id == _WARD, may_be_on(_SINCE, _UNTIL))
_CAMPAIGN_IS_AHEAD = sa.and_(
    _CAMPAIGN.c.ward_id == _WARD, _CAMPAIGN.c.first_day <= _UNTIL, _CAMPAIGN.c.last_day >= _SINCE
)


def _of_event(table: sa.Table) -> sa.Join:
    return table.join(_EVENT, _EVENT.c.id == table.c.event_id)


_ROWS = sa.union_all(
    _rows(sa.literal("ward"), *_WARD_TABLE.c).where(_WARD_TABLE.c.id == _WARD),
    _rows(sa.literal("service"), *_SERVICE.c).where(sa.or_(_SERVICE.c.ward_id.is_(None), _SERVICE.c.ward_id == _WARD)),
    _rows(sa.literal("topic"), *_TOPIC.c),
    _rows(sa.literal("procedure"), *_PROCEDURE.c).where(
        sa.or_(_PROCEDURE.c.ward_id.is_(None), _PROCEDURE.c.ward_id == _WARD)
    ),
    _rows(sa.literal("place"), *_PLACE.c).where(_PLACE.c.ward_id == _WARD),
    _rows(sa.literal("target"), *_TARGET.c).where(_TARGET.c.ward_id == _WARD),
    _rows(sa.literal("month"), *_LOCK.c).where(_LOCK.c.ward_id == _WARD),
    _rows(sa.literal("mate"), *_MEMBERSHIP.c, _USER.c.name, _USER.c.ended_at)
    .select_from(_MEMBERSHIP.join(_USER, _USER.c.id == _MEMBERSHIP.c.user_id))
    .where(_MEMBERSHIP.c.ward_id == _WARD, _MEMBERSHIP.c.team_id == _TEAM),
    _rows(sa.literal("event"), *_EVENT.c).where(_EVENT_IS_AHEAD),
    _rows(sa.literal("event_team"), *_EVENT_TEAM.c).select_from(_of_event(_EVENT_TEAM)).where(_EVENT_IS_AHEAD),
    _rows(sa.literal("event_shift"), *_EVENT_SHIFT.c).select_from(_of_event(_EVENT_SHIFT)).where(_EVENT_IS_AHEAD),
    _rows(sa.literal("event_date"), *_EVENT_DATE.c)
    .select_from(_of_event(_EVENT_DATE))
    .where(_EVENT.c.ward_id == _WARD, is_changed_between(_SINCE, _UNTIL)),
    _rows(sa.literal("duty"), *_DUTY.c).where(
        _DUTY.c.ward_id == _WARD, _DUTY.c.member_id == _MEMBER, is_on_duty_between(_SINCE, _UNTIL)
    ),
    _rows(sa.literal("campaign"), *_CAMPAIGN.c).where(_CAMPAIGN_IS_AHEAD),
    _rows(sa.literal("campaign_area"), *_CAMPAIGN_AREA.c)
    .select_from(_CAMPAIGN_AREA.join(_CAMPAIGN, _CAMPAIGN.c.id == _CAMPAIGN_AREA.c.campaign_id))
    .where(_CAMPAIGN_IS_AHEAD),
)


def ward_version(session: Session, ward_id: int, team_id: int | None, member_id: int, since: date, until: date) -> str:
    """Return what is another text when the ward, its settings, services, topics, groups of procedures, places, targets
    or closed months have changed, the people of one of its teams, the events or campaigns from ``since`` to ``until``,
    or the duties of a member at these events.
    """
    values = {"ward": ward_id, "team": team_id, "member": member_id, "since": since, "until": until}
    return version_of(sorted(session.connection().scalars(_ROWS, values)))


def version_of(*values: object) -> str:
    """Return a text that is another one when any of ``values`` is, which are made of nothing but plain values."""
    return hashlib.sha256(repr(values).encode()).hexdigest()
