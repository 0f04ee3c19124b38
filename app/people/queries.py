"""Queries about people: actors, memberships, devices and failed sign-ins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Instant, table_of
from app.month import ZONE
from app.people.actor import SENDING_GRACE, Actor, Post
from app.people.guess_limits import WINDOW
from app.people.models import Device, Membership, SignInFailure, User
from app.permissions import Role
from app.places.models import Team, Ward
from app.reading import read_alone

_USER, _DEVICE, _MEMBERSHIP, _WARD, _TEAM = map(table_of, (User, Device, Membership, Ward, Team))
_ACTOR = sa.select(
    _USER.c.id,
    _USER.c.name,
    _USER.c.phone,
    _USER.c.ended_at,
    _MEMBERSHIP.c.role,
    _MEMBERSHIP.c.valid_from,
    _MEMBERSHIP.c.valid_to,
    sa.func.coalesce(_MEMBERSHIP.c.province_id, _WARD.c.province_id).label("province_id"),
    _MEMBERSHIP.c.ward_id,
    _WARD.c.code.label("ward_code"),
    _WARD.c.name.label("ward_name"),
    _MEMBERSHIP.c.team_id,
    _TEAM.c.name.label("team_name"),
)
_POSTS = (
    _USER.outerjoin(_MEMBERSHIP, _MEMBERSHIP.c.user_id == _USER.c.id)
    .outerjoin(_WARD, _WARD.c.id == _MEMBERSHIP.c.ward_id)
    .outerjoin(_TEAM, _TEAM.c.id == _MEMBERSHIP.c.team_id)
)
_SIGNS_IN_SINCE: sa.BindParameter[datetime] = sa.bindparam("signs_in_since", type_=Instant())
_MAY_SIGN_IN = sa.or_(_USER.c.ended_at.is_(None), _USER.c.ended_at >= _SIGNS_IN_SINCE)
_LATEST_FIRST = _MEMBERSHIP.c.valid_from.desc(), _MEMBERSHIP.c.id.desc()
_BY_DEVICE = (
    _ACTOR.add_columns(_DEVICE.c.id.label("device_id"), _DEVICE.c.last_seen_at)
    .select_from(_POSTS.join(_DEVICE, _DEVICE.c.user_id == _USER.c.id))
    .where(_DEVICE.c.id == sa.bindparam("device_id"), _DEVICE.c.revoked_at.is_(None), _MAY_SIGN_IN)
    .order_by(*_LATEST_FIRST)
)
_BY_USER = (
    _ACTOR.add_columns(sa.null().label("device_id"), sa.null().label("last_seen_at"))
    .select_from(_POSTS)
    .where(_USER.c.id == sa.bindparam("user_id"))
    .order_by(*_LATEST_FIRST)
)


def actor_on_device(device_id: UUID, today: date) -> Actor | None:
    """Return who is signed in on a device, or ``None`` when it was revoked or its user ended too long ago to send."""
    values = {"device_id": device_id, "signs_in_since": first_end_to_sign_in(today)}
    return _actor(read_alone(_BY_DEVICE, values), today)


def actor_of(session: Session, user_id: int, today: date) -> Actor | None:
    """Return a user who may still sign in as an actor without a device; ``None`` for others."""
    values = {"user_id": user_id, "signs_in_since": first_end_to_sign_in(today)}
    return _actor(session.connection().execute(_BY_USER.where(_MAY_SIGN_IN), values).all(), today)


def first_end_to_sign_in(today: date) -> datetime:
    """Return when accounts ended at the earliest whose phones may still send: until then one may sign in with them."""
    return datetime.combine(today - SENDING_GRACE, time.min, ZONE)


def may_sign_in(today: date) -> sa.ColumnElement[bool]:
    """Return the condition under which one signs in with an account: it did not end, or not long ago."""
    return sa.or_(User.ended_at.is_(None), User.ended_at >= first_end_to_sign_in(today))


def actor_even_if_ended(session: Session, user_id: int, today: date) -> Actor | None:
    """Return a user as an actor without a device, as the author of an entry; the account may have ended since."""
    return _actor(session.connection().execute(_BY_USER, {"user_id": user_id}).all(), today)


def _actor(rows: Sequence[sa.Row[*tuple[object, ...]]], today: date) -> Actor | None:
    if not rows:
        return None
    first = rows[0]
    posts = tuple(
        Post(
            row.role,
            row.valid_from,
            row.valid_to,
            row.province_id,
            row.ward_id,
            row.ward_code,
            row.ward_name,
            row.team_id,
            row.team_name,
        )
        for row in rows
        if row.role is not None
    )
    is_ended = first.ended_at is not None
    return Actor(first.id, first.name, first.phone, first.device_id, first.last_seen_at, posts, today, is_ended)


def user_by_phone(phone: str) -> sa.Select[User]:
    """Select the user with a normalised phone number, ended or not."""
    return sa.select(User).where(User.phone == phone)


def devices_of(user_id: int) -> sa.Select[Device]:
    """Select the devices on which a user is signed in, the last used first."""
    return (
        sa.select(Device)
        .where(Device.user_id == user_id, Device.revoked_at.is_(None))
        .order_by(Device.last_seen_at.desc(), Device.id)
    )


def team_mates(ward_id: int, team_id: int, on: date) -> sa.Select[int, str]:
    """Select the id and name of a team's people on a day."""
    return (
        sa.select(User.id, User.name)
        .distinct()
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.ward_id == ward_id,
            Membership.team_id == team_id,
            Membership.valid_from <= on,
            sa.or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
            User.ended_at.is_(None),
        )
    )


def team_contacts(ward_id: int, team_id: int, on: date) -> sa.Select[int, str, str]:
    """Select the id, name and normalised phone number of those of a team who log entries on a day."""
    in_team = team_mates(ward_id, team_id, on).where(Membership.role.in_([Role.MEMBER, Role.LEADER, Role.COORDINATOR]))
    return in_team.with_only_columns(User.id, User.name, User.phone)


def members_of_ward(ward_id: int, user_ids: Iterable[int]) -> sa.Select[int]:
    """Select those of ``user_ids`` who have or had a post in a ward that logs entries."""
    return (
        sa.select(Membership.user_id)
        .distinct()
        .where(
            Membership.ward_id == ward_id,
            Membership.user_id.in_(list(user_ids)),
            Membership.role.in_([Role.MEMBER, Role.LEADER, Role.COORDINATOR]),
        )
    )


def names_of_ward(ward_id: int) -> sa.Select[int, str]:
    """Select the id and name of everybody who has or had a post in a ward."""
    return (
        sa.select(User.id, User.name)
        .distinct()
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.ward_id == ward_id)
    )


def other_coordinators(ward_id: int, user_id: int | None, on: date) -> sa.Select[int, str]:
    """Select the id and name of who coordinates a ward on a day and can sign in, without one of them."""
    return (
        sa.select(User.id, User.name)
        .distinct()
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.ward_id == ward_id,
            Membership.role == Role.COORDINATOR,
            Membership.valid_from <= on,
            sa.or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
            User.ended_at.is_(None),
            User.id != user_id,
        )
    )


def has_other_coordinator(session: Session, ward_id: int, user_id: int, on: date) -> bool:
    """Return whether a ward has somebody else to approve what one of its coordinators logged."""
    return session.execute(other_coordinators(ward_id, user_id, on).limit(1)).first() is not None


def posts_of_ward(ward_id: int) -> sa.Select[int, str, int | None, date, date | None, Role]:
    """Select the posts of a ward that log entries, past ones too, each with its holder's name."""
    post = Membership
    return (
        sa.select(User.id.label("member_id"), User.name, post.team_id, post.valid_from, post.valid_to, post.role)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.ward_id == ward_id,
            Membership.role.in_([Role.MEMBER, Role.LEADER, Role.COORDINATOR]),
        )
        .order_by(Membership.id)
    )


def names_of(user_ids: Iterable[int]) -> sa.Select[int, str]:
    """Select the id and name of users, ended ones too."""
    return sa.select(User.id, User.name).where(User.id.in_(list(user_ids)))


def failures_by_key(session: Session, keys: Collection[str], until: datetime) -> dict[str, list[datetime]]:
    """Return, by key, when wrong passwords were given; at most as many as the limits let through."""
    query = sa.select(SignInFailure.key, SignInFailure.at).where(
        SignInFailure.key.in_(keys), SignInFailure.at > until - WINDOW, SignInFailure.at <= until
    )
    times: dict[str, list[datetime]] = {}
    for key, at in session.execute(query):
        times.setdefault(key, []).append(at)
    return times


def was_revoked(device_id: UUID) -> sa.Select[bool]:
    """Select whether a device was signed out, by its user elsewhere, by the ward, or by a new password."""
    return sa.select(sa.exists().where(Device.id == device_id, Device.revoked_at.is_not(None)))


def credentials_of(phone: str, today: date) -> sa.Select[int, str]:
    """Select id and password hash of the user who may sign in with a normalised phone number."""
    return sa.select(User.id, User.password_hash).where(User.phone == phone, may_sign_in(today))


def account_with_number(phone: str) -> sa.Select[int, str]:
    """Select id and password hash of the account with a normalised phone number, however long ago it ended."""
    return sa.select(User.id, User.password_hash).where(User.phone == phone)


def ward_of_number(phone: str, on: date) -> sa.Select[int | None]:
    """Select the ward of the post that the holder of a number has on a day; that of the later one comes first."""
    return (
        sa.select(Membership.ward_id)
        .join(User, User.id == Membership.user_id)
        .where(
            User.phone == phone,
            Membership.valid_from <= on,
            sa.or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
        )
        .order_by(*_LATEST_FIRST)
    )


def has_demonstration_accounts() -> sa.Select[bool]:
    """Select whether any account is one of the demonstration's."""
    return sa.select(sa.exists().where(User.is_demonstration))


def has_accounts() -> sa.Select[bool]:
    """Select whether there is any account, ended ones too."""
    return sa.select(sa.exists(sa.select(User.id)))
