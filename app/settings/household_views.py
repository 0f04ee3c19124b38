"""``/settings/households``: what a ward asks of a household's state, and when a household is a digital one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import requires
from app.catalogue.models import Service
from app.catalogue.offered import in_chosen_order
from app.database import reader
from app.month import now
from app.people.actor import Actor
from app.people.own_ward import own_ward_for
from app.permissions import Permission
from app.places.models import Ward
from app.saving import save_and_flash
from app.settings.blueprint import bp
from app.settings.household_choice import households_version, save_household_settings
from app.settings.household_forms import HouseholdsForm
from app.settings.service_choice import read_services


@bp.route("/households", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def households() -> ResponseReturnValue:
    """Show what phones ask of a household, and the ward's criteria, and let both be changed."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    offered, known = _services(ward)
    form = HouseholdsForm.of(ward.settings, offered, known)
    is_wrong = form.is_submitted() and not form.is_accepted()
    if form.is_to_be_saved and not is_wrong:
        chosen, criteria, seen, at = _in_order(form, offered), form.lines, form.version.data, now()
        if save_and_flash(
            lambda session: save_household_settings(session, ward.id, chosen, criteria, seen, actor.id, at),
            _("Saved. Phones ask it when they next have a connection; the figures follow at once."),
            _("Nothing changed."),
        ):
            return redirect(url_for("settings.households"))
        ward, is_wrong = own_ward_for(reader(), actor, Permission.WARD_SETTINGS), True
        form.mark_outdated(households_version(ward.settings))
    html = render_template("settings/households.html", ward=ward, form=form, offered=offered)
    return html, 422 if is_wrong else 200


def _services(ward: Ward) -> tuple[Sequence[Service], Mapping[str, Service]]:
    """Return the services that can be asked for, in the ward's order, and all that it knows by code."""
    known = read_services(reader(), ward.id)
    going_on = [each for each in known if each.ended_on is None]
    return in_chosen_order(going_on, ward.settings.services), {each.code: each for each in known}


def _in_order(form: HouseholdsForm, offered: Sequence[Service]) -> list[str]:
    """Return the codes that were ticked in the ward's order of services."""
    return [each.code for each in offered if each.code in form.chosen]
