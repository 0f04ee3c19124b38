"""The ward of the user who asks, or the one that an administrator names, as views load it."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy.orm import Session

from app.people.actor import Actor
from app.permissions import Permission, Reach, Scope, may, reach
from app.places.models import Ward
from app.places.queries import ward_by_code


def own_ward(session: Session, actor: Actor) -> Ward:
    """Return the ward in which ``actor`` has a post today; answer 404 when there is none."""
    ward = session.get(Ward, actor.place.ward_id) if actor.place.ward_id is not None else None
    return ward or abort(404)


def own_ward_for(session: Session, actor: Actor, permission: Permission) -> Ward:
    """Return the ward of ``actor``; answer 404 when there is none, 403 when ``permission`` does not reach all of it."""
    ward = own_ward(session, actor)
    return ward if may(actor, permission, Scope(ward.province_id, ward.id)) else abort(403)


def requested_ward(session: Session, actor: Actor, permission: Permission) -> Ward:
    """Return the ward that a page is about: one's own, or that of ``?ward=CODE`` for whom ``permission`` reaches all.

    Answers 403 to whom the permission is not granted, and 404 where the ward is missing or another one than the actor's
    own. Of the ward of a leader the permission reaches the team alone: the page asks :func:`may` about what it shows.
    """
    code = request.args.get("ward")
    match reach(actor, permission):
        case None:
            abort(403)
        case Reach.ALL:
            return session.scalar(ward_by_code(code or "")) or abort(404)
    ward = own_ward(session, actor)
    return ward if code in {None, ward.code} else abort(404)
