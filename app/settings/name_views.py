"""``/settings/names``: what areas and teams are called, and the number to call."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import requires
from app.month import now
from app.permissions import Permission
from app.saving import save_and_flash
from app.settings.blueprint import bp
from app.settings.list_access import list_access
from app.settings.name_actions import WardNames, save_names
from app.settings.name_forms import NamesForm


@bp.route("/names", methods=["GET", "POST"])
@requires(Permission.PLACE_MANAGE)
def names() -> ResponseReturnValue:
    """Show what the ward calls its areas and teams, and save it."""
    access = list_access(Permission.PLACE_MANAGE)
    form = NamesForm.of(WardNames.of(access.ward))
    if form.validate_on_submit():
        entered, seen, ward_id, actor_id, at = form.names, form.version.data, access.ward.id, access.actor.id, now()
        if save_and_flash(lambda s: save_names(s, ward_id, entered, seen, actor_id, at), _("Saved.")):
            return redirect(url_for("settings.names", ward=access.ward_code))
        access = list_access(Permission.PLACE_MANAGE)
        form.mark_outdated(WardNames.of(access.ward).version)
    elif not form.is_submitted():
        form.version.data = WardNames.of(access.ward).version
    html = render_template("settings/names.html", access=access, form=form)
    return html, 422 if form.errors or form.is_outdated else 200
