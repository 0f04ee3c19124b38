"""``/people/<id>``: a person's posts, devices and entries of the month."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template
from flask_babel import lazy_gettext as _l

from app.access import requires
from app.month import now
from app.people.actor import Post
from app.people.audit import record_view, shows_names
from app.people.queries import author_of, devices_of
from app.permissions import Permission
from app.roster.blueprint import bp
from app.roster.people_list import RosterLine, people_of, with_entries
from app.roster.requested_scope import RosterAccess, roster_access


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """A person with all posts in the ward, the latest first."""

    line: RosterLine
    posts: tuple[Post, ...]


def person_or_404(access: RosterAccess, user_id: int) -> RosterPerson:
    """Return a person who is the user's to look after; answer 404 for anybody else."""
    lines = with_entries(access.session, access.scope, people_of(access.session, access.scope, user_id))
    holder = author_of(access.session, user_id, access.actor.today)
    if not lines or holder is None:
        abort(404)
    return RosterPerson(lines[0], tuple(post for post in holder.posts if post.ward_id == access.ward.id))


@bp.get("/<int(max=2147483647):user_id>")
@requires(Permission.PEOPLE_MANAGE)
@shows_names("roster.person", _l("the page of a person"))
def person(user_id: int) -> str:
    """Show a person's posts and devices, and what can be done."""
    access = roster_access()
    shown = person_or_404(access, user_id)
    devices = access.session.scalars(devices_of(user_id)).all()
    html = render_template("roster/person.html", access=access, person=shown, line=shown.line, devices=devices)
    record_view(access.session, now(), access.actor, access.ward.id, user=user_id)
    return html
