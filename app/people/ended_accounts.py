"""What somebody whose post has ended is told of it: since when, until when work is still taken in, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.people.actor import Actor
from app.people.phones import national_phone
from app.places.models import Ward


@dataclass(frozen=True, slots=True)
class EndedAccount:
    """The end of somebody's last post; both days are ``None`` where an account ended that never had a post."""

    ended_on: date | None
    sends_until: date | None
    may_send: bool
    contact_phone: str
    """The number of the ward of the last post, in E.164; empty where the ward gave none."""
    was_in_ward: bool = True
    """Whether the last post was one of a ward, and not of a province or of who looks after the server."""

    @property
    def national_phone(self) -> str:
        """The number of the ward as people write it."""
        return national_phone(self.contact_phone)


def describe_end(session: Session, actor: Actor) -> EndedAccount | None:
    """Return the end of the last post of ``actor``, or ``None`` for who has a post, or never had one."""
    if actor.ended_on is None and not actor.is_ended:
        return None
    last = max(actor.posts, key=lambda post: post.valid_from, default=None)
    ward = session.get(Ward, last.ward_id) if last and last.ward_id else None
    phone = ward.contact_phone if ward else ""
    return EndedAccount(actor.ended_on, actor.sends_until, actor.may_send, phone, was_in_ward=ward is not None)
