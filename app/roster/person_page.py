"""A person's page: posts, devices, and what the user who looks may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import abort, render_template
from sqlalchemy.orm import Session

from app.month import now
from app.people.actor import Post
from app.people.audit_log_queries import changes_of_person
from app.people.authority import (
    PeopleRefusal,
    roles_to_give,
    why_not_change,
    why_not_change_phone,
    why_not_reset,
)
from app.people.models import Device
from app.people.post_queries import managed_posts, placed_role, posts_of, usable_or_last, usable_posts
from app.people.queries import actor_even_if_ended, devices_of
from app.people.wording import REFUSALS, actor_name, sentence
from app.permissions import Role
from app.places.ward_places import WardTeam, existed_between
from app.roster.people_list import RosterLine, people_of, with_entries
from app.roster.person_forms import MoveForm, PersonNameForm, PhoneForm, PostForm
from app.roster.requested_scope import RosterAccess
from app.roster.roster_filter import PersonState
from app.versions import version_token

_MOST_CHANGES = 5
_CHANGES_SHOWN_FOR = timedelta(days=60)

WARD_ROLES = (Role.MEMBER, Role.LEADER, Role.COORDINATOR, Role.VIEWER)
"""The roles that are held in a ward, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the user may do to a person; each is asked again when it is done."""

    change: bool
    change_phone: bool
    reset: bool


@dataclass(frozen=True, slots=True)
class PersonForms:
    """The forms of the page: as they are shown at first, or one as it was sent."""

    name: PersonNameForm
    phone: PhoneForm
    move: MoveForm
    restore: PostForm


class PersonChange(NamedTuple):
    """What was changed of the person, when, in the words of the audit log."""

    at: datetime
    words: str


@dataclass(frozen=True)
class PersonPage:
    """A person with all posts in the ward, the latest first."""

    access: RosterAccess
    line: RosterLine
    posts: Sequence[Post]
    devices: Sequence[Device]
    allowed: Allowed
    changes: Sequence[PersonChange]
    """The last changes, the newest first: of several on one day the posts keep only the last."""

    @property
    def version(self) -> str:
        """The version of what can be changed here."""
        return version_of(self.line)

    @property
    def is_ended(self) -> bool:
        """Whether the person has no post here today, and none to come."""
        return self.line.state is PersonState.ENDED

    @property
    def has_planned_post(self) -> bool:
        """Whether another post begins on a day to come."""
        return any(post.valid_from > self.access.actor.today for post in self.posts)

    def forms(self) -> PersonForms:
        """Return the forms with what is stored, or with what was sent."""
        line = self.line
        name = PersonNameForm(data={"name": line.name, "version": self.version})
        phone = PhoneForm(data={"version": self.version})
        chosen = {"role": line.role.value, "team": str(line.team_id or ""), "version": self.version}
        move, restore = MoveForm(data=chosen | {"since": self.access.actor.today}), PostForm(data=chosen)
        for form in (move, restore):
            form.offer(roles_offered(self.access), teams_offered(self.access))
        return PersonForms(name, phone, move, restore)

    def render(self, forms: PersonForms, opened: str = "", refusal: PeopleRefusal | None = None) -> str:
        """Return the page; ``opened`` names the part with what was sent, ``refusal`` says why it was not done."""
        return render_template(
            "roster/person.html",
            page=self,
            access=self.access,
            line=self.line,
            forms=forms,
            opened=opened,
            refusal=refusal,
            refusals=REFUSALS,
            offers_posts=len(roles_offered(self.access)) > 1,
            today=self.access.actor.today,
        )


def version_of(line: RosterLine) -> str:
    """Return the version of what can be changed of a person."""
    return version_token(line.name, line.phone, line.role, line.team_id, line.state is PersonState.ENDED)


def roles_offered(access: RosterAccess) -> list[Role]:
    """Return the roles in a ward that the user may give."""
    given = roles_to_give(access.actor)
    return [role for role in WARD_ROLES if role in given]


def teams_offered(access: RosterAccess) -> list[WardTeam]:
    """Return the teams that one can be in today, as far as the user looks after them."""
    today = access.actor.today
    return [team for team in access.teams if existed_between(team, today, today)]


def line_of(session: Session, access: RosterAccess, user_id: int) -> RosterLine:
    """Return a person who is the user's to look after; answer 404 for anybody else."""
    lines = people_of(session, access.scope, user_id)
    return lines[0] if lines else abort(404)


def person_page(access: RosterAccess, user_id: int) -> PersonPage:
    """Read the page of a person; answer 404 for who is not the user's to look after."""
    session, actor = access.session, access.actor
    line = with_entries(session, access.scope, [line_of(session, access, user_id)])[0]
    holder = actor_even_if_ended(session, user_id, actor.today) or abort(404)
    posts = session.scalars(posts_of(user_id)).all()
    managed = [placed_role(post) for post in managed_posts(posts, actor.today)]
    usable = [placed_role(post) for post in usable_posts(posts, actor.today)]
    may_change = why_not_change(actor, user_id, managed) is None
    is_active = line.state is not PersonState.ENDED
    allowed = Allowed(
        change=may_change,
        change_phone=why_not_change_phone(actor, user_id, map(placed_role, usable_or_last(posts, actor.today))) is None,
        reset=is_active and bool(usable) and why_not_reset(actor, user_id, usable) is None,
    )
    devices = session.scalars(devices_of(user_id)).all() if may_change else []
    here = [post for post in holder.posts if post.ward_id == access.ward.id]
    changes = _last_changes(access, line) if may_change else []
    return PersonPage(access, line, here, devices, allowed, changes)


def _last_changes(access: RosterAccess, line: RosterLine) -> list[PersonChange]:
    query = changes_of_person(line.id, access.ward.id, now() - _CHANGES_SHOWN_FOR).limit(_MOST_CHANGES)
    return [
        PersonChange(at, f"{actor_name(event, actor)} {sentence(event, detail, line.name, {})}")
        for at, event, detail, actor in access.session.execute(query)
    ]
