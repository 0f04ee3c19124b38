"""``/areas/changes``: what became of which area of a ward, and taking that back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import requires
from app.areas.blueprint import bp
from app.areas.changes import AreaRefusedError
from app.areas.split_area import undo_area_change
from app.areas.undo_actions import refusal_of_undo
from app.areas.wording import change_refusal_words
from app.database import reader
from app.month import now
from app.permissions import Permission
from app.places.area_changes import NamedChange, changes_of_ward
from app.places.change_words import change_sentences
from app.settings.list_access import ListAccess, list_access
from app.settings.list_pages import heading_of
from app.settings.ward_lists import WardList


@bp.get("/changes")
@requires(Permission.PLACE_READ)
def changes() -> str:
    """Show what became of which area, the newest first, and what can be taken back."""
    access = list_access(Permission.PLACE_READ)
    found = changes_of_ward(reader(), access.ward.id)
    return render_template(
        "areas/changes.html",
        access=access,
        heading=heading_of(WardList.AREAS, access.ward),
        changes=[(change, change_sentences(change), _why_not(access, change)) for change in found],
    )


def _why_not(access: ListAccess, change: NamedChange) -> str:
    if change.undone_at is not None or not access.may_change:
        return ""
    refusal = refusal_of_undo(reader(), access.ward.id, change.number)
    return change_refusal_words(refusal) if refusal is not None else ""


@bp.post("/changes/<int(max=2147483647):number>/undo")
@requires(Permission.PLACE_MANAGE)
def undo(number: int) -> ResponseReturnValue:
    """Take a change of areas back, or say why it stays."""
    access = list_access(Permission.PLACE_MANAGE)
    ward_id, actor_id, at = access.ward.id, access.actor.id, now()
    try:
        undo_area_change(ward_id, number, actor_id, at)
        flash(_("The change is taken back; all stands as before it."))
    except LookupError:
        abort(404)
    except AreaRefusedError as error:
        flash(change_refusal_words(error))
    return redirect(url_for("areas.changes", ward=access.ward_code))
