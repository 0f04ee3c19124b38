"""``/settings/report``: how a ward's report is written."""

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
from app.reports.letter import default_settings
from app.saving import save_and_flash
from app.settings.actions import report_version, save_report
from app.settings.blueprint import bp
from app.settings.denominators import denominator_choices
from app.settings.report_forms import ReportForm


@bp.route("/report", methods=["GET", "POST"])
@requires(Permission.WARD_SETTINGS)
def report() -> ResponseReturnValue:
    """Show the settings of the ward's report, and let them be changed."""
    actor: Actor = current_user._get_current_object()
    ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
    choices = denominator_choices(reader(), ward.id, actor.today)
    settings = ward.settings
    form = ReportForm.of(settings.report, settings.denominators, choices, report_version(ward))
    if form.validate_on_submit():
        chosen, seen, at = (form.settings, form.chosen_denominators), form.version.data, now()
        message = _("The settings are saved. They hold for every report made from now on.")
        if save_and_flash(
            lambda session: save_report(session, ward.id, *chosen, seen, actor.id, at), message, _("Nothing changed.")
        ):
            return redirect(url_for("settings.report"))
        ward = own_ward_for(reader(), actor, Permission.WARD_SETTINGS)
        form.mark_outdated(report_version(ward))
    html = render_template("settings/report.html", ward=ward, form=form, usual=default_settings(ward.official_name))
    return html, 422 if form.is_submitted() else 200
