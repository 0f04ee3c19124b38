"""The settings of a ward: which questions it asks of the entries that come in."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.database import in_transaction, reader
from app.month import Month, now
from app.people.actor import Actor
from app.permissions import Permission, Place, may, requires
from app.places.models import Ward
from app.setup.actions import LEAST_LOCATED, save_flags, take_middles
from app.setup.forms import FlagsForm
from app.setup.queries import areas_with_middles

bp = Blueprint("setup", __name__, url_prefix="/settings")


@bp.route("/flags", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def flags() -> ResponseReturnValue:
    """Show which questions the ward asks of its entries, and let that be changed."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    form = FlagsForm.of(ward.settings or {})
    if form.validate_on_submit():
        chosen, location, at = form.settings, form.location.data, now()
        is_new = in_transaction(lambda session: save_flags(session, ward.id, chosen, location, actor.id, at))
        flash(
            _("The settings are saved. They hold for what comes in from now on.") if is_new else _("Nothing changed.")
        )
        return redirect(url_for("setup.flags"))
    areas = reader().execute(areas_with_middles(ward.id)).all()
    page = render_template("setup/flags.html", ward=ward, form=form, areas=areas, least_located=LEAST_LOCATED)
    return page, 422 if form.is_submitted() else 200


@bp.post("/flags/middles")
@requires(Permission.WARD_SETTINGS)
def middles() -> ResponseReturnValue:
    """Take the middle of each area from the entries that were logged there in the last three months."""
    actor: Actor = current_user._get_current_object()
    ward = _own_ward(actor)
    this = Month.of(actor.today)
    months = [str(month) for month in (this, this.previous(), this.previous().previous())]
    number = in_transaction(lambda session: take_middles(session, ward.id, months, actor.id, now()))
    if number:
        text = _("Neighbourhoods whose middle was taken: %(number)d.", number=number)
    else:
        text = _("No neighbourhood has enough entries yet that say where they were made.")
    flash(text)
    return redirect(url_for("setup.flags"))


def _own_ward(actor: Actor) -> Ward:
    """Return the ward whose settings are one's to change."""
    ward = reader().get(Ward, actor.place.ward_id) if actor.place.ward_id is not None else None
    if ward is None:
        abort(404)
    if not may(actor, Permission.WARD_SETTINGS, Place(ward.province_id, ward.id)):
        abort(403)
    return ward
