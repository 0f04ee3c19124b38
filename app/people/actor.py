"""The person behind a request, with the posts they hold or held, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_login import UserMixin

from app.permissions import Permission, Role, Scope, reach

SENDING_GRACE = timedelta(days=60)
"""The time after the end of a post in which its holder may still send work that was done inside it."""


@dataclass(frozen=True, slots=True)
class Post:
    """A membership as a request needs it, with the names of its places."""

    role: Role
    valid_from: date
    valid_to: date | None
    province_id: int | None
    ward_id: int | None
    ward_code: str | None
    ward_name: str | None
    team_id: int | None
    team_name: str | None

    def covers(self, day: date) -> bool:
        """Return whether the post was held on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Actor(UserMixin):  # type: ignore[misc]
    """The user of a request, with the device and the current date."""

    id: int
    name: str
    phone: str
    device_id: UUID | None
    last_seen_at: datetime | None
    posts: tuple[Post, ...]
    today: date
    is_ended: bool = False
    """Whether the account was ended: from then on its holder reads nothing, also on the last day of the post."""

    def get_id(self) -> str:
        """Return what the session cookie names: the device, so that one can be signed out alone."""
        return str(self.device_id)

    @property
    def post(self) -> Post | None:
        """The post held today, if any."""
        if self.is_ended:
            return None
        return next((post for post in self.posts if post.covers(self.today)), None)

    @property
    def ended_on(self) -> date | None:
        """The last day of the last post, of somebody who has none any more: the day of the end counts, too."""
        if self.post is not None:
            return None
        days = [post.valid_to for post in self.posts if post.valid_to is not None and post.valid_to <= self.today]
        return max(days, default=None)

    @property
    def sends_until(self) -> date | None:
        """The last day on which somebody whose last post ended may send what was done inside it."""
        return self.ended_on + SENDING_GRACE if self.ended_on is not None else None

    @property
    def role(self) -> Role | None:
        """The role held today."""
        return self.post.role if self.post else None

    @property
    def place(self) -> Scope:
        """The province, ward and team in which today's role is held."""
        post = self.post
        if post is None:
            return Scope(member_id=self.id)
        return Scope(post.province_id, post.ward_id, post.team_id, self.id)

    def is_granted(self, permission: Permission) -> bool:
        """Return whether ``permission`` is held anywhere; templates ask it to show or hide a link."""
        return reach(self, permission) is not None

    def logging_post(self, ward_id: int, day: date) -> Post | None:
        """Return the post under which work of ``day`` in a ward is logged.

        That is the post held on the day. Work from before somebody's first post in the ward is theirs
        under the present one. A past post may send for :data:`SENDING_GRACE`, and only what happened inside it.
        """
        logging = [
            post
            for post in self.posts
            if post.ward_id == ward_id and post.role in {Role.MEMBER, Role.LEADER, Role.COORDINATOR}
        ]
        for post in logging:
            if post.covers(day) and (post.valid_to is None or self.today <= post.valid_to + SENDING_GRACE):
                return post
        return next((post for post in logging if post.covers(self.today)), None)

    @property
    def may_send(self) -> bool:
        """Whether any post, present or recent, lets this person send entries."""
        return any(
            post.ward_id is not None and self.logging_post(post.ward_id, min(self.today, post.valid_to or self.today))
            for post in self.posts
        )

    @property
    def wards(self) -> tuple[int, ...]:
        """The wards of all posts, past ones too: where an entry sent earlier may stand."""
        return tuple(sorted({post.ward_id for post in self.posts if post.ward_id is not None}))
