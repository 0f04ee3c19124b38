"""The ward of the user who asks, as views load it."""

from __future__ import annotations

from flask import abort
from sqlalchemy.orm import Session

from app.people.actor import Actor
from app.permissions import Permission, Scope, may
from app.places.models import Ward


def own_ward(session: Session, actor: Actor) -> Ward:
    """Return the ward in which ``actor`` has a post today; answer 404 when there is none."""
    ward = session.get(Ward, actor.place.ward_id) if actor.place.ward_id is not None else None
    return ward or abort(404)


def own_ward_for(session: Session, actor: Actor, permission: Permission) -> Ward:
    """Return the ward of ``actor``; answer 404 when there is none, 403 when ``permission`` does not reach all of it."""
    ward = own_ward(session, actor)
    return ward if may(actor, permission, Scope(ward.province_id, ward.id)) else abort(403)
