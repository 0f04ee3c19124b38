"""``/settings/event-types``: what a ward calls the kinds of events in its calendar."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.database import reader
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.saving import save_and_flash
from app.settings.blueprint import bp
from app.settings.event_type_actions import event_types_version, save_event_types
from app.settings.event_type_forms import EventTypesForm


@bp.route("/event-types", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def event_types() -> ResponseReturnValue:
    """Show the types of the ward's events, and let them be renamed, ended, brought back and added."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    form = EventTypesForm.of(ward.settings.event_types, event_types_version(ward))
    is_wrong = form.is_submitted() and not form.validate()
    if form.is_submitted() and not is_wrong:
        types, seen, at = form.types, form.version.data, now()
        if save_and_flash(
            lambda session: save_event_types(session, ward.id, types, seen, actor.id, at),
            _("Saved."),
            _("Nothing changed."),
        ):
            return redirect(url_for("settings.event_types"))
        ward, is_wrong = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), True
        form.mark_outdated(event_types_version(ward))
    return render_template("settings/event_types.html", ward=ward, form=form), 422 if is_wrong else 200
