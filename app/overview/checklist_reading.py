"""Reading what is left to set up in a ward, and ending the list of it once nothing is."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.database import in_transaction
from app.month import now
from app.overview.actions import end_setup
from app.overview.setup_checklist import SetupChecklist, setup_checklist
from app.overview.setup_queries import setup_facts
from app.people.actor import Actor
from app.permissions import Permission
from app.places.models import Ward


def read_checklist(session: Session, actor: Actor, ward: Ward) -> SetupChecklist | None:
    """Return the list of a ward that is being set up, for its coordinators; ``None`` for others and other wards."""
    if not ward.settings.is_being_set_up or not actor.is_granted(Permission.WARD_SETTINGS):
        return None
    return setup_checklist(ward, setup_facts(session, ward.id, actor.today, now()))


def checklist_until_complete(session: Session, actor: Actor, ward: Ward) -> SetupChecklist | None:
    """Return what is left to set up in a ward, as its coordinators see it; ``None`` when there is no such list.

    It ends by itself, and for good, when it is found complete: nothing that is taken away later brings it back.
    """
    found = read_checklist(session, actor, ward)
    if found is None or not found.is_complete:
        return found
    in_transaction(lambda writer: end_setup(writer, ward.id, actor.id, now()))
    flash(_("The ward is set up: all that is needed is done."))
    return None
