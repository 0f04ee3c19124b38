"""``/settings/flags``: the flags of a ward's entries, and the centroids of its neighbourhoods."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.database import in_transaction, reader
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.saving import save_and_flash
from app.settings.actions import LEAST_LOCATED, flags_version, save_flags, update_centroids
from app.settings.blueprint import bp
from app.settings.flag_forms import FlagsForm
from app.settings.queries import areas_with_centroids


@bp.route("/flags", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def flags() -> ResponseReturnValue:
    """Show which flags the ward's entries may raise, and let that be changed."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    form = FlagsForm.of(ward.settings, flags_version(ward))
    if form.validate_on_submit():
        chosen, seen, at = (form.settings, form.location.data), form.version.data, now()
        message = _("The settings are saved. They hold for what comes in from now on.")
        if save_and_flash(
            lambda session: save_flags(session, ward.id, *chosen, seen, actor.id, at), message, _("Nothing changed.")
        ):
            return redirect(url_for("settings.flags"))
        ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
        form.mark_outdated(flags_version(ward))
    areas = reader().execute(areas_with_centroids(ward.id, actor.today)).all()
    html = render_template("settings/flags.html", ward=ward, form=form, areas=areas, least_located=LEAST_LOCATED)
    return html, 422 if form.is_submitted() else 200


@bp.post("/flags/middles")
@requires(Permission.WARD_SETTINGS)
def renew_centroids() -> ResponseReturnValue:
    """Renew the centroid of each area by the entries that were logged there in the last three months."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    month = ward.settings.periods.of(actor.today)
    months = [str(each) for each in (month, month.previous(), month.previous().previous())]
    count = in_transaction(lambda session: update_centroids(session, ward.id, months, actor.id, now()))
    if count:
        message = _("Neighbourhoods whose middle was taken: %(number)d.", number=count)
    else:
        message = _("No neighbourhood has enough entries yet that say where they were made.")
    flash(message)
    return redirect(url_for("settings.flags"))
