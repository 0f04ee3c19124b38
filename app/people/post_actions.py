"""Changing a ward's people: their names, numbers and posts, and signing their devices out. Actions never commit.

Each action takes who acts, and raises :class:`~app.people.authority.PeopleRefusedError` with the reason when they may
not, or when it cannot be; nothing is changed then. Actions on the same person, and on coordinators of the same ward,
take turns. What people logged stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import local_day
from app.people import actions
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.people.authority import (
    Manager,
    Operator,
    PeopleRefusal,
    PeopleRefusedError,
    PlacedRole,
    refuse_if,
    why_not_change,
    why_not_change_phone,
    why_not_give,
)
from app.people.invitation_links import withdraw_all
from app.people.models import Membership, User
from app.people.post_queries import (
    describe_post,
    has_standing_coordinator,
    lasting_posts,
    lock_wards,
    managed_posts,
    placed_role,
    post_on,
    posts_of,
    present_or_last,
    usable_or_last,
    why_no_place,
)
from app.permissions import Role

LATEST_START = timedelta(days=366)
"""How far ahead a move may be planned."""


def rename_person(session: Session, by: Manager, user_id: int, name: str, now: datetime) -> bool:
    """Give a person another name, already cleaned; return ``False`` when it is the present one."""
    user, posts = locked_person(session, user_id)
    ward_id = _changeable_in(by, user, posts, now)
    if user.name == name:
        return False
    record_event(
        session, AuditEvent.PERSON_RENAMED, now, by.id, ward_id, user=user.id, name_before=user.name, name=name
    )
    user.name = name
    return True


def change_phone(session: Session, by: Manager, user_id: int, phone: str, now: datetime) -> bool:
    """Give an account another number, already normalised, to sign in with; return ``False`` when it has it already.

    The owner keeps the password, and stays signed in: the person is the same. Wrong guesses count for a number, so
    those at the old one do not follow. Links that would set the password anew stop.
    """
    user, posts = locked_person(session, user_id)
    usable = usable_or_last(posts, local_day(now))
    refuse_if(why_not_change_phone(by, user.id, map(placed_role, usable)))
    if user.phone == phone:
        return False
    detail = {"user": user.id, "digits_before": user.phone[-3:], "digits": phone[-3:]}
    try:
        with session.begin_nested():
            user.phone = phone
    except sa.exc.IntegrityError as error:
        raise PeopleRefusedError(PeopleRefusal.PHONE_TAKEN) from error
    actions.withdraw_resets(session, user.id, now)
    for ward_id in sorted({post.ward_id for post in usable}, key=str):
        record_event(session, AuditEvent.PHONE_CHANGED, now, by.id, ward_id, **detail)
    return True


def move_person(session: Session, by: Manager, user_id: int, to: PlacedRole, since: date, now: datetime) -> None:
    """Give a person another post from a day on, today or later: the present one ends on the day before.

    A move that was planned for that day or later is replaced. Who moves to another ward today may still send to the
    old one what they did there this morning: that post ends today.
    """
    user, posts = locked_person(session, user_id)
    today = local_day(now)
    _changeable_in(by, user, posts, now)
    if user.ended_at is not None or (post_on(posts, today) is None):
        raise PeopleRefusedError(PeopleRefusal.NO_POST)
    refuse_if(why_not_give(by, to.role, to.place))
    if since < today:
        raise PeopleRefusedError(PeopleRefusal.DAY_PAST)
    if since > today + LATEST_START:
        raise PeopleRefusedError(PeopleRefusal.DAY_TOO_FAR)
    change_post(session, by, user, posts, to, since, now)


def end_person(session: Session, by: Manager, user_id: int, now: datetime) -> None:
    """End a person's post today, and what was planned after it.

    What still invites them to these wards, or would set the password anew, is withdrawn. From now on they read nothing.
    Their phone may still send what they did until today, for :data:`~app.people.actor.SENDING_GRACE`; so devices stay
    signed in, and the password stays good for that long.
    """
    user, posts = locked_person(session, user_id)
    today = local_day(now)
    ward_id = _changeable_in(by, user, posts, now)
    if user.ended_at is not None:
        raise PeopleRefusedError(PeopleRefusal.NO_POST)
    leaving = lasting_posts(posts, today)
    wards = {ward_id, *(post.ward_id for post in leaving)}
    lock_wards(session, wards)
    _keep_coordinators(session, by, user.id, leaving, None, today)
    for ward_id in sorted(wards, key=str):
        record_event(session, AuditEvent.PERSON_ENDED, now, by.id, ward_id, user=user.id)
        withdraw_all(session, by, ward_id, user.phone, now)
    actions.withdraw_resets(session, user.id, now)
    for post in posts:
        _end_post(session, post, today, today)
    user.ended_at = now


def restore_person(session: Session, by: Manager, user_id: int, to: PlacedRole, now: datetime) -> None:
    """Bring a person back whose account or last post ended: with a new post from today on, and the same password."""
    user, posts = locked_person(session, user_id)
    today = local_day(now)
    _changeable_in(by, user, posts, now)
    if user.ended_at is None and post_on(posts, today) is not None:
        raise PeopleRefusedError(PeopleRefusal.HAS_POST)
    refuse_if(why_not_give(by, to.role, to.place))
    lock_wards(session, [to.place.ward_id])
    refuse_if(why_no_place(session, to))
    actions.withdraw_resets(session, user.id, now)
    wards = {to.place.ward_id, *_present_ward(posts, today)}
    user.ended_at = None
    _begin_post(session, user.id, posts, to, today, today)
    post = describe_post(session, to)
    for ward_id in sorted(wards, key=str):
        record_event(session, AuditEvent.PERSON_RESTORED, now, by.id, ward_id, user=user.id, post=post)


def sign_out_device(session: Session, by: Manager, user_id: int, device_id: UUID, now: datetime) -> bool:
    """Sign a device of a person out; return whether there was such a device."""
    user, posts = locked_person(session, user_id)
    ward_id = _changeable_in(by, user, posts, now)
    if not actions.revoke_device(session, user.id, device_id, now):
        return False
    record_event(session, AuditEvent.DEVICE_REVOKED, now, by.id, ward_id, user=user.id)
    return True


def lock_changeable(session: Session, by: Manager, user_id: int, now: datetime) -> None:
    """Lock a person as :func:`locked_person` does, and raise the refusal where ``by`` may not change them at all."""
    user, posts = locked_person(session, user_id)
    _changeable_in(by, user, posts, now)


def locked_person(session: Session, user_id: int) -> tuple[User, list[Membership]]:
    """Return a user and all their posts as they are now; others who change them wait until this transaction ends."""
    user = session.get(User, user_id, with_for_update={"key_share": True})
    if user is None:
        raise PeopleRefusedError(PeopleRefusal.OUT_OF_SCOPE)
    return user, list(session.scalars(posts_of(user_id)))


def change_post(
    session: Session,
    by: Manager | None,
    user: User,
    posts: list[Membership],
    to: PlacedRole,
    since: date,
    now: datetime,
) -> None:
    """Let a post begin on a day in place of all that a user has then, and record it in all wards concerned.

    Whether ``by`` may do so was asked before; ``None`` is the user, who accepts an invitation. A ward keeps its last
    coordinator, unless the operator takes them away.
    """
    leaving = lasting_posts(posts, since)
    wards = {to.place.ward_id, *(post.ward_id for post in leaving), *_present_ward(posts, local_day(now))}
    lock_wards(session, wards)
    refuse_if(why_no_place(session, to))
    if [(placed_role(post), post.valid_to) for post in leaving] == [(to, None)]:
        raise PeopleRefusedError(PeopleRefusal.SAME_POST)
    _keep_coordinators(session, by, user.id, leaving, to, since)
    present = post_on(posts, local_day(now))
    detail: dict[str, object] = {"after": describe_post(session, to), "since": since.isoformat()}
    if present is not None:
        detail["before"] = describe_post(session, placed_role(present))
    _begin_post(session, user.id, posts, to, since, local_day(now))
    for ward_id in sorted(wards, key=str):
        actor_id = by.id if by is not None else user.id
        record_event(session, AuditEvent.PERSON_MOVED, now, actor_id, ward_id, user=user.id, **detail)


def _changeable_in(by: Manager, user: User, posts: list[Membership], now: datetime) -> int | None:
    """Return the ward of the post by which ``by`` manages a person, or raise the refusal."""
    managed = managed_posts(posts, local_day(now))
    refuse_if(why_not_change(by, user.id, map(placed_role, managed)))
    return managed[0].ward_id


def _present_ward(posts: list[Membership], today: date) -> list[int | None]:
    """Return the ward of today's post, else of the last one: it is informed where a former person goes to."""
    post = present_or_last(posts, today)
    return [post.ward_id] if post else []


def _keep_coordinators(
    session: Session,
    by: Manager | None,
    user_id: int,
    leaving: Iterable[Membership],
    to: PlacedRole | None,
    since: date,
) -> None:
    """Raise unless each ward whose coordinator leaves has another; whoever asks has locked the wards."""
    kept = to.place.ward_id if to is not None and to.role is Role.COORDINATOR else None
    wards = {post.ward_id for post in leaving if post.role is Role.COORDINATOR} - {kept, None}
    for ward_id in sorted(filter(None, wards)):
        if not isinstance(by, Operator) and not has_standing_coordinator(session, ward_id, user_id, since):
            raise PeopleRefusedError(PeopleRefusal.LAST_COORDINATOR)


def _begin_post(
    session: Session, user_id: int, posts: Iterable[Membership], to: PlacedRole, since: date, today: date
) -> None:
    """Let a post begin on a day, and end the others on the day before.

    When it begins today, one in another ward was held today, too: what was done in the morning is sent there.
    """
    for post in posts:
        was_held_then = since == today and post.ward_id != to.place.ward_id
        _end_post(session, post, since if was_held_then else since - timedelta(days=1), today)
    # The index allows one post without an end at any moment, so those that end are written first.
    session.flush()
    session.add(actions.first_post(user_id, to.role, to.place, since))


def _end_post(session: Session, post: Membership, last: date, today: date) -> None:
    """End a post on a day, or remove one that would begin after it.

    One that has begun is never removed, since rank and scope of an account are those of all posts that it was good for:
    what began today ends today at the earliest.
    """
    if post.valid_from > max(last, today):
        session.delete(post)
    elif post.valid_to is None or post.valid_to > last:
        post.valid_to = max(last, post.valid_from)
