"""The version of what a phone's forms take from a ward's tables but its areas, read by one statement.

It is made of the rows themselves, so nothing that is written there can be forgotten, whoever writes it and by whatever
way. These tables are small, and do not grow with what is logged.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.models import ProcedureGroup, Service, Topic
from app.database import table_of
from app.logbook.models import MonthLock
from app.people.models import Membership, User
from app.places.models import Place, Ward
from app.targets.models import Target

_END_OF_VALUE, _NOTHING = "\x1f", "\x1e"
"""No text that is stored holds these characters."""

_WARD: sa.BindParameter[int] = sa.bindparam("ward", type_=sa.Integer())
_TEAM: sa.BindParameter[int | None] = sa.bindparam("team", type_=sa.Integer())


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
)


def ward_version(session: Session, ward_id: int, team_id: int | None) -> str:
    """Return what is another text when the ward, its settings, services, topics, groups of procedures, places, targets
    or closed months have changed, or the people of one of its teams.
    """
    rows = session.connection().scalars(_ROWS, {"ward": ward_id, "team": team_id})
    return version_of(sorted(rows))


def version_of(*values: object) -> str:
    """Return a text that is another one when any of ``values`` is, which are made of nothing but plain values."""
    return hashlib.sha256(repr(values).encode()).hexdigest()
