"""Queries of the posts that people hold, held and will hold, for those who change them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.people.actor import SENDING_GRACE
from app.people.authority import PeopleRefusal, PlacedRole
from app.people.models import Membership, User
from app.permissions import Role, Scope
from app.places.models import Team, Ward
from app.places.queries import lock_ward


def placed_role(post: Membership) -> PlacedRole:
    """Return the role and the place of a membership."""
    province_id = post.province_id if post.ward_id is None else None
    return PlacedRole(post.role, Scope(province_id, post.ward_id, post.team_id))


def posts_of(user_id: int) -> sa.Select[Membership]:
    """Select all posts of a user, the earliest first, as the database has them now."""
    query = sa.select(Membership).where(Membership.user_id == user_id)
    return query.order_by(Membership.valid_from, Membership.id).execution_options(populate_existing=True)


def post_on(posts: Iterable[Membership], day: date) -> Membership | None:
    """Return the post among ``posts`` that is held on ``day``: the later one on the day of a move between wards."""
    held = [post for post in posts if post.valid_from <= day and (post.valid_to is None or day <= post.valid_to)]
    return held[-1] if held else None


def present_or_last(posts: Iterable[Membership], today: date) -> Membership | None:
    """Return the post held today, else the last one; ``None`` when there never was one."""
    every = list(posts)
    return post_on(every, today) or (every[-1] if every else None)


def lasting_posts(posts: Iterable[Membership], day: date) -> list[Membership]:
    """Return the posts that are held on a day or later."""
    return [post for post in posts if post.valid_to is None or post.valid_to >= day]


def managed_posts(posts: Iterable[Membership], today: date) -> list[Membership]:
    """Return the posts by which a person is managed: that of today, else the last one, and then those planned."""
    every = list(posts)
    present = present_or_last(every, today)
    return [post for post in every if post is present or post.valid_from > today]


def usable_posts(posts: Iterable[Membership], today: date) -> list[Membership]:
    """Return the posts that an account is good for: those held now or later, and those for which it may send still."""
    return [post for post in posts if post.valid_to is None or today <= post.valid_to + SENDING_GRACE]


def lock_wards(session: Session, ward_ids: Iterable[int | None]) -> None:
    """Lock wards until this transaction ends.

    Whoever locks a person, wards and invitations does it in this order, and wards in that of their ids, so that no two
    wait for each other crosswise.
    """
    for ward_id in sorted({id for id in ward_ids if id is not None}):
        lock_ward(session, ward_id)


def usable_or_last(posts: Iterable[Membership], today: date) -> list[Membership]:
    """Return the posts that an account is good for; long after the end the last one, whose ward may bring it back."""
    every = list(posts)
    return usable_posts(every, today) or every[-1:]


def has_standing_coordinator(session: Session, ward_id: int, without: int, since: date) -> bool:
    """Return whether somebody other than the user ``without`` coordinates a ward since a day, with no end in sight."""
    others = (
        sa.select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.ward_id == ward_id,
            Membership.role == Role.COORDINATOR,
            Membership.valid_from <= since,
            Membership.valid_to.is_(None),
            Membership.user_id != without,
            User.ended_at.is_(None),
        )
    )
    return session.execute(others.limit(1)).first() is not None


def why_no_place(session: Session, post: PlacedRole) -> PeopleRefusal | None:
    """Return why nobody can have ``post`` without an end, or ``None``: its team is missing, another ward's or ends.

    Whoever gives the post has locked the ward, as has whoever ends a team of it.
    """
    place = post.place
    if place.team_id is None:
        return PeopleRefusal.TEAM_MISSING if post.role in {Role.MEMBER, Role.LEADER} else None
    team = session.get(Team, place.team_id, populate_existing=True)
    if team is None or team.ward_id != place.ward_id:
        return PeopleRefusal.TEAM_MISSING
    return PeopleRefusal.TEAM_ENDED if team.valid_to is not None else None


def describe_post(session: Session, post: PlacedRole) -> dict[str, str]:
    """Return a post as the audit log keeps it: the role, and what its team and ward are called now."""
    place, words = post.place, {"role": post.role.value}
    if place.team_id is not None and (team := session.get(Team, place.team_id)):
        words["team"] = team.name
    if place.ward_id is not None and (ward := session.get(Ward, place.ward_id)):
        words["ward"] = ward.name
    return words


def people_with_posts() -> sa.Select[User, Membership | None]:
    """Select every user with each of their posts, the earliest first; one without a post once, with ``None``."""
    return (
        sa.select(User, sa.Nullable(Membership))
        .outerjoin(Membership, Membership.user_id == User.id)
        .order_by(User.id, Membership.valid_from, Membership.id)
    )
